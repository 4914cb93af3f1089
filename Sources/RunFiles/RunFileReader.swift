import Foundation
import GRDB
import Networks
import Runs
import SpikeStatistics
import SpikingEngine
import Synchronization

/// A run file as a source of spikes, also while somebody still writes it.
///
/// A step costs some database reads once per batch, and after that unpacking it while it stays
/// among the batches last used. Memory follows the size of the file, whatever it says.
package final class RunFileReader: SpikeSource {
  package let path: String
  package let description: RunDescription

  /// The input of the network, in the order of unit numbers.
  package let image: [Float]

  /// What happened until the file was opened, in the order of writing.
  package let events: [RunFileEvent]

  private let layers: [RunFileHead.Layer]
  private let file: RunFileDatabase
  private let writer: WriterIdentity
  private let state: Mutex<State>

  private struct State {
    var batches = RunFileBatches()
    var isGrowing = true
    var lastLook = ContinuousClock.now
    /// Decoded batches, the latest used last.
    var recorded: [RecordedBatch] = []
    var damage = RunFileDamage()
  }

  /// How many batches stay decoded.
  private static let batchesKept = 4

  /// - Throws: `RunFileError` if there is no such file, or if it is something else.
  package init(_ path: String) throws(RunFileError) {
    self.path = path
    let file = try RunFileDatabase(path)
    let head = try file.read { try RunFileHead(of: file, in: $0) }
    self.file = file
    (description, image, events) = (head.run, head.image, head.events)
    (writer, layers) = (head.writer, head.layers)
    state = Mutex(State())
    try state.withLock { state throws(RunFileError) in try look(&state) }
  }

  package var lastStep: Int {
    state.withLock { state in
      refresh(&state)
      return state.batches.lastStep
    }
  }

  package var isGrowing: Bool {
    state.withLock { state in
      refresh(&state)
      return state.isGrowing
    }
  }

  package var memory: SourceMemory? {
    state.withLock { state in
      SourceMemory(
        byteCount: state.batches.all.heldByteCount
          + state.recorded.reduce(0) { $0 + $1.byteCount },
        limit: nil, stepCount: state.batches.lastStep)
    }
  }

  /// What could not be read so far; it counts as silence.
  package var damage: RunFileDamage { state.withLock(\.damage) }

  package func step(_ step: Int, of layer: Int) -> ReplayedStep {
    state.withLock { state in
      let units = layers[layer].units
      if let recorded = state.recorded.first(where: { $0.steps.contains(step) }) {
        return recorded.step(step, of: layer, units: units)
      }
      let recorded = recordedBatch(around: step, &state)
      if state.recorded.count == Self.batchesKept { state.recorded.removeFirst() }
      state.recorded.append(recorded)
      return recorded.step(step, of: layer, units: units)
    }
  }

  /// Reads some steps of some layers, and finds what of them is damaged.
  ///
  /// - Parameters:
  ///   - steps: From 1 to `lastStep`.
  ///   - chosen: Positions in the network.
  package func findDamage(in steps: ClosedRange<Int>, of chosen: [Int]) -> RunFileDamage {
    let (batches, isGrowing) = state.withLock { ($0.batches, $0.isGrowing) }
    let asked = batches.all.filter { $0.steps.overlaps(Range(steps)) }
    var damage = RunFileDamage()
    do {
      try file.read { database in
        let reader = RecordedStepsReader(file: file, database: database, layers: layers)
        for batch in asked { _ = try read(batch, chosen, by: reader, &damage) }
        let lost = try completeness(in: database).lostChunks(
          behind: batches.lastStep, isGrowing: isGrowing)
        guard let (count, steps) = lost else { return }
        damage.note(
          RunFileDamage.Place(layer: nil, steps: steps ?? 1..<batches.lastStep + 1),
          "\(count) chunks of spikes belong to no batch")
      }
    } catch {
      damage.note(RunFileDamage.Place(layer: nil, steps: Range(steps)), error.problem)
    }
    return damage
  }

  /// What stays constant during the run.
  package func setting(of packed: PackedNetwork) -> RunSetting {
    RunSetting(
      packed: packed,
      fanOut: layers.map { $0.fanOut ?? [] },
      references: layers.map(\.reference),
      annClass: description.analogClass,
      label: description.label)
  }

  /// The layers whose potentials are in the file after every step.
  ///
  /// - Throws: `RunFileError` where the file names others.
  package func layersWithPotentials() throws(RunFileError) -> Set<Int> {
    try file.read { database in
      Set(
        try file.rows(
          of: "potential", most: layers.count, "SELECT DISTINCT population FROM potential",
          in: database
        ) { try $0.integer("population", in: 0...layers.count - 1) })
    }
  }

  /// What the run was asked for; `nil` where the file does not say.
  ///
  /// - Throws: `RunRequestError` of a later version, and `RunFileError` where it is damaged.
  package func request() throws -> RunRequest? {
    let text = try file.read { database in
      try RunFileMeta(file: file, database: database)
        .text("request", saying: "what was asked for is damaged")
    }
    guard let text else { return nil }
    do {
      return try RunRequest(json: Data(text.utf8))
    } catch let error as DecodingError {
      throw RunFileError(
        path, .malformed("what was asked for is damaged: \(RunDescription.sentence(of: error))"))
    }
  }
}

// Looking for steps.
extension RunFileReader {
  /// Looks for new steps, but not more often than a screen is drawn.
  private func refresh(_ state: inout State) {
    guard state.isGrowing, ContinuousClock.now - state.lastLook > .milliseconds(20) else { return }
    do {
      try look(&state)
    } catch {
      state.isGrowing = false
      state.damage.note(
        RunFileDamage.Place(layer: nil, steps: state.batches.nextStep), error.problem)
    }
  }

  private func look(_ state: inout State) throws(RunFileError) {
    state.lastLook = .now
    // Asked for first: what a writer has left is complete.
    let isWritten = writer.isRunning
    let known = state.batches.all.last?.steps.lowerBound ?? Int.min
    try file.read { database in
      for (first, count, rows) in try batchRows(behind: known, in: database) {
        state.batches.append(first: first, count: count, rows: rows)
      }
      let meta = RunFileMeta(file: file, database: database)
      let isFinished = try meta.value("finished") { try $0.integer("value") } == 1
      state.isGrowing = !isFinished && isWritten
      guard !state.isGrowing else { return }
      let completeness = completeness(in: database)
      state.batches.end(at: try completeness.lastToldStep())
      for place in try completeness.lostPotentials(lastStep: state.batches.lastStep) {
        state.damage.note(place, "its potentials are missing", isSilent: false)
      }
    }
    for batch in state.batches.all.reversed().prefix(while: { $0.steps.lowerBound > known }) {
      guard let fault = batch.fault else { continue }
      state.damage.note(RunFileDamage.Place(layer: nil, steps: batch.steps), fault)
    }
    if state.batches.isCut {
      state.damage.note(
        RunFileDamage.Place(layer: nil, steps: state.batches.nextStep),
        "what follows is out of order")
    }
  }

  private func batchRows(
    behind step: Int, in database: Database
  ) throws -> [(first: Int, count: Int?, rows: [Int?])] {
    let counts = RunFileSchema.counted.map(\.count)
    let added = file.added("chunks", "potentials", "checkpoints", to: "batch")
    return try file.rows(
      of: "batch", "SELECT step0, steps\(added) FROM batch WHERE step0 > ? ORDER BY step0", [step],
      in: database
    ) { row in
      (
        try row.integer("step0", in: Int.min...Int.max), try? row.integer("steps"),
        counts.map { count in try? row.integer(count) }
      )
    }
  }

  private func completeness(in database: Database) -> RunFileCompleteness {
    RunFileCompleteness(file: file, database: database, layers: layers)
  }
}

// Reading steps.
extension RunFileReader {
  /// Reads a batch; what cannot be read is silent, and `damage` says so.
  private func recordedBatch(around step: Int, _ state: inout State) -> RecordedBatch {
    let batch =
      state.batches.batch(around: step)
      ?? RunFileBatches.Batch(steps: step..<step + 1, fault: "it is missing")
    var damage = state.damage
    defer { state.damage = damage }
    do {
      return try file.read { database in
        try read(
          batch, Array(layers.indices),
          by: RecordedStepsReader(file: file, database: database, layers: layers), &damage)
      }
    } catch {
      damage.note(RunFileDamage.Place(layer: nil, steps: batch.steps), error.problem)
      return RecordedBatch(steps: batch.steps, layers: layers.map { _ in nil })
    }
  }

  private func read(
    _ batch: RunFileBatches.Batch, _ chosen: [Int], by reader: RecordedStepsReader,
    _ damage: inout RunFileDamage
  ) throws -> RecordedBatch {
    var read: [RecordedSteps?] = layers.map { _ in nil }
    if let fault = batch.fault {
      damage.note(RunFileDamage.Place(layer: nil, steps: batch.steps), fault)
      return RecordedBatch(steps: batch.steps, layers: read)
    }
    for number in chosen {
      let (steps, fault) = reader.steps(batch.steps, of: number)
      read[number] = steps
      if steps == nil {
        damage.note(RunFileDamage.Place(layer: layers[number].name, steps: batch.steps), fault)
      }
    }
    if let fault = try completeness(in: reader.database).missingRows(of: batch) {
      damage.note(RunFileDamage.Place(layer: nil, steps: batch.steps), fault, isSilent: false)
    }
    return RecordedBatch(steps: batch.steps, layers: read)
  }
}
