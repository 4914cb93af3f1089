/// One factor and one offset per unit: `y[i] = factor[i] · x[i] + offset[i]`.
///
/// What a file multiplies with or adds to each place of a map, as a bias that differs from pixel to
/// pixel. Both are in the order of unit numbers.
package struct UnitAffine: Equatable, Sendable {
  package var factor: [Float]
  package var offset: [Float]

  /// - Precondition: There are as many offsets as factors.
  package init(factor: [Float], offset: [Float]) {
    precondition(factor.count == offset.count, "one factor and one offset per unit")
    self.factor = factor
    self.offset = offset
  }

  var traits: AnalogTraits {
    AnalogTraits(
      stem: "norm", title: "norm", role: .weighing, spikingForm: .linear(.unitAffine(self)),
      shape: { inputs in sameShape(inputs).flatMap { $0.count == factor.count ? $0 : nil } }
    ).with { $0.parameters = factor.count + offset.count }
  }

  var synapticTraits: SynapticTraits {
    SynapticTraits(
      title: "a normalization", stem: "scale", nirForm: .missing("it has no offset per unit")
    ).with {
      $0.nirLengths = { lengths, _ in lengths }
      $0.withoutBias = { .unitAffine(UnitAffine(factor: factor, offset: offset.map { _ in 0 })) }
      $0.parameters = factor.count + offset.count
      $0.multiplications = 1
    }
  }
}
