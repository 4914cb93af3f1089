import Networks

/// Burst limits of their own for each layer, and `light` behind them (after AdaFire: Wang, Fang,
/// Cao, Ren and Xu, Adaptive Calibration, AAAI 2025, arXiv 2412.16219; equations as in the authors'
/// public code).
///
/// Neurons fire up to φ spikes in a step, φ being the limit of their layer:
///
///     s[t] = clip(floor(m[t] / θ), 0, φ)
///     θ    = argmin Σ (ClipFloor(a) - a)²    ClipFloor(x) = θ/T · floor(clip(x·T/θ, 0, φ·T))
///
/// with the bias shift θ/2T. First all layers have the largest limit Φ. Then each layer i alone is
/// tried with each limit φ: what that costs is the divergence of the answers from those of the
/// trained network, `S_i(φ) = KL(p‖q) + KL(q‖p)`, and what it saves are spikes of the layer,
/// E_i(φ). The limits are those with
///
///     min Σ S_i(φ_i)   where   Σ E_i(φ_i) ≤ 0.95 · Σ E_i(φ_goal)
///
/// Thresholds are then found anew, and biases calibrated as by `Light`. The paper's sensitivity
/// spike compression and its early answers are not part of it. This project's own: 32 images decide
/// about limits; where answers are no classes, S is the sum over all outputs of their mean squared
/// differences, each in units of the output's own mean square; and behind a clipped activation a
/// neuron fires no more in a step than the clip allows.
package struct AdaFire: LeastSquaresMethod {
  package static let descriptor = MethodDescriptor(
    "adafire", summary: "bursts with a limit for each layer, then as light", isTied: true,
    options: [largest, goal]
  ) { values, steps in
    AdaFire(
      steps: steps, largestLimit: values.integer(of: largest), goal: values.integer(of: goal))
  }

  private static let largest = ConversionOption(
    "largest-burst", .integer(standard: 4, 1...16),
    help: "The largest limit Φ of spikes per step that 'adafire' tries in a layer.")

  private static let goal = ConversionOption(
    "burst-goal", .integer(standard: 2, 1...16),
    help: "Let 'adafire' send at most 0.95 times the spikes of limits of so many everywhere.")

  /// T, positive.
  package let duration: Int

  /// Φ.
  package let largestLimit: Int

  /// φ_goal, at most Φ.
  package let goal: Int

  package init(steps: Int, largestLimit: Int = 4, goal: Int = 2) {
    precondition(steps > 0, "\(steps) steps")
    precondition(largestLimit > 0 && goal > 0, "limits of \(largestLimit) and \(goal) spikes")
    duration = steps
    self.largestLimit = largestLimit
    self.goal = min(goal, largestLimit)
  }

  package var title: String { "adafire-like T=\(duration) Φ=\(largestLimit) goal \(goal)" }

  package func needsImages(givenThresholds: Bool) -> Bool { true }

  package func thresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [Float] {
    try calibration.leastSquaresThresholds(steps: duration, limits: limits(largestLimit, network))
  }

  package func channelThresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [[Float]] {
    try calibration.leastSquaresChannelThresholds(
      steps: duration, limits: limits(largestLimit, network))
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try bursting(network, thresholds: thresholds, limits: limits(largestLimit, network))
  }

  package func calibrated(
    _ network: SpikingNetwork, from analog: AnalogNetwork, on calibration: inout Calibration
  ) throws -> SpikingNetwork {
    let costs = try BurstCosts(
      network, largestLimit: largestLimit, steps: duration, on: &calibration)
    let limits = costs.bestLimits(goal: goal)
    let isChannelWise = network.layers.contains { !$0.channelScale.isEmpty }
    let found =
      isChannelWise
      ? ThresholdBalance(
        channels: try calibration.leastSquaresChannelThresholds(steps: duration, limits: limits))
      : ThresholdBalance(
        try calibration.leastSquaresThresholds(steps: duration, limits: limits))
    let balance = try found.settled(in: analog)
    var rebuilt = try bursting(analog, thresholds: balance.thresholds, limits: limits)
      .scaled(by: balance)
    for (index, layer) in network.layers.enumerated() where layer.neuron.pool != nil {
      rebuilt.layers[index].neuron = layer.neuron
    }
    if network.layers.contains(where: { $0.initialPotential != .rest }) { rebuilt.chargeHalf() }
    return try Light(steps: duration).calibrated(rebuilt, from: analog, on: &calibration)
  }

  private func limits(_ limit: Int, _ network: AnalogNetwork) -> [Int] {
    network.activations.map { _ in limit }
  }

  private func bursting(
    _ network: AnalogNetwork, thresholds: [Float], limits: [Int]
  ) throws(ConversionError) -> SpikingNetwork {
    let maxima = network.activations.map { network.nodes[$0].operation.trainedThreshold }
    var spiking = try network.spiking(coding: .rate) { index in
      let burst = Burst(maximumSpikes: limits[index])
      return .burst(
        threshold: thresholds[index],
        maximumSpikes: burst.spikes(within: maxima[index], threshold: thresholds[index]))
    }
    spiking.shiftBiases(steps: duration)
    return spiking
  }
}
