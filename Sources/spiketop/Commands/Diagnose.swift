import ArgumentParser
import Conversion
import Evaluation
import Experiments
import Foundation
import PlainText
import Runs

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
  @OptionGroup var output: ShortOutputChoice
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions
  @OptionGroup var kept: CacheOptions

  @Option(help: "The conversion method: \(MethodOptions.names).")
  var method = OptionDefaults.method

  @Option(
    help: """
      The number of time steps. Default: \(OptionDefaults.diagnosisSteps), or what the method is \
      made for.
      """)
  var steps: Int?

  @Option(help: "How many images, from the first on.")
  var count = OptionDefaults.diagnosisCount

  @Option(help: "How many threads. The results do not depend on it.")
  var threads = processorCount

  @Option(help: "How to print.")
  var format = Format.table

  func validate() throws {
    try checkSteps(steps)
    guard count > 0 else {
      throw ValidationError("'--count' is \(count), but must be positive.")
    }
    guard threads > 0 else {
      throw ValidationError("'--threads' is \(threads), but must be positive.")
    }
    _ = try methods.choice(named: method)
    try methods.checkReaders(by: [method])
  }

  func run() throws {
    let isInterrupted = InterruptFlag.install()
    var network = model.request
    output.apply(to: &network)
    let attempt = DiagnosisAttempt(
      RunRequest(
        model: network, data: data.request, method: methods.request(method), steps: steps,
        threads: threads), count: count, cache: kept.cache, display: .standardError)
    guard let report = try attempt.diagnosed(isStopped: isInterrupted) else {
      throw ExitCode(128 + SIGINT)
    }
    switch format {
    case .json: StandardOutput.print(text: jsonDocument(report))
    case .table: StandardOutput.print(lines: DiagnosisTable(report).lines)
    }
    if isInterrupted() { throw ExitCode(128 + SIGINT) }
  }
}
