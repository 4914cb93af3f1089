import Evaluation
import Foundation
import PlainText
import Synchronization
import Tensors

/// An evaluation under way: collects results, shows progress, and saves what is done.
package final class EvaluationRun: Sendable {
  /// Where and how often results are saved.
  package struct Saving: Sendable {
    package var path: String
    package var fingerprint: EvaluationFingerprint
    /// In seconds.
    package var interval: TimeInterval

    package init(path: String, fingerprint: EvaluationFingerprint, interval: TimeInterval) {
      self.path = path
      self.fingerprint = fingerprint
      self.interval = interval
    }
  }

  private struct State {
    var results: EvaluationResults
    var saved = Date.now
    var isSaving = false
  }

  private let plan: EvaluationPlan
  private let count: Int
  private let saving: Saving?
  private let accuracy: RunningAccuracy
  private let state: Mutex<State>

  /// - Parameter results: Those of the images that are done already.
  package init(_ plan: EvaluationPlan, count: Int, results: EvaluationResults, saving: Saving?) {
    self.plan = plan
    self.count = count
    self.saving = saving
    accuracy = RunningAccuracy(plan, done: results.images)
    state = Mutex(State(results: results))
  }

  package var results: EvaluationResults { state.withLock { $0.results } }

  /// Evaluates the missing images until `isStopped`; `save` is left to the caller.
  ///
  /// - Throws: What `image` throws, and before any work that the results cannot be saved.
  package func evaluate(
    threads: Int, display: ProgressDisplay,
    image: @Sendable @escaping (Int) throws -> EvaluationImage,
    isStopped: @Sendable @escaping () -> Bool
  ) throws {
    let missing = results.missing(of: count)
    try save()
    let progress = Progress(
      "evaluating", unit: "images", total: count, alreadyDone: count - missing.count,
      display: display)
    defer { progress.finish() }
    do {
      try plan.evaluate(missing, threads: threads, image: image) { result in
        self.add(result)
        progress.advance(by: 1, detail: self.accuracy.adding(result.answers))
        return !isStopped()
      }
    } catch {
      try? save()
      throw error
    }
  }

  /// Saves what is done so far.
  package func save() throws {
    try save(results)
  }

  /// Saves now and then; another thread goes on while one writes.
  private func add(_ result: ImageResult) {
    let due = state.withLock { state -> EvaluationResults? in
      state.results.add(result)
      guard let saving, !state.isSaving, -state.saved.timeIntervalSinceNow >= saving.interval
      else { return nil }
      state.isSaving = true
      return state.results
    }
    guard let due else { return }
    // A disk that is full for a while must not end hours of work; the last attempt counts.
    try? save(due)
    state.withLock { state in
      state.isSaving = false
      state.saved = .now
    }
  }

  private func save(_ results: EvaluationResults) throws {
    guard let saving else { return }
    try ResumeFile(fingerprint: saving.fingerprint, results: results).save(as: saving.path)
  }
}

/// The accuracy at the last T of the first method, image by image.
private final class RunningAccuracy: Sendable {
  private let name: String
  private let counts = Mutex((correct: 0, labelled: 0))

  init(_ plan: EvaluationPlan, done: [ImageAnswers]) {
    name = plan.entries.first?.label ?? "ann"
    for answers in done { _ = adding(answers) }
  }

  /// Takes in one image and says how it goes.
  func adding(_ answers: ImageAnswers) -> String {
    let answer = answers.predictions.isEmpty ? answers.analog : answers.predictions[0].last ?? nil
    let (correct, labelled) = counts.withLock { counts in
      counts.correct += answers.label != nil && answer == answers.label ? 1 : 0
      counts.labelled += answers.label == nil ? 0 : 1
      return counts
    }
    guard labelled > 0 else { return "" }
    return "\(name) \(printedPercent(Double(correct) / Double(labelled), digits: 1)) so far"
  }
}
