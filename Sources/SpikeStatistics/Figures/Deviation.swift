extension Figure {
  /// D at its last evaluation, see `PhaseStatistics`; of a layer the mean.
  package static let deviation = Figure(
    "mean_deviation", word: "D", title: "D", columnTitle: "D", unit: "spikes",
    help: "lead or lag, of a layer the mean", source: .own, format: .signed(digits: 2),
    needs: .reference,
    layer: { $0.statistics.phase?.meanDeviation },
    neuron: { $0.statistics.phase?.deviation(of: $1).map(Double.init) })
}
