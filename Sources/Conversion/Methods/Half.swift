import AnalogPass
import Networks

/// The thresholds of `Robust` and neurons that start half charged, `v(0) = θ/2`.
///
/// The flooring error of a rate is then centred (QCFS, Bu et al. 2022, theorem 2; used with any
/// trained network as optimal initial potential).
package struct Half: PercentileMethod {
  package static let descriptor = MethodDescriptor(
    "half", options: Percentile.options
  ) { values, _ in
    Half(percentile: Percentile(values))
  }

  package let percentile: Percentile

  package init(percentile: Percentile = Percentile(99.9)) {
    self.percentile = percentile
  }

  package var title: String { "\(name) \(percentile.title)" }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    var spiking = try Robust().spikingNetwork(from: network, thresholds: thresholds)
    spiking.chargeHalf()
    return spiking
  }
}
