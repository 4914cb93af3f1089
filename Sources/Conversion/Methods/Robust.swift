import Networks

/// Threshold = a high percentile of the positive activations; reset by subtraction.
///
/// Robust normalisation (Rueckauer et al. 2017); see `PercentileMethod`.
package typealias Robust = PlainPercentileMethod<RobustNeurons>

/// Those of `Robust`.
package enum RobustNeurons: PercentileNeurons {
  package static let descriptor = MethodDescriptor(
    "robust", summary: "threshold: a high percentile of the activations",
    neurons: RobustNeurons.self)

  package static func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.spiking(coding: .rate) { index in
      .integrateAndFire(threshold: thresholds[index], reset: .bySubtraction)
    }
  }
}
