import Evaluation

/// Of accuracy, as a fraction: what more steps win beyond it is no chance.
private let leastRise = 0.01

extension DiagnosisAttempt {
  /// Measures, looks for known mistakes, and tries a remedy for each that is found.
  ///
  /// - Returns: `nil` if it was stopped before the first image.
  package func diagnosed(isStopped: @escaping @Sendable () -> Bool) throws -> DiagnosisReport? {
    let prepared = try prepared()
    let progress = ProgressLines(on: display)
    let evidence = try DiagnosisEvidence.measured(
      of: prepared.context, images: prepared.images, progress: { progress.show($0) },
      isStopped: isStopped)
    progress.finish()
    guard let evidence else { return nil }
    var findings = KnownMistakes(evidence).findings
    for index in findings.indices {
      try findings[index].attempt(self, before: evidence, isStopped: isStopped)
    }
    // A rise that goes no further with four times the steps was chance.
    findings.removeAll { $0.id == .latency && $0.tried != nil && $0.weight < leastRise }
    if findings.isEmpty, var general = KnownMistakes(evidence).general {
      try general.attempt(self, before: evidence, isStopped: isStopped)
      findings.append(general)
    }
    return DiagnosisReport(
      evidence, findings: findings, requested: prepared.images.count, notes: prepared.notes)
  }
}

extension Finding {
  /// Tries the remedy on the same images; without labels by their agreement with the ANN.
  fileprivate mutating func attempt(
    _ attempt: DiagnosisAttempt, before: DiagnosisEvidence,
    isStopped: @escaping @Sendable () -> Bool
  ) throws {
    guard let action, var remedied = try attempt.applying(action) else { return }
    remedy = remedied.commandLine
    guard !isStopped() else { return }
    let prepared = try remedied.prepared()
    remedied.request.steps = prepared.context.steps
    remedy = remedied.commandLine
    guard let quality = before.accuracy ?? before.quality(atStep: before.context.steps),
      let after = try prepared.accuracies(display: remedied.display, isStopped: isStopped)
    else { return }
    tried = Trial(
      accuracyBefore: quality, accuracyAfter: after.snn, annAccuracyAfter: after.ann)
  }
}
