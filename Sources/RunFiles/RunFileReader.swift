import Foundation
import GRDB
import Networks
import Runs
import SpikeStatistics
import SpikingEngine
import Synchronization

/// A run file as a source of spikes, also while somebody still writes it.
///
/// A step costs a database read once per batch and layer, and after that an array access while it
/// stays among the batches last used.
package final class RunFileReader: SpikeSource {
  package let path: String
  package let description: RunDescription

  /// The input of the network, in the order of unit numbers.
  package let image: [Float]

  private let layers: [RunFileHead.Layer]
  private let queue: DatabaseQueue
  private let writer: WriterIdentity
  private let state: Mutex<State>

  private struct State {
    var lastStep = 0
    var isGrowing = true
    var lastLook = ContinuousClock.now
    /// Decoded batches, the latest used last.
    var batches: [Batch] = []
    var damage: RunFileError?
  }

  /// All layers of some steps.
  private struct Batch {
    let steps: Range<Int>
    let layers: [[ReplayedStep]]
  }

  /// How many batches stay decoded.
  private static let batchesKept = 4

  /// - Throws: `RunFileError` if there is no such file, or if it is something else.
  package init(_ path: String) throws(RunFileError) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else { throw RunFileError(path, .missing) }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      queue = try DatabaseQueue(path: path, configuration: configuration)
      let head = try queue.read { try RunFileHead(of: path, in: $0) }
      (description, image, writer, layers) = (head.run, head.image, head.writer, head.layers)
    } catch let error as RunFileError {
      throw error
    } catch {
      throw RunFileError(path, .malformed("this is no run file (\(error))"))
    }
    state = Mutex(State())
    state.withLock { look(&$0) }
  }

  package var lastStep: Int {
    state.withLock { state in
      refresh(&state)
      return state.lastStep
    }
  }

  package var isGrowing: Bool {
    state.withLock { state in
      refresh(&state)
      return state.isGrowing
    }
  }

  /// What went wrong while reading; what could not be read counts as silence.
  package var damage: RunFileError? { state.withLock(\.damage) }

  package func step(_ step: Int, of layer: Int) -> ReplayedStep {
    state.withLock { state in
      let index = state.batches.firstIndex { $0.steps.contains(step) }
      if let index {
        let batch = state.batches[index]
        return batch.layers[layer][step - batch.steps.lowerBound]
      }
      let batch = batch(around: step, &state)
      if state.batches.count == Self.batchesKept { state.batches.removeFirst() }
      state.batches.append(batch)
      return batch.layers[layer][step - batch.steps.lowerBound]
    }
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
  package var layersWithPotentials: Set<Int> {
    let rows = try? queue.read { database in
      try Int.fetchAll(database, sql: "SELECT DISTINCT population FROM potential")
    }
    return Set(rows ?? []).intersection(layers.indices)
  }

  /// What the run was asked for; `nil` where the file does not say.
  ///
  /// - Throws: `RunRequestError` of a later version, and `RunFileError` where it is damaged.
  package func request() throws -> RunRequest? {
    let text = try queue.read { database in
      try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'request'")
    }
    guard let text else { return nil }
    do {
      return try RunRequest(json: Data(text.utf8))
    } catch let error as DecodingError {
      throw RunFileError(path, .malformed("what was asked for is damaged: \(error)"))
    }
  }

  /// What happened, in the order of writing.
  package func events() throws(RunFileError) -> [RunFileEvent] {
    do {
      return try queue.read { database in
        try Row.fetchAll(database, sql: "SELECT step, kind, text FROM event ORDER BY id").map {
          RunFileEvent(step: $0["step"], kind: $0["kind"], text: $0["text"])
        }
      }
    } catch {
      throw RunFileError(path, .malformed("\(error)"))
    }
  }

  /// Looks for new steps, but not more often than a screen is drawn.
  private func refresh(_ state: inout State) {
    guard state.isGrowing, ContinuousClock.now - state.lastLook > .milliseconds(20) else { return }
    look(&state)
  }

  private func look(_ state: inout State) {
    state.lastLook = .now
    // Asked for first: what a writer has left is complete.
    let isWritten = writer.isRunning
    let (end, isFinished) =
      (try? queue.read { database in
        (
          try Int.fetchOne(
            database, sql: "SELECT step0 + steps - 1 FROM batch ORDER BY step0 DESC LIMIT 1") ?? 0,
          try Int.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'finished'") == 1
        )
      }) ?? (state.lastStep, true)
    state.lastStep = end
    state.isGrowing = !isFinished && isWritten
  }

  /// Decodes a batch; what cannot be decoded is silent, and `damage` says so.
  private func batch(around step: Int, _ state: inout State) -> Batch {
    do {
      return try queue.read { database in
        guard
          let row = try Row.fetchOne(
            database, sql: "SELECT * FROM batch WHERE step0 <= ? ORDER BY step0 DESC LIMIT 1",
            arguments: [step])
        else { throw RunFileError(path, .malformed("step \(step) is missing")) }
        let (first, count): (Int, Int) = (row["step0"], row["steps"])
        guard first <= step, step < first + count, count <= 1 << 16 else {
          throw RunFileError(path, .malformed("step \(step) is missing"))
        }
        let layers = try layers.indices.map { number in
          try self.steps(first..<first + count, of: number, in: database)
        }
        return Batch(steps: first..<first + count, layers: layers)
      }
    } catch {
      state.damage = error as? RunFileError ?? RunFileError(path, .malformed("\(error)"))
      return Batch(steps: step..<step + 1, layers: layers.map { [Self.silence(of: $0.units)] })
    }
  }

  private static func silence(of units: Int) -> ReplayedStep {
    ReplayedStep(words: Array(repeating: 0, count: (units + 63) / 64), values: [])
  }

  private func steps(
    _ steps: Range<Int>, of number: Int, in database: Database
  ) throws -> [ReplayedStep] {
    let layer = layers[number]
    var replayed = Array(repeating: Self.silence(of: layer.units), count: steps.count)
    let chunk = try Row.fetchOne(
      database, sql: "SELECT * FROM chunk WHERE population = ? AND step0 = ?",
      arguments: [number, steps.lowerBound])
    if let chunk {
      guard let encoding = SpikeChunk.Encoding(rawValue: chunk["encoding"]),
        let read = SpikeChunk(
          encoding: encoding, spikes: chunk["spikes"], amounts: chunk["amounts"]
        ).steps(steps.count, units: layer.units, threshold: layer.threshold)
      else {
        throw RunFileError(
          path, .malformed("the spikes of \(layer.name) at step \(steps.lowerBound) are damaged"))
      }
      replayed = read
    }
    try addPotentials(of: number, to: &replayed, steps: steps, in: database)
    return replayed
  }

  private func addPotentials(
    of number: Int, to replayed: inout [ReplayedStep], steps: Range<Int>, in database: Database
  ) throws {
    let units = layers[number].units
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT step0, steps, v FROM potential
          WHERE population = :layer AND step0 >= :first AND step0 < :end
        UNION ALL SELECT step, 1, v FROM checkpoint
          WHERE population = :layer AND step >= :first AND step < :end
        """,
      arguments: ["layer": number, "first": steps.lowerBound, "end": steps.upperBound])
    for row in rows {
      let (first, count): (Int, Int) = (row["step0"], row["steps"])
      guard count >= 0, first + count <= steps.upperBound,
        let numbers = BlobReader.floats(row["v"], count: count * units)
      else {
        throw RunFileError(
          path,
          .malformed("the potentials of \(layers[number].name) at step \(first) are damaged"))
      }
      for position in 0..<count {
        replayed[first - steps.lowerBound + position].potentials = Array(
          numbers[position * units..<(position + 1) * units])
      }
    }
  }
}
