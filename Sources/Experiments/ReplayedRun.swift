import Foundation
import InputFiles
import LiveStreams
import Networks
import RunFiles
import Runs
import SpikeFiles
import SpikeStatistics
import SpikingEngine

/// A run that is replayed and not computed: a run file, or spikes of another program.
package struct ReplayedRun: Sendable {
  package let source: any SpikeSource
  package let description: RunDescription

  /// In the order of unit numbers; `nil` if nobody says what was seen.
  let image: [Float]?

  /// What happened, in the order of writing.
  let events: [RunFileEvent]

  /// The layers whose potentials are known after every step.
  let probes: Set<Int>

  /// The length of a step in ms, and the number of the first one as its times count.
  package private(set) var stepLength = OptionDefaults.stepMilliseconds
  package private(set) var firstStep = 1

  /// How spikes of another program were read, a line each.
  package private(set) var importNotes: [String] = []

  /// How the run comes in so far.
  package let report: @Sendable () -> ReplayReport

  private let findDamageOfSource: @Sendable (ClosedRange<Int>, [Int]) -> RunFileDamage
  private let makeSetting: @Sendable (PackedNetwork) -> RunSetting
  private let readRequest: @Sendable () throws -> RunRequest?

  init(_ reader: RunFileReader) throws(RunFileError) {
    source = reader
    description = reader.description
    readRequest = { try reader.request() }
    image = reader.image
    events = reader.events
    probes = reader.layersWithPotentials()
    report = { ReplayReport(reader.damage) }
    findDamageOfSource = { reader.findDamage(in: $0, of: $1) }
    makeSetting = { reader.setting(of: $0) }
  }

  /// Spikes only, each worth 1, from neurons that nothing else is known of.
  init(_ source: any SpikeSource, _ description: RunDescription) {
    self.source = source
    self.description = description
    readRequest = { nil }
    image = nil
    events = []
    probes = []
    report = { ReplayReport() }
    findDamageOfSource = { _, _ in RunFileDamage() }
    makeSetting = { packed in
      RunSetting(
        packed: packed, fanOut: packed.network.layers.map { _ in [] },
        references: packed.network.layers.map { _ in nil })
    }
  }

  func setting(of packed: PackedNetwork) -> RunSetting { makeSetting(packed) }

  /// Whether the potentials of a layer are known after every step.
  package func knowsPotentials(ofLayer name: some StringProtocol) -> Bool {
    probes.contains { description.layers[$0].name == name }
  }

  /// Reads some steps of some layers, and finds what of them is damaged.
  package func findDamage(in steps: ClosedRange<Int>, of layers: [Int]) -> RunFileDamage {
    findDamageOfSource(steps, layers)
  }

  /// What the run was asked for; `nil` where nobody says, as in files of earlier versions.
  ///
  /// - Throws: `RunRequestError` of a later version, and `RunFileError`.
  package func request() throws -> RunRequest? { try readRequest() }

  package init(_ live: LiveSource) {
    source = live
    description = live.run.description
    readRequest = { nil }
    image = live.run.image
    events = []
    probes = live.run.image == nil ? [] : Set(live.run.description.network.readouts)
    report = { ReplayReport(live.report, lastStep: live.lastStep) }
    findDamageOfSource = { _, _ in RunFileDamage() }
    makeSetting = { live.run.setting(of: $0) }
  }

  /// Spikes of another program from the neurons of a network that we know.
  init(_ spikes: ImportedSpikes, of header: RunHeader) {
    source = spikes.source
    var description = header.description
    description.program = "another program"
    description.arguments = []
    description.notes = spikes.notes + description.notes
    description.steps = spikes.source.lastStep
    self.description = description
    readRequest = { nil }
    image = header.image
    events = []
    probes = []
    report = { ReplayReport() }
    findDamageOfSource = { _, _ in RunFileDamage() }
    makeSetting = { packed in
      RunSetting(
        packed: packed, fanOut: header.setting.fanOut, references: header.setting.references,
        annClass: header.setting.annClass, label: header.setting.label)
    }
  }

  /// Opens a run file, or spikes of another program.
  ///
  /// - Parameters:
  ///   - reading: What the user says of spikes of another program.
  ///   - known: Whose spikes they are, where the user says.
  package static func open(
    _ path: String, reading: SpikeReading, of known: KnownNetwork? = nil
  ) throws -> ReplayedRun {
    if try isRunFile(path) {
      guard known == nil else {
        throw UsageError(description: "'\(path)' is a recording, which knows its network")
      }
      if let option = reading.countingOptions.first {
        throw UsageError(
          description: "\(path): \(option) is about spikes of other programs, but this is a "
            + "recording, which says that itself; leave it out")
      }
      var run = try ReplayedRun(RunFileReader(path))
      run.stepLength = reading.stepLength ?? run.stepLength
      return run
    }
    let spikes = try SpikeReader.spikes(
      at: path, reading: reading, of: known?.header.setting.packed.network,
      own: known.map { known in { known.share(of: $0) } })
    var run: ReplayedRun
    if let known {
      run = ReplayedRun(spikes, of: known.header)
    } else {
      run = ReplayedRun(
        spikes.source,
        RunDescription(
          program: "another program", populations: spikes.populations,
          name: URL(filePath: path).lastPathComponent, notes: spikes.notes))
    }
    (run.stepLength, run.firstStep) = (spikes.stepLength, spikes.firstStep)
    run.importNotes = spikes.notes
    return run
  }

  private static func isRunFile(_ path: String) throws -> Bool {
    do {
      let file = try InputFile(path)
      return try file.read(0..<min(15, file.size)) == Array("SQLite format 3".utf8)
    } catch {
      throw RunFileError(path, error)
    }
  }
}
