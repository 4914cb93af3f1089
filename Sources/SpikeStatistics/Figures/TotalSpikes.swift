extension Figure {
  /// N: the spikes so far; of a neuron less those taken back.
  package static let totalSpikes = Figure(
    "total_spikes", word: nil, title: "spikes", columnTitle: "spikes", unit: "spikes",
    help: "spikes so far",
    definition:
      "N(t): the spikes so far; of a neuron less those that were taken back.",
    source: .common, format: .count, needs: .spikes,
    layer: { Double($0.statistics.counts.total) },
    neuron: { Double($0.statistics.counts.count[$1]) },
    network: { layers, _ in Double(layers.reduce(0) { $0 + $1.counts.total }) })
}
