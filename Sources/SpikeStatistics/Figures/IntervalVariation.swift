extension Figure {
  /// The coefficient of variation of the intervals between spikes: 0 of a clock, about 1 of chance;
  /// of a layer the mean over the neurons with two intervals or more.
  ///
  /// Costs O(neurons) for a layer.
  package static let intervalVariation = Figure(
    "isi_cv", word: nil, title: "ISI CV", columnTitle: "CV", unit: "share of the mean interval",
    help: "deviation of the steps between spikes over their mean",
    definition:
      "The standard deviation of the intervals between spikes over their mean: 0 of a clock, about "
      + "1 of chance. Of a layer the mean over the neurons with two intervals or more.",
    source: .common,
    format: .decimal(digits: 2), needs: .spikes,
    layer: { step in
      step.statistics.regularity.flatMap { regularity in
        let variations = regularity.intervals.indices.compactMap {
          regularity.variation(of: $0, counts: step.statistics.counts)
        }
        return variations.isEmpty ? nil : variations.reduce(0, +) / Double(variations.count)
      }
    },
    neuron: { step, unit in
      step.statistics.regularity.flatMap { $0.variation(of: unit, counts: step.statistics.counts) }
    })
}
