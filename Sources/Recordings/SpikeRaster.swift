import Networks
import SpikingEngine

/// The spikes of every neuron in every step and what they delivered, bounded in memory.
///
/// A step takes a bit per neuron, and a float per event where the events of a layer differ, as in
/// bursts. A raster is a value: a copy shares all full chunks with the original, so the engine can
/// hand one to the display at any time and neither waits for the other. When the budget is reached,
/// the oldest steps go first.
package struct SpikeRaster: Sendable {
  /// The first word of each layer inside a row; one entry more than layers.
  private let wordStarts: [Int]

  private let stepsPerChunk: Int

  /// How much memory the rows may take, in bytes; at least two chunks are kept.
  package let byteBudget: Int
  private var chunks: [Chunk] = []

  /// What the chunks hold, in bytes.
  private var chunkBytes = 0

  /// How many chunks, from the first on, take no more memory than they use.
  private var putAway = 0

  /// How much memory was given back so far, in bytes.
  package private(set) var droppedByteCount = 0

  /// How much memory the rows take, used or not, in bytes.
  package var byteCount: Int { chunkBytes + chunks.heldByteCount }

  /// How much of it the latest steps take, which a copy does not share once the original goes on.
  package var openByteCount: Int { chunks[putAway...].reduce(0) { $0 + $1.byteCount } }

  /// The step of the first row that is kept.
  package private(set) var firstStep = 1

  /// - Parameters:
  ///   - neuronCounts: The number of neurons of each layer.
  ///   - byteBudget: How much memory the rows may take; at least two chunks are kept.
  package init(neuronCounts: [Int], byteBudget: Int = 256 << 20) {
    var starts = [0]
    for count in neuronCounts { starts.append((starts.last ?? 0) + (count + 63) / 64) }
    wordStarts = starts
    let bytesPerStep = max((starts.last ?? 0) * 8, 1)
    stepsPerChunk = min(max((128 << 10) / bytesPerStep, 1), 64)
    self.byteBudget = byteBudget
  }

  /// So many of the latest steps are kept whatever the budget is.
  package var stepsKeptAtLeast: Int { stepsPerChunk }

  /// Of more steps than so many the budget holds only the last.
  private var stepsKeptAtMost: Int {
    let layers = wordStarts.count - 1
    let bytesPerStep = width * MemoryLayout<UInt64>.stride + layers * Chunk.bytesPerEntry
    return max(byteBudget / max(bytesPerStep, 1), SpikeRaster.leastChunks * stepsPerChunk)
  }

  /// The last step that is kept; `firstStep - 1` while there is none.
  package private(set) var lastStep = 0

  /// Takes in all layers of the step that `simulation` has just taken.
  ///
  /// - Precondition: The step is the one after `lastStep`.
  package mutating func append(_ simulation: Simulation) {
    precondition(
      simulation.step == lastStep + 1, "step \(simulation.step) after step \(lastStep)")
    append(steps: 1)
    for (layer, population) in simulation.populations.enumerated() {
      record(population, of: layer, at: simulation.step)
    }
    dropOldest()
  }

  /// Makes room for steps after `lastStep`, to be recorded layer by layer in any order, and then
  /// completed by `dropOldest`.
  ///
  /// Of more steps than the budget holds, only the last are kept, in O(steps kept).
  package mutating func append(steps: Int) {
    let kept = stepsKeptAtMost
    guard steps > kept else { return makeRoom(steps: steps) }
    (chunks, chunkBytes, putAway) = ([], 0, 0)
    lastStep += steps - kept
    firstStep = lastStep + 1
    makeRoom(steps: kept)
  }

  /// Takes in steps in which nothing fires, and drops the oldest as far as the budget demands.
  ///
  /// Of more steps than the budget holds none is kept, in O(1): those that are not are silent, too.
  package mutating func append(silentSteps steps: Int) {
    let kept = stepsKeptAtMost
    guard steps <= kept else {
      (chunks, chunkBytes, putAway) = ([], 0, 0)
      lastStep += steps
      firstStep = lastStep + 1
      return
    }
    // A piece is little beyond the budget, and few pieces move the chunks that stay only as often.
    let piece = max(stepsPerChunk, kept / 16)
    for start in stride(from: 0, to: steps, by: piece) {
      makeRoom(steps: min(piece, steps - start))
      dropOldest()
    }
  }

  private mutating func makeRoom(steps: Int) {
    for _ in 0..<steps {
      if chunks.last.map({ $0.steps == stepsPerChunk }) ?? true {
        let chunk = Chunk(
          words: width * stepsPerChunk, entries: (wordStarts.count - 1) * stepsPerChunk)
        chunks.append(chunk)
        chunkBytes += chunk.byteCount
      }
      chunks[chunks.count - 1].steps += 1
      lastStep += 1
    }
  }

  /// Takes in what a layer has sent in one of the steps that there is room for.
  package mutating func record(_ population: Population, of layer: Int, at step: Int) {
    guard let (chunk, row) = position(of: step) else { return }
    chunkBytes += chunks[chunk].record(
      population, atWord: row * width + wordStarts[layer],
      entry: row * (wordStarts.count - 1) + layer)
  }

  /// Takes in the first step of a chunk of a layer, one of the steps that there is room for.
  ///
  /// - Parameter count: How many neurons fired in it.
  package mutating func record(_ chunk: SpikeChunk, _ count: Int, of layer: Int) {
    guard let (number, row) = position(of: chunk.first) else { return }
    chunkBytes += chunks[number].record(
      chunk.firstWords, value: count > 0 ? chunk.value : nil,
      atWord: row * width + wordStarts[layer], entry: row * (wordStarts.count - 1) + layer)
  }

  /// Takes in what a layer is told to have sent in one of the steps that there is room for.
  ///
  /// - Precondition: The layer has not been recorded in this step.
  package mutating func record(_ replayed: ReplayedStep, of layer: Int, at step: Int) {
    guard let (chunk, row) = position(of: step) else { return }
    let start = row * width + wordStarts[layer]
    precondition(
      replayed.words.count == wordStarts[layer + 1] - wordStarts[layer], "one bit per neuron")
    chunkBytes += chunks[chunk].record(
      replayed, atWord: start, entry: row * (wordStarts.count - 1) + layer)
  }

  /// Puts away what is complete, and drops the oldest steps as far as the budget demands.
  package mutating func dropOldest() {
    // To the last step of the last chunk something may still come.
    while putAway < chunks.count - 1 {
      chunkBytes += chunks[putAway].trim()
      putAway += 1
    }
    var dropped = 0
    while byteCount > byteBudget, chunks.count - dropped > SpikeRaster.leastChunks {
      let oldest = chunks[dropped]
      chunkBytes -= oldest.byteCount
      droppedByteCount += oldest.byteCount
      firstStep += oldest.steps
      dropped += 1
    }
    chunks.removeFirst(dropped)
    putAway = max(putAway - dropped, 0)
  }

  /// So many are kept whatever the budget is.
  private static let leastChunks = 2

  /// The memory that the rows may take, in bytes: that of the budget, or what the steps take that
  /// are kept whatever the budget is.
  package var byteLimit: Int {
    chunks.count > SpikeRaster.leastChunks ? byteBudget : max(byteBudget, byteCount)
  }

  /// The chunks that hold some steps, without the others, in O(steps).
  package func excerpt(_ steps: Range<Int>) -> SpikeRaster {
    var excerpt = self
    guard let first = position(of: steps.lowerBound)?.chunk,
      let last = position(of: steps.upperBound - 1)?.chunk
    else { return excerpt }
    excerpt.chunks = Array(chunks[first...last])
    excerpt.chunkBytes = excerpt.chunks.reduce(0) { $0 + $1.byteCount }
    excerpt.putAway = max(excerpt.chunks.count - 1, 0)
    excerpt.firstStep = firstStep + first * stepsPerChunk
    excerpt.lastStep = excerpt.firstStep + excerpt.chunks.reduce(0) { $0 + $1.steps } - 1
    return excerpt
  }

  /// Whether a neuron sent an event in a step that is kept; `false` in other steps.
  ///
  /// - Parameter unit: In channels-last order.
  package func fired(_ unit: Int, in layer: Int, at step: Int) -> Bool {
    guard let (chunk, row) = position(of: step) else { return false }
    let word = chunks[chunk].words[row * width + wordStarts[layer] + unit >> 6]
    return word >> UInt64(unit & 63) & 1 == 1
  }

  /// What a neuron delivered in a step: θ for a spike, more for a burst, less than 0 for a spike
  /// taken back; 0 if it sent nothing or the step is not kept.
  ///
  /// Costs O(neurons / 64); `events(of:at:)` is there for many neurons of one step.
  ///
  /// - Parameter unit: In channels-last order.
  package func value(of unit: Int, in layer: Int, at step: Int) -> Float {
    fired(unit, in: layer, at: step) ? events(of: layer, at: step).value(of: unit) : 0
  }

  /// The steps in which a neuron fired, among those kept, ascending.
  package func spikeTrain(of unit: Int, in layer: Int, steps: ClosedRange<Int>) -> [Int] {
    steps.filter { fired(unit, in: layer, at: $0) }
  }

  /// The bits of a layer in one step: neuron i is bit `i mod 64` of word `i div 64`; empty in steps
  /// that are not kept.
  package func row(of layer: Int, at step: Int) -> ArraySlice<UInt64> {
    guard let (chunk, row) = position(of: step) else { return [] }
    let start = row * width
    return chunks[chunk].words[(start + wordStarts[layer])..<(start + wordStarts[layer + 1])]
  }

  /// What the neurons of a layer delivered in one step; nothing in steps that are not kept.
  package func events(of layer: Int, at step: Int) -> RecordedEvents {
    guard let (chunk, row) = position(of: step) else {
      return RecordedEvents(words: [], values: [])
    }
    return RecordedEvents(
      words: self.row(of: layer, at: step),
      values: chunks[chunk].values(ofEntry: row * (wordStarts.count - 1) + layer))
  }

  /// The words of a row.
  private var width: Int { wordStarts[wordStarts.count - 1] }

  private func position(of step: Int) -> (chunk: Int, row: Int)? {
    guard step >= firstStep, step <= lastStep else { return nil }
    let offset = step - firstStep
    return (offset / stepsPerChunk, offset % stepsPerChunk)
  }
}

/// Some steps of all layers, row after row.
private struct Chunk: Sendable {
  private(set) var words: [UInt64]

  /// How many of the rows are steps.
  var steps = 0

  /// Row by row and layer by layer, where its values lie: none if no neuron fired, one if all
  /// events have the same, else one for each.
  private var valueRanges: [Range<Int32>]
  private var values: [Float] = []

  static let bytesPerEntry = MemoryLayout<Range<Int32>>.stride

  /// All rows are there from the beginning, so that it does not depend on the way how much memory
  /// they take.
  init(words count: Int, entries: Int) {
    words = Array(repeating: 0, count: count)
    valueRanges = Array(repeating: 0..<0, count: entries)
  }

  var byteCount: Int { words.heldByteCount + valueRanges.heldByteCount + values.heldByteCount }

  /// Gives back what the values do not use.
  ///
  /// - Returns: How many bytes more the chunk takes, which is at most 0.
  mutating func trim() -> Int {
    let before = byteCount
    values.trim()
    return byteCount - before
  }

  /// - Returns: How many bytes more the chunk takes.
  mutating func record(_ population: Population, atWord start: Int, entry: Int) -> Int {
    let (before, first) = (byteCount, values.count)
    let (spikes, events) = (population.spikeWords, population.output)
    if spikes.isEmpty {
      for index in events.indices { words[start + Int(index) >> 6] |= 1 << UInt64(index & 63) }
    } else {
      words.replaceSubrange(start..<start + spikes.count, with: spikes)
    }
    let isUniform = !spikes.isEmpty || events.values.allSatisfy { $0 == events.values[0] }
    if let value = events.values.first, isUniform {
      values.append(value)
    } else {
      values += events.values
    }
    valueRanges[entry] = Int32(first)..<Int32(values.count)
    return byteCount - before
  }

  /// - Parameter value: What all events delivered; `nil` of none.
  /// - Returns: How many bytes more the chunk takes.
  mutating func record(
    _ spikes: UnsafeBufferPointer<UInt64>, value: Float?, atWord start: Int, entry: Int
  ) -> Int {
    let (before, first) = (byteCount, values.count)
    words.replaceSubrange(start..<start + spikes.count, with: spikes)
    if let value { values.append(value) }
    valueRanges[entry] = Int32(first)..<Int32(values.count)
    return byteCount - before
  }

  /// - Returns: How many bytes more the chunk takes.
  mutating func record(_ replayed: ReplayedStep, atWord start: Int, entry: Int) -> Int {
    let (before, first) = (byteCount, values.count)
    words.replaceSubrange(start..<start + replayed.words.count, with: replayed.words)
    values += replayed.values
    valueRanges[entry] = Int32(first)..<Int32(values.count)
    return byteCount - before
  }

  func values(ofEntry entry: Int) -> ArraySlice<Float> {
    values[Int(valueRanges[entry].lowerBound)..<Int(valueRanges[entry].upperBound)]
  }
}
