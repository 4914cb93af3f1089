import Networks

/// The thresholds of `Robust` with reset to zero, for comparison.
///
/// The charge above the threshold is lost at every spike, so the network does not converge to the
/// analog one.
package struct Hard: PercentileMethod {
  package let name = "hard"

  /// In percent.
  package let percentile: Double

  package init(percentile: Double = 99.9) {
    self.percentile = percentile
  }

  package var title: String { "\(name) \(percentile)%" }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.spiking(coding: .rate) { index in
      .integrateAndFire(threshold: thresholds[index], reset: .toZero)
    }
  }
}
