extension Figure {
  /// How much neurons fire together; see `SpikeRegularity.synchrony`.
  ///
  /// Costs O(neurons).
  package static let synchrony = Figure(
    "synchrony", word: nil, title: "synchrony", columnTitle: "sync",
    unit: "share of the mean variance",
    help: "variance of the population's rate over the mean of the neurons' variances",
    definition:
      "The variance over time of the population's rate / the mean of the variances of its neurons: "
      + "1 where all fire at once, 1/n where n neurons are independent.",
    source: .paper("Golomb, Rinzel 1994"), format: .decimal(digits: 3), needs: .spikes,
    layer: { step in
      step.statistics.regularity.flatMap {
        $0.synchrony(counts: step.statistics.counts, steps: step.step)
      }
    })
}
