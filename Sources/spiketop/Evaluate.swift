import ArgumentParser
import Conversion
import Datasets
import Evaluation
import Foundation
import Networks
import SpikingEngine
import Tensors

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the accuracy of conversion methods over the time steps.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(
    help: """
      Conversion methods, separated by commas: \(ConversionMethods.names.joined(separator: ", ")), \
      bistable8 or bistable10-noSN for other phases, ann for the network as trained.
      """)
  var method = "robust"

  @Option(help: "Numbers of time steps to read off, separated by commas.")
  var steps: CountList?

  @Option(help: "How many images, from the first on. Default: all.")
  var count: Int?

  @Option(help: "How many threads. The results do not depend on it.")
  var threads = processorCount

  @Option(help: "How to print.")
  var format = Format.table

  @Option(help: "Write the analog network's logits, shape [images, classes], to a .npy file.")
  var logits: String?

  func validate() throws {
    if let count, count < 1 {
      throw ValidationError("'--count' is \(count), but must be positive.")
    }
    guard threads > 0 else {
      throw ValidationError("'--threads' is \(threads), but must be positive.")
    }
    guard !methodNames.isEmpty else {
      throw ValidationError("'--method' is '\(method)', but must name a method, or ann.")
    }
    for name in methodNames where name != "ann" { _ = try methods.choice(named: name) }
  }

  func run() throws {
    if let logits { try NPYFile.checkPlace(of: logits) }
    let model = try model.load()
    let data = try data.load(for: model)
    var workbench = try Workbench(model: model, data: data, methods: methods, threads: threads)
    let count = min(count ?? data.images.count, data.images.count)
    if let logits { try writeLogits(to: logits, count: count, workbench: workbench) }
    let (plan, titles) = try plan(for: &workbench)
    let isInterrupted = InterruptFlag.install()
    let tally = try evaluate(plan, count: count, workbench: workbench, stop: isInterrupted)
    let report = EvaluationReport(tally, plan: plan, titles: titles, notes: workbench.notes)
    switch format {
    case .json: printJSON(report, pretty: true)
    case .table: EvaluationTable(report: report, plan: plan).print()
    }
    if isInterrupted() { throw ExitCode(128 + SIGINT) }
  }

  /// Each once, in the user's order.
  private var methodNames: [String] {
    let names = method.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return names.enumerated().filter { names.firstIndex(of: $1) == $0 && !$1.isEmpty }.map(\.1)
  }

  private func plan(for workbench: inout Workbench) throws -> (EvaluationPlan, titles: [String]) {
    var entries: [EvaluationPlan.Entry] = []
    var titles: [String] = []
    for name in methodNames where name != "ann" {
      let converted = try workbench.converted(by: methods.choice(named: name))
      titles.append(converted.choice.recipe.title)
      entries.append(
        EvaluationPlan.Entry(
          label: name, packed: converted.packed, thresholds: converted.thresholds))
    }
    let steps = steps?.counts ?? [16, 32, 64, 128]
    let plan = EvaluationPlan(analog: workbench.model.network, entries: entries, steps: steps)
    return (plan, titles)
  }

  private func evaluate(
    _ plan: EvaluationPlan, count: Int, workbench: Workbench, stop: @escaping @Sendable () -> Bool
  ) throws -> EvaluationTally {
    let progress = Progress("evaluating", unit: "images", total: count)
    defer { progress.finish() }
    let running = RunningAccuracy(plan)
    let (images, model) = (workbench.data.images, workbench.model)
    return try plan.evaluated(
      count: count, threads: threads,
      image: { (try images.input(at: $0, for: model), images.label(at: $0)) },
      progress: { tally in
        progress.advance(by: 1, detail: running.adding(tally))
        return !stop()
      })
  }

  private func writeLogits(to path: String, count: Int, workbench: Workbench) throws {
    let progress = Progress("computing logits", unit: "images", total: count)
    defer { progress.finish() }
    var pass = ForwardPass(workbench.model.network)
    var elements: [Float] = []
    for index in 0..<count {
      elements += pass.activations(of: try workbench.input(at: index)).logits
      progress.advance(by: 1)
    }
    try NPYFile.write(
      Tensor(shape: [count, elements.count / count], elements: elements), to: path)
  }
}

/// Whole positive numbers separated by commas.
struct CountList: ExpressibleByArgument {
  let counts: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let counts = parts.compactMap { Int($0) }
    guard !counts.isEmpty, counts.count == parts.count, counts.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    self.counts = Set(counts).sorted()
  }
}
