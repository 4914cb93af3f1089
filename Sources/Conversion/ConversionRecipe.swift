import Networks

/// A conversion method with what can be put on top of any of them.
package struct ConversionRecipe: Sendable {
  package var method: any ConversionMethod

  /// Whether every neuron starts with half of what its smallest spike takes.
  package var isHalfCharged: Bool

  /// How max pools decide.
  package var maxPool: MaxPoolRule

  package var corrector: SpikeCorrector?

  package init(
    method: any ConversionMethod, isHalfCharged: Bool = false, maxPool: MaxPoolRule = .lossless,
    corrector: SpikeCorrector? = nil
  ) {
    self.method = method
    self.isHalfCharged = isHalfCharged
    self.maxPool = maxPool
    self.corrector = corrector
  }

  /// As on screens and in reports.
  package var title: String {
    method.title + (isHalfCharged ? ", half charge" : "")
      + (corrector.map { ", \($0.title)" } ?? "")
  }

  /// The spiking network: thresholds, neurons, initial potentials, calibration, corrector.
  ///
  /// - Parameter thresholds: One per spiking layer in place of the method's own, or `nil`.
  package func converted(
    _ network: AnalogNetwork, calibration: inout Calibration, thresholds: [Float]? = nil
  ) throws -> SpikingNetwork {
    let thresholds =
      try thresholds ?? method.thresholds(for: network, calibration: &calibration)
    var spiking = try method.spikingNetwork(from: network, thresholds: thresholds)
      .pooling(by: maxPool)
    if isHalfCharged || corrector?.startsHalfCharged == true { spiking.chargeHalf() }
    spiking = try method.calibrated(spiking, from: network, on: &calibration)
    try check(corrector, on: spiking)
    spiking.corrector = corrector
    return spiking
  }

  private func check(
    _ corrector: SpikeCorrector?, on network: SpikingNetwork
  ) throws(ConversionError) {
    if case .negativeSpikes = corrector, case .cycles = network.coding {
      throw .noSpikeIntervals(method: method.name)
    }
  }
}

extension SpikingNetwork {
  /// Charges every neuron that stands for an activation by half of its smallest spike.
  ///
  /// In rate coding `v(0) = θ/2` (QCFS, Bu et al., ICLR 2022, theorem 2): the flooring error is
  /// then zero on average. In cycle coding half of the last digit, `θ·2^(-P-1)`, for the same
  /// reason (this project's own rule).
  mutating func chargeHalf() {
    for index in layers.indices where layers[index].activationNode != nil {
      guard let quantum = layers[index].neuron.quantum else { continue }
      layers[index].initialPotential = .uniform(quantum / 2)
    }
  }
}

extension SpikeCorrector {
  /// As on screens and in reports.
  package var title: String {
    switch self {
    case .residualMask(let steps): "SRP after \(steps) steps"
    case .offsetSpikes(let steps): "COS after \(steps) steps"
    case .negativeSpikes(let allowance): "SpiCalib \(allowance)"
    }
  }

  /// Whether the correction is defined for neurons that start with half a threshold.
  fileprivate var startsHalfCharged: Bool {
    switch self {
    case .residualMask, .offsetSpikes: true
    case .negativeSpikes: false
    }
  }
}
