import ArgumentParser
import Experiments

/// What of a run is written to a file.
struct RecordingOptions: ParsableArguments {
  @Option(
    help: "Record every step to this new file, which 'spiketop replay' opens.",
    completion: .file(extensions: ["snn"]))
  var record: String?

  @Option(
    help: """
      Layers whose potentials are recorded too, as conv1,fc2, or all. Without, those of the \
      readout, and of all layers now and then.
      """)
  var potentials = ProbeList()

  func validate() throws {
    if let record, record.isEmpty { throw ValidationError("'--record' needs the name of a file.") }
  }
}

extension ProbeList: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
