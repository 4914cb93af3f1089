extension Figure {
  /// The share of neurons that have not fired.
  package static let silentShare = Figure(
    "silent_share", word: nil, title: "silent", columnTitle: "silent", unit: "share of neurons",
    help: "share of neurons that have not fired",
    definition:
      "Neurons that have not fired yet / all neurons of the layer.",
    source: .common, format: .share(digits: 1),
    needs: .spikes,
    layer: { ratio($0.statistics.counts.firstStep.count { $0 == 0 }, of: $0.neuronCount) })
}
