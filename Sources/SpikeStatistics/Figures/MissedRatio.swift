extension Figure {
  /// Of the neurons with `z > 0`, the share that has not fired.
  package static let missedRatio = Figure(
    "missed_ratio", word: nil, title: "missed", columnTitle: "missed",
    unit: "share of active neurons",
    help: "share of neurons with z > 0 that have not fired",
    definition:
      "Of the neurons with z > 0, the share that has not fired yet: the counterpart "
      + "of SIN.",
    source: .own,
    format: .share(digits: 1), needs: .reference,
    layer: { step in
      step.reference.flatMap { reference in
        let z = reference.preactivation
        let missed = zip(z, step.statistics.counts.firstStep).count { $0 > 0 && $1 == 0 }
        return ratio(missed, of: z.count { $0 > 0 })
      }
    })
}
