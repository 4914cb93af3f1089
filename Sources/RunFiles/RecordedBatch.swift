import Foundation
import GRDB
import Networks
import Runs
import SpikingEngine

/// The layers in the steps of a batch, as far as they were asked for and can be read.
struct RecordedBatch {
  let steps: Range<Int>

  /// By the number of the layer, each once it was asked for; `nil` for layers that are damaged, and
  /// silent.
  var layers: [Int: RecordedSteps?] = [:]

  /// How much memory the potentials take, which is nearly all, in bytes.
  var byteCount: Int {
    layers.values.reduce(0) { sum, layer in
      sum + (layer?.potentials.values.reduce(0) { $0 + $1.heldByteCount } ?? 0)
    }
  }

  /// What a layer did in a step.
  func step(_ step: Int, of layer: Int, units: Int) -> ReplayedStep {
    (layers[layer] ?? nil).flatMap { $0.step(step - steps.lowerBound) }
      ?? ReplayedStep(words: Array(repeating: 0, count: (units + 63) / 64), values: [])
  }
}

/// What one layer did in the steps of a batch.
struct RecordedSteps {
  /// `nil` where no neuron fired.
  let chunk: ChunkSteps?

  /// The potentials after some of the steps, by their position in the batch.
  let potentials: [Int: [Float]]

  let words: Int

  func step(_ position: Int) -> ReplayedStep? {
    var step =
      chunk.map { $0[position] }
      ?? ReplayedStep(words: Array(repeating: 0, count: words), values: [])
    step?.potentials = potentials[position]
    return step
  }
}

/// Reads what a layer did in the steps of a batch, and holds it against what the file says
/// elsewhere.
///
/// Each table is read by itself: the damage of one neither ends the reading of another nor silences
/// spikes that are whole.
struct RecordedStepsReader {
  let file: RunFileDatabase
  let layers: [RunFileHead.Layer]

  /// What a table says does not fit.
  private struct Fault: Error {
    let words: String
  }

  /// What is wrong with the steps of a layer, in words.
  struct Damage {
    let words: String

    /// Whether there are no spikes for this reason.
    let isSilent: Bool
  }

  /// - Parameter hasAllChunks: Whether as many chunks of the batch are there as were written: what
  ///   has no chunk has no spikes then, whatever other tables say.
  /// - Returns: `nil` where the spikes are lost, and whatever is wrong.
  func steps(
    _ steps: Range<Int>, of number: Int, hasAllChunks: () -> Bool
  ) -> (RecordedSteps?, damage: [Damage]) {
    var damage: [Damage] = []
    let chunk: ChunkSteps?
    switch attempt({ try self.chunk(of: number, steps: steps, in: $0) }) {
    case .success(let found): chunk = found
    case .failure(let fault): return (nil, [Damage(words: fault.words, isSilent: true)])
    }
    if case .failure(let fault) = attempt({
      try compareWithStatistics(of: number, steps: steps, chunk, in: $0)
    }) {
      let isWhole = chunk == nil ? hasAllChunks() : !file.added("crc", to: "chunk").isEmpty
      damage.append(Damage(words: fault.words, isSilent: !isWhole))
      guard isWhole else { return (nil, damage) }
    }
    var potentials: [Int: [Float]] = [:]
    switch attempt({ try self.potentials(of: number, steps: steps, in: $0) }) {
    case .success(let found): potentials = found
    case .failure(let fault): damage.append(Damage(words: fault.words, isSilent: false))
    }
    let words = (layers[number].units + 63) / 64
    return (RecordedSteps(chunk: chunk, potentials: potentials, words: words), damage)
  }

  private func attempt<Value>(_ body: (Database) throws -> Value) -> Result<Value, Fault> {
    var fault: Fault?
    do {
      let value: Value? = try file.read { database in
        do {
          return try body(database)
        } catch let found as Fault {
          fault = found
          return nil
        }
      }
      if let value { return .success(value) }
      return .failure(fault ?? Fault(words: "it cannot be read"))
    } catch {
      return .failure(Fault(words: error.problem))
    }
  }

  private func chunk(
    of number: Int, steps: Range<Int>, in database: Database
  ) throws -> ChunkSteps? {
    let chunks = try file.rows(
      of: "chunk", most: 1,
      """
      SELECT step0, steps, encoding, spikes, amounts\(file.added("crc", to: "chunk")) FROM chunk
        WHERE population = ? AND step0 >= ? AND step0 < ?
      """, [number, steps.lowerBound, steps.upperBound], in: database
    ) { row in
      guard let encoding = SpikeChunk.Encoding(rawValue: try row.integer("encoding")),
        try row.integer("step0") == steps.lowerBound, try row.integer("steps") == steps.count
      else { throw Fault(words: "its spikes are damaged") }
      let chunk = SpikeChunk(
        encoding: encoding, spikes: try row.blob("spikes"),
        amounts: try row.optionalBlob("amounts"))
      guard try row.holds(chunk.checksum(of: number, steps: steps)),
        let found = chunk.steps(steps.count, of: layers[number])
      else { throw Fault(words: "its spikes are damaged") }
      return found
    }
    return chunks.first
  }

  /// The table of statistics says how many spikes there were, where it says anything.
  private func compareWithStatistics(
    of number: Int, steps: Range<Int>, _ chunk: ChunkSteps?, in database: Database
  ) throws {
    // An index of a damaged file finds rows that are not what was asked for.
    let told = try file.rows(
      of: "statistic", most: steps.count,
      "SELECT step, spikes FROM statistic WHERE population = ? AND step >= ? AND step < ?",
      [number, steps.lowerBound, steps.upperBound], in: database
    ) { row in
      (
        step: try row.integer("step", in: steps.lowerBound...steps.upperBound - 1),
        spikes: try row.integer("spikes")
      )
    }
    for (step, spikes) in told {
      let found = chunk?.spikes[step - steps.lowerBound] ?? 0
      guard found == spikes else {
        throw Fault(words: "there are \(found) spikes in step \(step), where there were \(spikes)")
      }
    }
  }

  private func potentials(
    of number: Int, steps: Range<Int>, in database: Database
  ) throws -> [Int: [Float]] {
    let units = layers[number].units
    let checksum = file.added("crc", to: "potential", "checkpoint")
    var (potentials, bytesLeft) = ([Int: [Float]](), file.size)
    _ = try file.rows(
      of: "potential", most: 2 * steps.count,
      """
      SELECT step0, steps, v\(checksum) FROM potential
        WHERE population = :layer AND step0 >= :first AND step0 < :end
      UNION ALL SELECT step, 1, v\(checksum) FROM checkpoint
        WHERE population = :layer AND step >= :first AND step < :end
      """, ["layer": number, "first": steps.lowerBound, "end": steps.upperBound], in: database
    ) { row in
      let first = try row.integer("step0", in: steps.lowerBound...steps.upperBound - 1)
      let count = try row.integer("steps", in: 1...steps.upperBound - first)
      let blob = try row.blob("v")
      bytesLeft -= blob.count
      guard bytesLeft >= 0, let numbers = BlobReader.floats(blob, count: count * units),
        try row.holds(RowChecksum([number, first, count], [blob]))
      else { throw Fault(words: "its potentials are damaged") }
      for position in 0..<count {
        potentials[first - steps.lowerBound + position] = Array(
          numbers[position * units..<(position + 1) * units])
      }
    }
    return potentials
  }
}
