/// As many values for every step, of long runs for the first steps and the latest alone.
///
/// A value: a copy shares all full chunks with the original, so that handing one to the display
/// costs the same after any number of steps.
package struct StepRows<Value: Sendable>: Sendable {
  /// How many values a step has.
  package let width: Int

  /// The first one, and the latest ones; each holds step after step.
  private var chunks: [[Value]] = []

  /// How many chunks there are at most: the first one, and the latest.
  private let chunkLimit: Int

  /// How many chunks behind the first one have been dropped.
  private var droppedChunks = 0

  /// The last step that there is room for.
  package private(set) var lastStep = 0

  /// - Parameter chunkLimit: How many times 256 steps are kept at most; at least 3.
  package init(width: Int, chunkLimit: Int = StepHistory.mostChunks) {
    self.width = width
    self.chunkLimit = max(chunkLimit, StepHistory.leastChunks)
  }

  /// How much memory the values take at most, in bytes; those that hold memory themselves are not
  /// asked.
  package var byteCount: Int {
    let fullByteCount = [Value].largestByteCount(of: width * chunkLength)
    return max(chunks.count - 1, 0) * fullByteCount + openByteCount + chunks.heldByteCount
  }

  /// How much of it the steps take that a copy does not share once the original goes on.
  package var openByteCount: Int { [Value].largestByteCount(of: chunks.last?.count ?? 0) }

  /// Whether no more is kept than is kept whatever the limit is.
  package var isLeast: Bool { chunks.count <= StepHistory.leastChunks }

  /// The most memory that 256 steps take, which are kept or dropped together, in bytes.
  package static func bytesPerChunk(width: Int) -> Int {
    // The list of chunks may be twice as long as they are many.
    [Value].largestByteCount(of: width * chunkLength) + 2 * MemoryLayout<[Value]>.stride
  }

  /// How many steps are kept.
  package var stepCount: Int { lastStep - droppedChunks * chunkLength }

  /// A value of a step; `nil` where that was not reached, or is not kept any more.
  package subscript(step: Int, column: Int) -> Value? {
    guard let (chunk, row) = position(of: step) else { return nil }
    return chunks[chunk][row * width + column]
  }

  /// Changes a value of a step that is kept.
  package mutating func set(_ value: Value, at step: Int, column: Int) {
    guard let (chunk, row) = position(of: step) else { return }
    chunks[chunk][row * width + column] = value
  }

  /// Makes room for steps after `lastStep`, all of their values being this one.
  package mutating func append(steps: Int, filledWith value: Value) {
    for _ in 0..<steps {
      let row = lastStep % chunkLength
      if row == 0 {
        chunks.append([])
        if chunks.count > chunkLimit {
          chunks.remove(at: 1)
          droppedChunks += 1
        }
      }
      makeRoom(forRow: row, filledWith: value)
      lastStep += 1
    }
  }

  /// Makes sure that the last chunk has a row.
  ///
  /// Rows double, as a run of a few steps through thousands of layers would otherwise take as much
  /// as one of 256 steps.
  private mutating func makeRoom(forRow row: Int, filledWith value: Value) {
    let last = chunks.count - 1
    guard chunks[last].count < (row + 1) * width else { return }
    let count = width * min(max(2 * row, leastRows), chunkLength)
    chunks[last].reserveCapacity(count)
    chunks[last].append(contentsOf: repeatElement(value, count: count - chunks[last].count))
  }

  private func position(of step: Int) -> (chunk: Int, row: Int)? {
    guard step >= 1, step <= lastStep else { return nil }
    let (number, row) = (step - 1).quotientAndRemainder(dividingBy: chunkLength)
    if number == 0 { return (0, row) }
    let chunk = number - droppedChunks
    return chunk < 1 ? nil : (chunk, row)
  }
}

/// How many steps are kept or dropped together.
private let chunkLength = StepHistory.firstSteps

/// How many steps a chunk has room for at its beginning.
private let leastRows = 8

extension StepHistory {
  /// With so many chunks the first steps and the latest are kept.
  package static let mostChunks = 2 + latestSteps / chunkLength

  /// So many are kept whatever the limit is.
  package static let leastChunks = 3

  /// How many chunks fit into some memory.
  ///
  /// - Parameter bytes: What one takes.
  package static func chunks(of bytes: Int, in budget: Int) -> Int {
    min(max(budget / max(bytes, 1), leastChunks), mostChunks)
  }
}
