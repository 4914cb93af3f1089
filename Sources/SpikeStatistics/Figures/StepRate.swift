extension Figure {
  /// The spikes of a step per neuron.
  package static let stepRate = Figure(
    "step_rate", word: nil, title: "rate of this step", columnTitle: "rate",
    unit: "spikes per neuron",
    help: "spikes in this step per neuron",
    definition:
      "The spikes of this step over the neurons.",
    source: .common, format: .decimal(digits: 3),
    needs: .spikes,
    layer: { ratio($0.statistics.counts.stepTotal, of: $0.neuronCount) },
    network: { layers, _ in
      ratio(
        layers.reduce(0) { $0 + $1.counts.stepTotal },
        of: layers.reduce(0) { $0 + $1.counts.count.count })
    })
}
