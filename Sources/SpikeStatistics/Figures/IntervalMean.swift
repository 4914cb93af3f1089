extension Figure {
  /// The mean interval between spikes, of a layer over all intervals; see `SpikeRegularity`.
  package static let intervalMean = Figure(
    "isi_mean", word: nil, title: "ISI mean", columnTitle: "ISI", unit: "steps",
    help: "mean steps between the spikes of a neuron",
    definition:
      "The mean number of steps between two spikes of a neuron in a row (ISI), of a layer over all "
      + "intervals of all neurons.",
    source: .common,
    format: .decimal(digits: 2), needs: .spikes,
    layer: { step in step.statistics.regularity.flatMap { ratio($0.sum, of: $0.count) } },
    neuron: { step, unit in
      step.statistics.regularity.flatMap {
        $0.meanInterval(of: unit, counts: step.statistics.counts)
      }
    })
}
