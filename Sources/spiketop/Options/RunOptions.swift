import ArgumentParser
import Experiments
import Foundation
import Runs

/// What `watch` and `run` have in common: one image and one method.
struct RunOptions: ParsableArguments {
  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(help: "The number of the image, from 0 on.")
  var index = OptionDefaults.image

  @Option(help: "The conversion method: \(MethodOptions.names).")
  var method = OptionDefaults.method

  @Option(
    help: """
      The number of time steps. Default: \(OptionDefaults.rateCodingSteps), the second readout of \
      a bistable run, or the T that a method is made for (\(OptionDefaults.steps) unless its name \
      says another, as light@64).
      """)
  var steps: Int?

  func validate() throws {
    try checkSteps(steps)
    guard index >= 0 else {
      throw ValidationError("'--index' is \(index), but must not be negative.")
    }
    _ = try methods.choice(named: method, steps: steps ?? OptionDefaults.steps)
  }

  init() {}

  /// Reads what is typed elsewhere than behind the name of a command.
  init(typed arguments: [String]) throws {
    let options = TypedOptions(of: RunOptions.self)
    self = try RunOptions.parse(options.joiningNegativeValues(in: arguments))
  }

  /// Throws if an option does nothing, where the method is the one that is named and no other.
  func checkReaders() throws { try methods.checkReaders(by: [method]) }

  /// The request for a network that is opened from the dashboard.
  ///
  /// - Parameters:
  ///   - model: `nil` for the bundled one, which takes no options.
  ///   - options: As on the command line.
  /// - Throws: `UsageError`, in one line, for options that cannot be meant.
  static func request(
    opening model: String?, data: String?, options: [String]
  ) throws -> RunRequest {
    guard let model, !options.isEmpty else {
      return try .opening(model: model, data: data)
    }
    let expanded = { (path: String) in NSString(string: path).expandingTildeInPath }
    let words = [expanded(model)] + (data.map { ["--data", expanded($0)] } ?? []) + options
    do {
      return try RunOptions(typed: words).request
    } catch {
      let lines = RunOptions.message(for: error).split(separator: "\n")
      throw UsageError(description: lines.first.map(String.init) ?? "\(error)")
    }
  }

  var request: RunRequest {
    RunRequest(
      model: model.request, data: data.request, method: methods.request(method), image: index,
      steps: steps)
  }
}
