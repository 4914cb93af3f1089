import Networks

/// The thresholds of `Robust` and signed neurons with memory, which take spikes back (SNM, Wang et
/// al., IJCAI 2022, doi:10.24963/ijcai.2022/347; equations as in the authors' public code).
///
/// A neuron at or below -θ sends a negative spike as long as it has more positive ones to take
/// back; see `SignedNeuron`, with `θ⁻ = θ`. Their normalisation by neuron is not part of it;
/// thresholds of channels are `--channel-wise`.
package typealias SNM = PlainPercentileMethod<SNMNeurons>

/// Those of `SNM`.
package enum SNMNeurons: PercentileNeurons {
  package static let descriptor = MethodDescriptor(
    "snm", summary: "as robust, with signed neurons that take spikes back", aliases: ["signed"],
    neurons: SNMNeurons.self)

  package static func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.spiking(coding: .rate) { index in
      .signed(threshold: thresholds[index], negativeThreshold: thresholds[index])
    }
  }
}
