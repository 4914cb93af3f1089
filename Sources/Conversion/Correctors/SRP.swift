import Networks

/// Silences the neurons without residual potential after a trial, all layers at once.
///
/// SRP (Hao et al., AAAI 2023): from `v(0) = θ/2`, a trial of some steps, then a fresh run.
package struct SRP: Corrector {
  package static let descriptor = CorrectorDescriptor(
    "srp", summary: "silences neurons without residual potential", options: [trialSteps]
  ) { values in
    SRP(steps: values.integer(ifGivenFor: trialSteps) ?? 4)
  }

  /// Of the trial, positive.
  package let steps: Int

  package init(steps: Int) {
    precondition(steps > 0, "a trial of \(steps) steps")
    self.steps = steps
  }

  package var title: String { "SRP after \(steps) steps" }

  package var rule: SpikeCorrector { .residualMask(trialSteps: steps) }

  package var startsHalfCharged: Bool { true }
}
