extension Figure {
  /// The mean of `max(D, 0)` over the evaluations so far, see `PhaseStatistics`.
  package static let lead = Figure(
    "lead", word: nil, title: "lead", columnTitle: "lead", unit: "spikes",
    help: "mean of D > 0 over the steps",
    definition:
      "The mean of max(D, 0) over the steps so far: how far ahead of its even "
      + "schedule a neuron was; of a layer the mean over its neurons.",
    source: .own, format: .deviation,
    needs: .reference,
    layer: { $0.statistics.phase?.meanLead },
    neuron: { step, unit in
      step.statistics.phase.flatMap { $0.evaluations == 0 ? nil : Double($0.lead(of: unit)) }
    },
    network: { layers, _ in meanOverNeurons(layers) { $0.meanLead } })
}

/// The mean over the neurons of all layers that have such a mean; `nil` of none.
func meanOverNeurons(
  _ layers: ArraySlice<LayerStatistics>, _ value: (PhaseStatistics) -> Double?
) -> Double? {
  var (sum, neurons) = (0.0, 0)
  for layer in layers {
    guard let mean = layer.phase.flatMap(value) else { continue }
    sum += mean * Double(layer.counts.count.count)
    neurons += layer.counts.count.count
  }
  return neurons == 0 ? nil : sum / Double(neurons)
}
