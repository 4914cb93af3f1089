extension Figure {
  /// Neurons with `D > 0` at its last evaluation, see `PhaseStatistics`.
  package static let leadingNeurons = Figure(
    "leading", word: nil, title: "leading", columnTitle: "lead", unit: "neurons",
    help: "neurons with D > 0",
    definition:
      "Neurons with D > 0 when D was last asked for.",
    source: .own, format: .count, needs: .reference,
    layer: { $0.statistics.phase.flatMap { $0.evaluations == 0 ? nil : Double($0.leadingCount) } },
    neuron: { step, unit in step.statistics.phase?.deviation(of: unit).map { $0 > 0 ? 1 : 0 } })
}
