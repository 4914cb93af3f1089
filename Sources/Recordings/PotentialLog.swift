import SpikingEngine

/// The membrane potentials of chosen layers after every step, bounded in memory.
///
/// The oldest steps go first. A log is a value: a copy shares all full chunks with the original.
package struct PotentialLog: Sendable {
  /// The layers whose potentials are kept, ascending.
  package let layers: [Int]

  /// Where each of them begins in a row; one entry more than layers.
  private let starts: [Int]

  /// How much memory the log may take, in bytes; at least three chunks of steps are kept.
  package let byteBudget: Int
  private var chunks: [Chunk] = []

  private struct Chunk: Sendable {
    static let length = 64
    /// Shape `[steps][neurons of all layers kept]`; `nan` where nothing was recorded.
    var rows: [Float]
  }

  /// The first step that is kept, and the last one; none while the last is below the first.
  package private(set) var firstStep = 1

  /// The last step that is kept; 0 before the first.
  package private(set) var lastStep = 0

  /// - Parameters:
  ///   - layers: Positions in the network.
  ///   - neuronCounts: The number of neurons of each layer of the network.
  ///   - byteBudget: How much memory the log may take; at least three chunks of steps are kept.
  package init(layers: [Int], neuronCounts: [Int], byteBudget: Int = 64 << 20) {
    self.layers = layers.sorted()
    var starts = [0]
    for layer in self.layers { starts.append(starts[starts.count - 1] + neuronCounts[layer]) }
    self.starts = starts
    self.byteBudget = byteBudget
  }

  /// How much memory was given back so far, in bytes.
  package private(set) var droppedByteCount = 0

  /// How much memory the log takes at most, in bytes.
  package var byteCount: Int { chunks.count * openByteCount + chunks.heldByteCount }

  /// How much of it the steps take that a copy does not share once the original goes on.
  ///
  /// All chunks have as many rows from the beginning, so that all count the same.
  package var openByteCount: Int { [Float].largestByteCount(of: width * Chunk.length) }

  /// So many are kept whatever the budget is.
  private static let leastChunks = 3

  /// The memory that the log may take, in bytes: that of the budget, or what the steps take that
  /// are kept whatever the budget is.
  package var byteLimit: Int {
    chunks.count > PotentialLog.leastChunks ? byteBudget : max(byteBudget, byteCount)
  }

  private var width: Int { starts[starts.count - 1] }

  /// Makes room for steps after `lastStep`, to be recorded in any order of the layers.
  package mutating func append(steps: Int) {
    for _ in 0..<steps {
      if lastStep % Chunk.length == 0 { beginChunk() }
      lastStep += 1
    }
  }

  /// Makes room for as many steps as are kept or dropped together.
  private mutating func beginChunk() {
    chunks.append(Chunk(rows: Array(repeating: .nan, count: width * Chunk.length)))
    while byteCount > byteBudget, chunks.count > PotentialLog.leastChunks {
      chunks.removeFirst()
      droppedByteCount += openByteCount
      firstStep += Chunk.length
    }
  }

  /// Takes in a step of a layer; nothing if the layer or the step is not kept, or if the potentials
  /// are not known.
  package mutating func record(_ population: Population, of layer: Int, at step: Int) {
    guard population.knowsPotential, let place = layers.firstIndex(of: layer),
      let (chunk, row) = position(of: step)
    else { return }
    let start = row * width + starts[place]
    chunks[chunk].rows.replaceSubrange(
      start..<start + population.membranePotential.count, with: population.membranePotential)
  }

  /// The potentials of a layer after a step, in channels-last order; `nil` if they are not kept or
  /// not known.
  package func potentials(of layer: Int, at step: Int) -> ArraySlice<Float>? {
    guard let place = layers.firstIndex(of: layer), let (chunk, row) = position(of: step)
    else { return nil }
    let start = row * width
    let potentials = chunks[chunk].rows[start + starts[place]..<start + starts[place + 1]]
    return potentials.first?.isNaN == true ? nil : potentials
  }

  /// The chunks that hold some steps, without the others, in O(steps).
  package func excerpt(_ steps: Range<Int>) -> PotentialLog {
    var excerpt = self
    let lower = max(steps.lowerBound, firstStep)
    guard let first = position(of: lower)?.chunk,
      let last = position(of: steps.upperBound - 1)?.chunk
    else { return excerpt }
    excerpt.chunks = Array(chunks[first...last])
    excerpt.firstStep = firstStep + first * Chunk.length
    excerpt.lastStep = min(lastStep, excerpt.firstStep + excerpt.chunks.count * Chunk.length - 1)
    return excerpt
  }

  private func position(of step: Int) -> (chunk: Int, row: Int)? {
    guard step >= firstStep, step <= lastStep else { return nil }
    return ((step - firstStep) / Chunk.length, (step - 1) % Chunk.length)
  }
}
