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
        for batch in asked { _ = read(batch, chosen, by: reader, &damage) }
        try findLostChunks(batches, isGrowing: isGrowing, in: database, &damage)
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
      annClass: description.logits.isEmpty ? nil : argmax(description.logits),
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
      try RunFileMeta(file: file, database: database).value("request") { try $0.text("value") }
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
    let (rows, isFinished) = try file.read { database in
      let rows = try file.rows(
        of: "batch", "SELECT step0, steps FROM batch WHERE step0 > ? ORDER BY step0", [known],
        in: database
      ) { (try $0.integer("step0", in: Int.min...Int.max), try? $0.integer("steps")) }
      let meta = RunFileMeta(file: file, database: database)
      return (rows, try meta.value("finished") { try $0.integer("value") } == 1)
    }
    for (first, count) in rows { state.batches.append(first: first, count: count) }
    for batch in state.batches.all.reversed().prefix(while: { $0.steps.lowerBound > known }) {
      guard let fault = batch.fault else { continue }
      state.damage.note(RunFileDamage.Place(layer: nil, steps: batch.steps), fault)
    }
    if state.batches.isCut {
      state.damage.note(
        RunFileDamage.Place(layer: nil, steps: state.batches.nextStep),
        "what follows is out of order")
    }
    state.isGrowing = !isFinished && isWritten
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
        read(
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
  ) -> RecordedBatch {
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
    return RecordedBatch(steps: batch.steps, layers: read)
  }

  /// Chunks that belong to no batch or no layer: whose numbers were spoilt.
  private func findLostChunks(
    _ batches: RunFileBatches, isGrowing: Bool, in database: Database,
    _ damage: inout RunFileDamage
  ) throws {
    let lost = try file.rows(
      of: "chunk", most: 1,
      """
      SELECT count(*) AS lost FROM chunk
        WHERE NOT coalesce(population IN (SELECT id FROM population), 0)
        OR (NOT coalesce(step0 IN (SELECT step0 FROM batch), 0) AND (step0 <= :last OR :over))
      """, ["last": batches.lastStep, "over": !isGrowing], in: database
    ) { try $0.integer("lost") }
    guard let count = lost.first, count > 0 else { return }
    damage.note(
      RunFileDamage.Place(layer: nil, steps: 1..<batches.lastStep + 1),
      "\(count) chunks of spikes belong to no batch")
  }
}
