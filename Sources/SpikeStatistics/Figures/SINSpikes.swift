extension Figure {
  /// Spikes of inactivated neurons in a step; all spikes of such a neuron are, none of another one.
  package static let sinSpikes = Figure(
    "sin_spikes", word: "sin", title: "SIN in this step", columnTitle: "SIN", unit: "spikes",
    help: "SIN in this step",
    definition:
      "Spikes of this step that inactivated neurons send: neurons whose "
      + "pre-activation z in the ANN is not positive on this input, so that the ANN "
      + "says they should be silent. All spikes of such a neuron count, none of another "
      + "one.",
    source: .sin, format: .count, needs: .reference,
    layer: { $0.statistics.sin.map { Double($0.stepSpikes) } },
    neuron: { step, unit in
      step.reference.map { $0.isInactive(unit) ? Double(step.spikes(of: unit)) : 0 }
    },
    network: { layers, _ in Double(layers.reduce(0) { $0 + ($1.sin?.stepSpikes ?? 0) }) })
}

extension Figure.Source {
  /// The name is that of the paper, the operational form that of MSAT's public code.
  static let sin = Figure.Source.paper("Li, Zhao, Zeng 2022, counted as in MSAT's code")
}
