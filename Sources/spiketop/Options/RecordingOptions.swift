import ArgumentParser
import Experiments
import OutputFiles
import RunFiles

/// What of a run is written to a file.
struct RecordingOptions: ParsableArguments {
  @Option(
    help: "Record every step to this file, which 'spiketop replay' opens.",
    completion: .file(extensions: ["snn"]))
  var record: String?

  @Option(
    help: """
      Layers whose potentials are recorded too, as conv1,fc2, or all. Without, those of the \
      readout, and of all layers now and then.
      """)
  var potentials = LayerList()

  @OptionGroup var outputs: OutputOptions

  func validate() throws {
    if let record, record.isEmpty { throw ValidationError("'--record' needs the name of a file.") }
  }

  /// Throws if potentials are to be kept of a run that nobody can look into.
  func checkPotentials() throws(ValidationError) {
    guard record == nil, potentials != LayerList() else { return }
    throw ValidationError("'--potentials' needs '--record FILE', which keeps them.")
  }

  /// Opens the file to record to, if there is to be one, before anything else is done.
  ///
  /// - Parameter inputs: What the command reads.
  func stagedRun(reading inputs: [String]) throws -> StagedFile? {
    try record.map { try outputs.file($0, reading: inputs).stageRun() }
  }
}

extension LayerList: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }

  /// None, which help leaves out.
  package var defaultValueDescription: String { "" }
}
