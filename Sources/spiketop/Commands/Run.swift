import ArgumentParser
import Conversion
import Foundation
import SpikeStatistics
import SpikingEngine
import TimeTravel

/// What `watch` and `run` have in common: one image and one method.
struct RunOptions: ParsableArguments {
  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(help: "The number of the image, from 0 on.")
  var index = 0

  @Option(help: "The conversion method: \(MethodOptions.names).")
  var method = RunOptions.usualMethod

  @Option(
    help: """
      The number of time steps. Default: 128, the second readout of a bistable run, or the T that \
      a method is made for (32 unless its name says another, as light@64).
      """)
  var steps: Int?

  fileprivate static let usualMethod = MethodRegistry.usualMethod

  func validate() throws {
    if let steps, steps < 1 {
      throw ValidationError("'--steps' is \(steps), but must be positive.")
    }
    guard index >= 0 else {
      throw ValidationError("'--index' is \(index), but must not be negative.")
    }
    _ = try choice()
  }

  /// The method that the user named, or another for the same T.
  func choice(named name: String? = nil) throws -> MethodChoice {
    try methods.choice(named: name ?? method, steps: steps ?? MethodRegistry.usualSteps)
  }

  func conversion(display: ProgressDisplay = .standardError) throws -> ConversionContext {
    let model = try model.load()
    let data = try data.load(for: model)
    // An index beyond the images is found before any long work.
    _ = try data.images.input(at: index, for: model)
    if model.analog == nil, method != RunOptions.usualMethod {
      throw UsageError(
        description:
          "'--method' is for conversions, but '\(model.path)' is a spiking network already")
    }
    return try ConversionContext(
      model: model, data: data, options: methods.values, display: display)
  }
}

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate one image without a screen, one record per step.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, ndjson
  }

  @OptionGroup var context: RunOptions

  @OptionGroup var recording: RecordingOptions

  @Option(help: "How to print.")
  var format = Format.text

  func run() throws {
    var run = try HeadlessRun(
      context, recordingTo: recording.record, probes: recording.potentials)
    let printer = RunPrinter(session: run.session, notes: run.notes, format: format)
    let engine = Engine()
    printer.start()
    while run.runState.step < run.steps {
      run.advance(on: engine)
      printer.record(run.runState)
      // Who reads along sees each step at once.
      try flushOutput()
    }
    try run.finish()
    printer.finish(run.runState)
  }
}
