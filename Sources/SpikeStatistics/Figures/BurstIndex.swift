extension Figure {
  /// The share of intervals between spikes that are of one step; chance makes it the rate.
  package static let burstIndex = Figure(
    "burst_index", word: nil, title: "burst index", columnTitle: "burst",
    unit: "share of intervals",
    help: "share of spikes in the step right after another one of the same neuron",
    definition:
      "Intervals between two spikes of a neuron that are of one step / all intervals; chance makes "
      + "it the rate.",
    source: .own, format: .share(digits: 1), needs: .spikes,
    layer: { step in step.statistics.regularity.flatMap { ratio($0.consecutive, of: $0.count) } })
}
