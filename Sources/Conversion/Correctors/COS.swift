import Networks

/// Shifts initial potentials by the spike that a trial had too many or too few, layer by layer.
///
/// COS (Hao et al., ICLR 2023): from `v(0) = θ/2`, a trial of some steps, then a fresh run.
package struct COS: Corrector {
  package static let descriptor = CorrectorDescriptor(
    "cos",
    summary: "shifts initial potentials by offset spikes (both after a trial, both from half a "
      + "threshold)",
    options: [trialSteps]
  ) { values in
    COS(steps: values.integer(ifGivenFor: trialSteps) ?? 8)
  }

  /// Of the trial, positive.
  package let steps: Int

  package init(steps: Int) {
    precondition(steps > 0, "a trial of \(steps) steps")
    self.steps = steps
  }

  package var title: String { "COS after \(steps) steps" }

  package var rule: SpikeCorrector { .offsetSpikes(trialSteps: steps) }

  package var startsHalfCharged: Bool { true }
}
