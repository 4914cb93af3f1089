import Networks

/// The thresholds of `Robust` and neurons that fire up to Γ spikes in a step (Li and Zeng, IJCAI
/// 2022).
///
/// Bursts cure the residual information of neurons that receive more than their threshold in a
/// step, not the spikes of inactivated neurons.
package struct Burst: PercentileMethod {
  package let name = "burst"

  package let percentile: Percentile

  /// Γ.
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
    try network.spiking(coding: .rate) { index in
      .burst(threshold: thresholds[index], maximumSpikes: maximumSpikes)
    }
  }
}
