import ArgumentParser
import Experiments
import Foundation
import PlainText
import SpikingEngine

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate one image without a screen, one record per step.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, ndjson
  }

  @OptionGroup var context: RunOptions
  @OptionGroup var output: ShortOutputChoice

  @OptionGroup var recording: RecordingOptions
  @OptionGroup var kept: CacheOptions

  @Option(help: "How to print.")
  var format = Format.text

  func validate() throws {
    try context.checkReaders()
    try recording.checkPotentials()
  }

  func run() throws {
    var request = context.request
    output.apply(to: &request.model)
    var run = try HeadlessRun(
      request, recordingTo: recording.stagedRun(reading: request.inputs),
      probes: recording.potentials, by: Spiketop.origin, cache: kept.cache,
      display: .standardError)
    let printer = RunPrinter(session: run.session, notes: run.notes, format: format)
    let engine = Engine()
    printer.start()
    while run.runState.step < run.steps {
      run.advance(on: engine)
      printer.record(run.runState)
      // Who reads along sees each step at once.
      try StandardOutput.flush()
    }
    try run.finish()
    printer.finish(run.runState)
  }
}
