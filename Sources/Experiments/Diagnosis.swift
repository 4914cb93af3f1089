import Conversion
import Evaluation

/// Of accuracy, as a fraction: what more steps win beyond it is no chance.
private let leastRise = 0.01

/// What is tried at the same T before more steps are: they cost nothing in each run.
private let otherMethods = [Advanced.descriptor.name, Half.descriptor.name]

/// The part of what the SNN lacks that another method has to win so that no more steps are tried.
private let enough = 0.5

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
    guard let action else { return }
    if id == .latency, before.context.steps >= before.context.packed.network.firstReadout {
      try self.attempt(
        otherMethods.map { Remedy.method($0, steps: before.context.steps) }, attempt,
        before: before,
        isStopped: isStopped)
      if isSettled { return }
    }
    guard tried == nil else {
      return try self.attempt([action], attempt, before: before, isStopped: isStopped)
    }
    try self.attempt(action, attempt, before: before, isStopped: isStopped)
  }

  /// Whether a remedy that was tried has won a good part of what the SNN lacks.
  private var isSettled: Bool {
    guard let tried else { return false }
    let missing = (tried.annAccuracyAfter ?? 1) - tried.accuracyBefore
    return tried.accuracyAfter - tried.accuracyBefore >= max(enough * missing, leastRise)
  }

  /// Tries remedies one after the other; the best of those that win something becomes that of the
  /// finding, the others are kept.
  private mutating func attempt(
    _ actions: [Remedy], _ attempt: DiagnosisAttempt, before: DiagnosisEvidence,
    isStopped: @escaping @Sendable () -> Bool
  ) throws {
    for action in actions where !isStopped() {
      var one = self
      (one.tried, one.remedy) = (nil, "")
      // What does not go together with the other options is no remedy.
      do {
        try one.attempt(action, attempt, before: before, isStopped: isStopped)
      } catch is MethodError {
        continue
      } catch is ConversionError {
        continue
      }
      guard let trial = one.tried, trial.accuracyAfter - trial.accuracyBefore >= leastRise else {
        continue
      }
      take(one.remedy, trial, action)
    }
  }

  /// Makes a trial that of the finding, unless it has a better one.
  private mutating func take(_ command: String, _ trial: Trial, _ action: Remedy) {
    if let tried, trial.accuracyAfter <= tried.accuracyAfter {
      others.append(
        OtherTrial(title: action.title, remedy: command, accuracyAfter: trial.accuracyAfter))
      return
    }
    if let tried {
      others.append(
        OtherTrial(
          title: self.action?.title ?? "", remedy: remedy, accuracyAfter: tried.accuracyAfter))
    }
    (remedy, self.tried, self.action) = (command, trial, action)
  }

  private mutating func attempt(
    _ action: Remedy, _ attempt: DiagnosisAttempt, before: DiagnosisEvidence,
    isStopped: @escaping @Sendable () -> Bool
  ) throws {
    guard var remedied = try attempt.applying(action) else { return }
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
