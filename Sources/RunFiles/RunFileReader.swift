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

  /// What happened until the file was opened, in the order of writing; none where that is damaged.
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

    /// Notes that a table cannot be read which silences nobody.
    mutating func note(_ table: String, _ problem: String) {
      let steps = 1..<max(batches.nextStep.lowerBound, 2)
      damage.note(
        RunFileDamage.Place(part: "table '\(table)'", steps: steps), problem, isSilent: false)
    }
  }

  /// How many batches stay decoded.
  private static let batchesKept = 4

  /// - Throws: `RunFileError` if there is no such file, or if it is something else.
  package init(_ path: String) throws(RunFileError) {
    self.path = path
    let file = try RunFileDatabase(path)
    let head = try file.read { try RunFileHead(of: file, in: $0) }
    self.file = file
    (description, image) = (head.run, head.image)
    (writer, layers) = (head.writer, head.layers)
    var eventsProblem: String?
    do {
      events = try file.read { try RunFileEvent.all(of: file, in: $0) }
    } catch {
      (events, eventsProblem) = ([], error.problem)
    }
    state = Mutex(State())
    try state.withLock { state throws(RunFileError) in
      try look(&state)
      if let eventsProblem { state.note("event", eventsProblem) }
    }
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
      let index = recordedBatch(around: step, &state)
      if state.recorded[index].layers[layer] == nil {
        let batch = batch(around: step, state)
        state.recorded[index].layers[layer] = .some(read(batch, layer, &state.damage))
      }
      return state.recorded[index].step(step, of: layer, units: layers[layer].units)
    }
  }

  /// Reads some steps of some layers, and finds what of them is damaged, and of the file as a
  /// whole.
  ///
  /// - Parameters:
  ///   - steps: From 1 to `lastStep`.
  ///   - chosen: Positions in the network.
  package func findDamage(in steps: ClosedRange<Int>, of chosen: [Int]) -> RunFileDamage {
    var (damage, batches, isGrowing) = state.withLock { ($0.damage, $0.batches, $0.isGrowing) }
    for batch in batches.all where batch.steps.overlaps(Range(steps)) {
      for layer in chosen { _ = read(batch, layer, &damage) }
      noteMissingRows(of: batch, &damage)
    }
    do {
      let lost = try file.read {
        try completeness(in: $0).lostChunks(behind: batches.lastStep, isGrowing: isGrowing)
      }
      guard let (count, steps) = lost else { return damage }
      damage.note(
        RunFileDamage.Place(part: nil, steps: steps ?? 1..<batches.lastStep + 1),
        "\(count) chunks of spikes belong to no batch")
    } catch {
      damage.note(
        RunFileDamage.Place(part: "table 'chunk'", steps: Range(steps)), error.problem,
        isSilent: false)
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

  /// The layers whose potentials are in the file after every step; none where that is damaged,
  /// which `damage` says then.
  package func layersWithPotentials() -> Set<Int> {
    do {
      return try file.read { database in
        Set(
          try file.rows(
            of: "potential", most: layers.count, "SELECT DISTINCT population FROM potential",
            in: database
          ) { try $0.integer("population", in: 0...layers.count - 1) })
      }
    } catch {
      state.withLock { $0.note("potential", error.problem) }
      return []
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
        RunFileDamage.Place(part: nil, steps: state.batches.nextStep), error.problem)
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
    }
    if !state.isGrowing { noteWhatIsMissing(&state) }
    for batch in state.batches.all.reversed().prefix(while: { $0.steps.lowerBound > known }) {
      guard let fault = batch.fault else { continue }
      state.damage.note(
        RunFileDamage.Place(part: nil, steps: batch.steps), fault, layers: layers.count)
    }
    if state.batches.isCut {
      state.damage.note(
        RunFileDamage.Place(part: nil, steps: state.batches.nextStep),
        "what follows is out of order")
    }
  }

  /// Holds what the tables say of their last steps against each other, once nobody writes.
  private func noteWhatIsMissing(_ state: inout State) {
    var last = 0
    var unreadable: [(table: String, problem: String)] = []
    for table in RunFileCompleteness.tellingTables {
      do {
        last = max(last, try file.read { try completeness(in: $0).lastStep(toldBy: table) })
      } catch {
        unreadable.append((table.name, error.problem))
      }
    }
    state.batches.end(at: last)
    let lastStep = state.batches.lastStep
    do {
      for place in try file.read({ try completeness(in: $0).lostPotentials(lastStep: lastStep) }) {
        state.damage.note(place, "its potentials are missing", isSilent: false)
      }
    } catch {
      unreadable.append(("potential", error.problem))
    }
    for (table, problem) in unreadable { state.note(table, problem) }
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
  /// Where the batch that holds a step is among those that are decoded.
  private func recordedBatch(around step: Int, _ state: inout State) -> Int {
    if let known = state.recorded.firstIndex(where: { $0.steps.contains(step) }) { return known }
    if state.recorded.count == Self.batchesKept { state.recorded.removeFirst() }
    let batch = batch(around: step, state)
    noteMissingRows(of: batch, &state.damage)
    state.recorded.append(RecordedBatch(steps: batch.steps))
    return state.recorded.count - 1
  }

  private func batch(around step: Int, _ state: State) -> RunFileBatches.Batch {
    state.batches.batch(around: step)
      ?? RunFileBatches.Batch(steps: step..<step + 1, fault: "it is missing")
  }

  /// Reads a layer in the steps of a batch.
  ///
  /// - Returns: `nil` where its spikes are lost and silent, as `damage` says.
  private func read(
    _ batch: RunFileBatches.Batch, _ layer: Int, _ damage: inout RunFileDamage
  ) -> RecordedSteps? {
    if let fault = batch.fault {
      damage.note(
        RunFileDamage.Place(part: nil, steps: batch.steps), fault, layers: layers.count)
      return nil
    }
    let (read, found) = RecordedStepsReader(file: file, layers: layers).steps(
      batch.steps, of: layer, hasAllChunks: { hasAllChunks(batch) })
    for fault in found {
      damage.note(
        RunFileDamage.Place(part: layers[layer].name, steps: batch.steps), fault.words,
        isSilent: fault.isSilent)
    }
    return read
  }

  /// Whether somebody has counted the chunks of a batch, and none of them is gone.
  private func hasAllChunks(_ batch: RunFileBatches.Batch) -> Bool {
    guard batch.rows.first.flatMap(\.self) != nil else { return false }
    let missing = try? file.read { try completeness(in: $0).missingRows(of: batch, in: ["chunk"]) }
    return missing == .some(nil)
  }

  private func noteMissingRows(of batch: RunFileBatches.Batch, _ damage: inout RunFileDamage) {
    guard batch.fault == nil else { return }
    for table in RunFileSchema.counted.map(\.table) {
      let fault: String?
      do {
        fault = try file.read { try completeness(in: $0).missingRows(of: batch, in: [table]) }
      } catch {
        fault = error.problem
      }
      guard let fault else { continue }
      damage.note(RunFileDamage.Place(part: nil, steps: batch.steps), fault, isSilent: false)
    }
  }
}
