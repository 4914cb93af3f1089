import SpikeStatistics

// The figures of a method in the order in which they are listed.
extension MethodReport {
  /// Figures of the whole network, by T, under their keys.
  package var networkFigures: [(String, ByStep<Double?>)] {
    let answers =
      measures.isEmpty
      ? [("accuracy", accuracy), ("agreement", agreement)]
      : zip(measures, scores).map { ($0.id, $1) }
    return answers + [
      ("spikes", spikes), ("synaptic_operations", synapticOperations),
      ("energy_microjoules", energyMicrojoules),
    ] + (stepAccuracy.map { [("step_accuracy", $0)] } ?? [])
  }

  /// The bins of the offset-spike histogram, ascending.
  package static var offsetLabels: [String] { OffsetHistogram.labels }
}

extension ErrorTerms {
  /// The terms, in the order in which they are listed.
  package static let names = [
    "total", "propagated", "clipping", "quantisation", "unevenness",
  ]

  /// In the order of `names`.
  package var values: [Double?] { [total, propagated, clipping, quantisation, unevenness] }

  /// As many values, none of them known.
  package static let absent: [Double?] = Array(repeating: nil, count: names.count)
}
