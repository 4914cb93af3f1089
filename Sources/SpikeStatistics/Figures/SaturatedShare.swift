import Networks

extension Figure {
  /// The share of neurons that have fired in every step, as often as they can.
  package static let saturatedShare = Figure(
    "saturated_share", word: nil, title: "saturated", columnTitle: "satur.",
    unit: "share of neurons",
    help: "share of neurons that fired in every step",
    definition:
      "Neurons that have fired in every step, as often as they can / all neurons of the layer.",
    source: .common, format: .share(digits: 1),
    needs: .spikes,
    layer: { step in
      guard step.step > 0 else { return nil }
      let most = Float(step.step * (step.layer.neuron.stepQuanta?.limit ?? 1))
      return ratio(step.statistics.counts.count.count { $0 >= most }, of: step.neuronCount)
    })
}
