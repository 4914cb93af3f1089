extension Figure {
  /// The spikes so far per neuron and step.
  package static let rate = Figure(
    "rate", word: "rate", title: "rate", columnTitle: "rate", unit: "spikes per neuron and step",
    help: "spikes per neuron and step",
    definition:
      "N(t) / t: the spikes so far over the steps so far, of a layer or the network "
      + "the mean over its neurons. In rate coding rate times theta stands for the "
      + "ANN's activation.",
    source: .common, format: .decimal(digits: 3), needs: .spikes,
    layer: { ratio($0.statistics.counts.total, of: $0.neuronCount * $0.step) },
    neuron: { $0.step == 0 ? nil : Double($0.statistics.counts.count[$1]) / Double($0.step) },
    network: { layers, step in
      ratio(
        layers.reduce(0) { $0 + $1.counts.total },
        of: layers.reduce(0) { $0 + $1.counts.count.count } * step)
    })
}
