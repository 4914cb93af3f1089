import SpikeStatistics

extension TallyFigure {
  /// `#(z > 0, N = 0) / #(z > 0)`, 0 to 1.
  package static let missedRatio = TallyFigure(
    "missed_ratio", columnTitle: "missed",
    help: "neurons with z > 0 that have not fired, among those with z > 0", source: .own,
    value: { ratio($0.tally.missed, of: $0.tally.active) })

  /// `#(N = 0) / #neurons`, 0 to 1, per image.
  package static let silentShare = TallyFigure(
    "silent_share", columnTitle: "silent", help: "neurons that have not fired, among all",
    source: .common, value: { ratio($0.tally.neurons - $0.tally.firing, of: $0.tally.neurons) })

  /// `#(N = 0 on all images) / #neurons of the layer`, 0 to 1.
  package static let neverFiredShare = TallyFigure(
    "never_fired_share", columnTitle: "never",
    help: "neurons of the layer that have fired on none of the images", source: .common,
    value: { outcome in
      let count = outcome.layer.shape.count
      return outcome.images > 0 ? ratio(count - outcome.tally.everFired.count, of: count) : nil
    })

  /// `#(N at its limit) / #neurons`, 0 to 1; `nil` before the first complete code, and where there
  /// is no limit.
  package static let saturatedShare = TallyFigure(
    "saturated_share", columnTitle: "satur.",
    help: "neurons that delivered all they can, among all", source: .common,
    value: { outcome in
      guard outcome.layer.neuron.quanta != nil else { return nil }
      return outcome.code.flatMap { ratio($0.saturated, of: outcome.tally.compared) }
    })
}
