/// One factor and one offset per channel: `y = factor[c] · x + offset[c]`.
package struct ChannelAffine: Equatable, Sendable {
  /// One per channel.
  package var factor: [Float]
  /// One per channel.
  package var offset: [Float]

  /// - Precondition: There are as many offsets as factors.
  package init(factor: [Float], offset: [Float]) {
    precondition(factor.count == offset.count, "one factor and one offset per channel")
    self.factor = factor
    self.offset = offset
  }

  var traits: AnalogTraits {
    AnalogTraits(
      stem: "norm", title: "norm", role: .weighing, spikingForm: .linear(.channelAffine(self)),
      shape: { inputs in sameShape(inputs).flatMap { $0.channels == factor.count ? $0 : nil } }
    ).with { $0.parameters = factor.count + offset.count }
  }

  var synapticTraits: SynapticTraits {
    SynapticTraits(title: "a normalization", stem: "scale", nirForm: .channelAffine(self)).with {
      $0.nirLengths = { lengths, _ in lengths }
      $0.withoutBias = {
        .channelAffine(ChannelAffine(factor: factor, offset: offset.map { _ in 0 }))
      }
      $0.parameters = factor.count + offset.count
      $0.multiplications = 1
    }
  }
}
