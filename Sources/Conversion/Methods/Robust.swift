import AnalogPass
import Networks

/// Threshold = a high percentile of the positive activations; reset by subtraction.
///
/// Robust normalisation (Rueckauer et al. 2017); see `PercentileMethod`.
package struct Robust: PercentileMethod {
  package static let descriptor = MethodDescriptor(
    "robust", options: Percentile.options
  ) { values, _ in
    Robust(percentile: Percentile(values))
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
      .integrateAndFire(threshold: thresholds[index], reset: .bySubtraction)
    }
  }
}
