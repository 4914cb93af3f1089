extension Figure {
  /// The mean of `max(-D, 0)` over the evaluations so far, see `PhaseStatistics`.
  package static let lag = Figure(
    "lag", word: nil, title: "lag", columnTitle: "lag", unit: "spikes",
    help: "mean of -D > 0 over the steps",
    definition:
      "The mean of max(-D, 0) over the steps so far: how far behind its even schedule "
      + "a neuron was; of a layer the mean over its neurons.",
    source: .own, format: .deviation,
    needs: .reference,
    layer: { $0.statistics.phase?.meanLag },
    neuron: { step, unit in
      step.statistics.phase.flatMap { $0.evaluations == 0 ? nil : Double($0.lag(of: unit)) }
    },
    network: { layers, _ in meanOverNeurons(layers) { $0.meanLag } })
}
