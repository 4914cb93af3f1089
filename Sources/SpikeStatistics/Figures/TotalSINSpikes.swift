extension Figure {
  /// Spikes of inactivated neurons so far.
  package static let totalSINSpikes = Figure(
    "total_sin_spikes", word: nil, title: "SIN spikes", columnTitle: "SIN sp.", unit: "spikes",
    help: "SIN so far",
    definition:
      "Spikes of inactivated neurons so far.",
    source: .sin, format: .count, needs: .reference,
    layer: { $0.statistics.sin.map { Double($0.spikes) } },
    neuron: { step, unit in
      step.reference.map {
        $0.isInactive(unit) ? Double(step.statistics.counts.count[unit]) : 0
      }
    },
    network: { layers, _ in Double(layers.reduce(0) { $0 + ($1.sin?.spikes ?? 0) }) })
}
