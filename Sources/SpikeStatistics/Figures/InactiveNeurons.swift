extension Figure {
  /// Neurons whose analog pre-activation is not positive; the same in every step.
  package static let inactiveNeurons = Figure(
    "inactive_neurons", word: nil, title: "inactivated", columnTitle: "off", unit: "neurons",
    help: "neurons with z <= 0",
    definition:
      "Neurons whose pre-activation z in the ANN is not positive on this input (off). "
      + "ReLU makes their activation 0, so a faithful conversion would keep them "
      + "silent. The same in every step.",
    source: .sin, format: .count, needs: .reference,
    layer: { $0.statistics.sin.map { Double($0.inactiveCount) } },
    neuron: { step, unit in step.reference.map { $0.isInactive(unit) ? 1 : 0 } },
    network: { layers, _ in Double(layers.reduce(0) { $0 + ($1.sin?.inactiveCount ?? 0) }) })
}
