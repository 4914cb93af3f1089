import ArgumentParser
import Conversion
import Evaluation
import Foundation

struct Diagnose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find out why a converted network is worse than the trained one, and what helps.",
    discussion: """
      Runs both on the same images, replaces one layer after the other by the ANN's activations \
      and the other way round, looks for known mistakes, tries a remedy for each that is found, \
      and lists them, worst first. Exit status 0 whatever is found.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(help: "The conversion method: \(ConversionMethods.names.joined(separator: ", ")).")
  var method = "robust"

  @Option(help: "The number of time steps. Default: 256, or what the method is made for.")
  var steps: Int?

  @Option(help: "How many images, from the first on.")
  var count = 100

  @Option(help: "How many threads. The results do not depend on it.")
  var threads = processorCount

  @Option(help: "How to print.")
  var format = Format.table

  func validate() throws {
    if let steps, steps < 1 {
      throw ValidationError("'--steps' is \(steps), but must be positive.")
    }
    guard count > 0 else {
      throw ValidationError("'--count' is \(count), but must be positive.")
    }
    guard threads > 0 else {
      throw ValidationError("'--threads' is \(threads), but must be positive.")
    }
    _ = try methods.choice(named: method)
  }

  func run() throws {
    let isInterrupted = InterruptFlag.install()
    guard let report = try report(isStopped: isInterrupted) else { throw ExitCode(128 + SIGINT) }
    switch format {
    case .json: printJSON(report, pretty: true)
    case .table: for line in DiagnosisTable(report).lines { print(line) }
    }
    if isInterrupted() { throw ExitCode(128 + SIGINT) }
  }

  private func report(isStopped: @escaping @Sendable () -> Bool) throws -> DiagnosisReport? {
    let attempt = DiagnosisAttempt(
      model: model, data: data, methods: methods, method: method, steps: steps, count: count,
      threads: threads)
    let prepared = try attempt.prepared()
    let progress = Progress("diagnosing", unit: "images", total: prepared.images.count)
    let evidence = try DiagnosisEvidence.measured(
      of: prepared.subject, images: prepared.images,
      progress: { progress.advance(by: $0) }, isStopped: isStopped)
    progress.finish()
    guard let evidence else { return nil }
    var findings = KnownMistakes(evidence).findings
    for index in findings.indices {
      try findings[index].attempt(attempt, before: evidence, isStopped: isStopped)
    }
    // A rise that goes no further with four times the steps was chance.
    findings.removeAll { $0.id == .latency && $0.tried != nil && $0.weight < 0.01 }
    if findings.isEmpty, var general = KnownMistakes(evidence).general {
      try general.attempt(attempt, before: evidence, isStopped: isStopped)
      findings.append(general)
    }
    return DiagnosisReport(
      evidence, findings: findings, requested: prepared.images.count, notes: prepared.notes)
  }
}

extension Finding {
  /// Tries the remedy on the same images.
  fileprivate mutating func attempt(
    _ attempt: DiagnosisAttempt, before: DiagnosisEvidence,
    isStopped: @escaping @Sendable () -> Bool
  ) throws {
    guard let action, var remedied = attempt.applying(action) else { return }
    remedy = remedied.commandLine
    guard !isStopped() else { return }
    let prepared = try remedied.prepared()
    remedied.steps = prepared.subject.steps
    remedy = remedied.commandLine
    guard let accuracy = before.accuracy,
      let after = try prepared.accuracies(isStopped: isStopped)
    else { return }
    tried = Trial(
      accuracyBefore: accuracy, accuracyAfter: after.snn, annAccuracyAfter: after.ann)
  }
}
