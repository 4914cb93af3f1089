import Networks

/// The thresholds of `Robust` with reset to zero, for comparison.
///
/// The charge above the threshold is lost at every spike, so the network does not converge to the
/// analog one.
package typealias Hard = PlainPercentileMethod<HardNeurons>

/// Those of `Hard`.
package enum HardNeurons: PercentileNeurons {
  package static let descriptor = MethodDescriptor(
    "hard", summary: "as robust, but reset to zero: charge above the threshold is lost",
    neurons: HardNeurons.self)

  package static func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.spiking(coding: .rate) { index in
      .integrateAndFire(threshold: thresholds[index], reset: .toZero)
    }
  }
}
