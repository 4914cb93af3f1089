import ArgumentParser
import Experiments
import Foundation
import Networks
import OutputFiles
import PlainText
import RunFiles
import RunPlots
import Runs
import SpikeFiles
import SpikingEngine

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the spikes of a recorded run as a file of another program.")

  @Argument(
    help: "A file that 'record' has written, or spikes that 'replay' opens.",
    completion: .file(extensions: ["snn"] + SpikeFileReaders.standard.suffixes))
  var file: String

  @Option(
    help: ArgumentHelp(
      SpikeFileWriters.standard.all.map { "\($0.name): \($0.readers)" }.joined(separator: "; ")
        + "."))
  var format: SpikeFileWriter

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; '-' writes \(streams) to standard output."),
    completion: .file())
  var output: String

  @OptionGroup var outputs: OutputOptions

  @Option(
    help: "The steps to write, as 1-64. Default: all.",
    transform: { try StepRange(typed: $0) })
  var steps: StepRange?

  @Option(help: "The layers to write, as conv1,fc2, each once. Default: all that spike.")
  var layers: LayerList?

  @OptionGroup var damage: DamageOptions
  @OptionGroup var reading: SpikeReadingOptions

  /// The formats that need no file: `gdf and csv`.
  private static var streams: String {
    SpikeFileWriters.standard.all.filter(\.isStream).map(\.name).joined(separator: " and ")
  }

  func validate() throws {
    if output == "-", !format.isStream {
      throw ValidationError("'--output' is '-', but \(format.name) files need a name.")
    }
  }

  func run() throws {
    let staged = try output == "-" ? nil : outputs.file(output, reading: [file]).stage()
    let run = try ReplayedRun.open(file, reading: reading.reading)
    reading.report(run.importNotes, of: file)
    let last = run.source.lastStep
    if last == 0 { try damage.report(run.report().damage, of: file, leaving: last) }
    let network = run.description.network
    let steps = try (steps ?? StepRange(1...max(last, 1))).clamped(to: last, file: file)
    let layers = try chosenLayers(of: network)
    // Who asks for no layers asks for a file that is whole.
    let read = self.layers == nil ? Array(network.layers.indices) : layers
    let found = run.findDamage(in: steps, of: read)
    try damage.report(found.isEmpty ? nil : found.sentence, count: found.count, of: file)
    let export = SpikeExport(
      layers: layers, steps: steps, milliseconds: run.stepLength, firstStep: run.firstStep)
    try export.checkRows(
      of: run.source, in: network, isStream: format.isStream, path: file)
    let populations = layers.map {
      SpikePopulation(name: network.layers[$0].name, neurons: network.layers[$0].shape.count)
    }
    let write = ExportRun(source: run.source, network: network, export: export)
    let outcome = try write.all(to: format.begin(SpikeOutput(staged), populations, export))
    report(outcome, steps: steps)
    reportNumbers(of: layers, in: network)
  }

  /// Says where numbers begin that a file without layers leaves open.
  private func reportNumbers(of layers: [Int], in network: SpikingNetwork) {
    guard !format.namesLayers, layers != spikingLayers(of: network) else { return }
    let naming = SpikeFileWriters.standard.all.filter(\.namesLayers).map(\.name)
    StandardError.say(
      "spiketop: \(format.name) names no layers: neurons are numbered from 0 through "
        + layers.map { network.layers[$0].name }.joined(separator: ", ")
        + ", not through the network; \(naming.joined(separator: ", ")) name layers")
  }

  private func report(_ outcome: SpikeExport.Outcome, steps: ClosedRange<Int>) {
    let name = output == "-" ? "standard output" : output
    StandardError.say(
      "\(name): \(outcome.spikes) spikes of steps \(steps.lowerBound) to \(steps.upperBound)")
    if outcome.takenBack > 0 {
      StandardError.say(
        "spiketop: left out \(outcome.takenBack) spikes that were taken back; other programs know "
          + "none")
    }
  }

  private func chosenLayers(of network: SpikingNetwork) throws -> [Int] {
    let spiking = spikingLayers(of: network)
    return try layers?.layers(
      among: spiking, of: network, option: "--layers", words: " that spike"
    ).sorted() ?? spiking
  }

  private func spikingLayers(of network: SpikingNetwork) -> [Int] {
    network.layers.indices.filter { network.layers[$0].neuron.role != .readout }
  }
}

extension SpikeFileWriter: ExpressibleByArgument {
  package init?(argument: String) {
    guard let known = SpikeFileWriters.standard[argument] else { return nil }
    self = known
  }

  package static var allValueStrings: [String] { SpikeFileWriters.standard.all.map(\.name) }

  package static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// A part of a run on its way into a file.
private struct ExportRun {
  let source: any SpikeSource
  let network: SpikingNetwork
  let export: SpikeExport

  func all(to writer: any SpikeWriter) throws -> SpikeExport.Outcome {
    let progress = Progress(
      "exporting", unit: "steps", total: export.steps.count, display: .standardError)
    defer { progress.finish() }
    var writer = writer
    let outcome = try export.write(source, of: network, to: &writer) {
      progress.advance(by: $0)
    }
    try writer.finish()
    return outcome
  }
}

/// Steps from one to another, as `1-64`, or one, as `7`.
struct StepRange {
  let steps: ClosedRange<Int>

  init(_ steps: ClosedRange<Int>) {
    self.steps = steps
  }

  /// - Parameter text: As on the command line.
  init(typed text: String) throws(ValidationError) {
    guard let steps = ClosedRange(steps: text) else {
      throw ValidationError("give the first and last step, as 1-64")
    }
    self.steps = steps
  }

  /// Those that there are.
  func clamped(to last: Int, file: String) throws -> ClosedRange<Int> {
    guard steps.lowerBound <= last else {
      throw UsageError(
        description: "\(file): holds \(last) steps, so there is no step \(steps.lowerBound)")
    }
    return steps.lowerBound...min(steps.upperBound, last)
  }
}
