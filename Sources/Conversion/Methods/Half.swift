import Networks

/// The thresholds of `Robust` and neurons that start half charged, `v(0) = θ/2`.
///
/// The flooring error of a rate is then centred (QCFS, Bu et al. 2022, theorem 2; used with any
/// trained network as optimal initial potential).
package typealias Half = PlainPercentileMethod<HalfNeurons>

/// Those of `Half`.
package enum HalfNeurons: PercentileNeurons {
  package static let descriptor = MethodDescriptor(
    "half", summary: "as robust, but neurons start half charged: rates are rounded, not cut",
    neurons: HalfNeurons.self)

  package static func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    var spiking = try RobustNeurons.spikingNetwork(from: network, thresholds: thresholds)
    spiking.chargeHalf()
    return spiking
  }
}
