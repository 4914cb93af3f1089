extension Figure {
  /// The share of neurons that have not fired.
  package static let silentShare = Figure(
    "silent_share", word: nil, title: "silent", columnTitle: "silent",
    help: "share of neurons that have not fired", source: .common, format: .share(digits: 1),
    needs: .spikes,
    layer: { ratio($0.statistics.counts.firstStep.count { $0 == 0 }, of: $0.neuronCount) })
}
