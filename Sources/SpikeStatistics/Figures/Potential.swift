extension Figure {
  /// v, the membrane potential after the resets; of a layer the mean.
  ///
  /// Costs O(neurons) for a layer.
  package static let potential = Figure(
    "potential", word: "v", title: "v", columnTitle: "v", unit: "charge, as theta",
    help: "potential, of a layer the mean",
    definition:
      "v(t): the membrane potential after the resets of the step; of a layer the mean "
      + "over its neurons.",
    source: .common, format: .decimal(digits: 3), needs: .potential,
    layer: { step in
      step.potentials.map { $0.reduce(0.0) { $0 + Double($1) } / Double($0.count) }
    },
    neuron: { step, unit in step.potentials.map { Double($0[unit]) } })
}
