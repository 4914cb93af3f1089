import AnalogPass
import Networks

/// The thresholds of `Robust` and neurons that fire up to Γ spikes in a step (Li and Zeng, IJCAI
/// 2022).
///
/// Bursts cure the residual information of neurons that receive more than their threshold in a
/// step, not the spikes of inactivated neurons. Behind a clipped activation (ReLU6, rate-norm and
/// quantised layers) a neuron fires no more in a step than the clip allows, `⌊maximum/θ⌋` and at
/// least one, because more would deliver what the trained network cuts off (this project's own
/// rule).
package struct Burst: PercentileMethod {
  package static let descriptor = MethodDescriptor(
    "burst", summary: "as robust, with several spikes in a step where they are due",
    options: Percentile.options + [spikes]
  ) { values, _ in
    Burst(percentile: Percentile(values), maximumSpikes: values.integer(of: spikes))
  }

  /// Γ.
  private static let spikes = ConversionOption(
    "burst", .integer(standard: 5, 1...255),
    help: "How many spikes a burst neuron may fire in a step, 1 to 255.",
    shortForm: .number(example: 2, unit: "spikes"))

  package let percentile: Percentile

  /// Γ, positive.
  package let maximumSpikes: Int

  package init(percentile: Percentile = Percentile(99.9), maximumSpikes: Int = 5) {
    precondition(maximumSpikes > 0, "\(maximumSpikes) spikes in a step")
    self.percentile = percentile
    self.maximumSpikes = maximumSpikes
  }

  package var title: String { "\(name) Γ=\(maximumSpikes) \(percentile.title)" }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    let maxima = network.activations.map { network.nodes[$0].operation.trainedThreshold }
    return try network.spiking(coding: .rate) { index in
      .burst(
        threshold: thresholds[index],
        maximumSpikes: spikes(within: maxima[index], threshold: thresholds[index]))
    }
  }

  /// Γ, as far as a clip allows so many spikes of a threshold.
  func spikes(within maximum: Float?, threshold: Float) -> Int {
    guard let maximum else { return maximumSpikes }
    // A threshold that was meant to be the clip may have been rounded.
    let spikes = (maximum / threshold * 1.0001).rounded(.down)
    return spikes < Float(maximumSpikes) ? max(Int(spikes), 1) : maximumSpikes
  }
}
