extension Figure {
  /// Inactivated neurons that have fired; the count never falls.
  package static let sinNeurons = Figure(
    "sin_neurons", word: nil, title: "SIN neurons", columnTitle: "SIN", unit: "neurons",
    help: "inactivated neurons that have fired",
    definition:
      "Inactivated neurons that have fired at least once so far.",
    source: .sin, format: .count, needs: .reference,
    layer: { $0.statistics.sin.map { Double($0.neurons) } },
    neuron: { step, unit in
      step.reference.map {
        $0.isInactive(unit) && step.statistics.counts.firstStep[unit] > 0 ? 1 : 0
      }
    },
    network: { layers, _ in Double(layers.reduce(0) { $0 + ($1.sin?.neurons ?? 0) }) })
}
