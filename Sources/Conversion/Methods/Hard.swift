import AnalogPass
import Networks

/// The thresholds of `Robust` with reset to zero, for comparison.
///
/// The charge above the threshold is lost at every spike, so the network does not converge to the
/// analog one.
package struct Hard: PercentileMethod {
  package static let descriptor = MethodDescriptor(
    "hard", options: Percentile.options
  ) { values, _ in
    Hard(percentile: Percentile(values))
  }

  package let percentile: Percentile

  package init(percentile: Percentile = Percentile(99.9)) {
    self.percentile = percentile
  }

  package var title: String { "\(name) \(percentile.title)" }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.spiking(coding: .rate) { index in
      .integrateAndFire(threshold: thresholds[index], reset: .toZero)
    }
  }
}
