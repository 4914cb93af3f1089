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

  /// How much memory the rows take, in bytes.
  package private(set) var byteCount = 0

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
    let kept = max(byteBudget / max(width * 8, 1), 2 * stepsPerChunk)
    guard steps > kept else { return makeRoom(steps: steps) }
    chunks = []
    byteCount = 0
    lastStep += steps - kept
    firstStep = lastStep + 1
    makeRoom(steps: kept)
  }

  private mutating func makeRoom(steps: Int) {
    for _ in 0..<steps {
      if chunks.last.map({ $0.steps == stepsPerChunk }) ?? true {
        chunks.append(Chunk(words: width * stepsPerChunk))
        byteCount += width * stepsPerChunk * MemoryLayout<UInt64>.stride
      }
      chunks[chunks.count - 1].appendStep(layers: wordStarts.count - 1)
      byteCount += (wordStarts.count - 1) * Chunk.bytesPerEntry
      lastStep += 1
    }
  }

  /// Takes in what a layer has sent in one of the steps that there is room for.
  package mutating func record(_ population: Population, of layer: Int, at step: Int) {
    guard let (chunk, row) = position(of: step) else { return }
    byteCount += chunks[chunk].record(
      population, atWord: row * width + wordStarts[layer],
      entry: row * (wordStarts.count - 1) + layer)
  }

  /// Takes in what a layer is told to have sent in one of the steps that there is room for.
  ///
  /// - Precondition: The layer has not been recorded in this step.
  package mutating func record(_ replayed: ReplayedStep, of layer: Int, at step: Int) {
    guard let (chunk, row) = position(of: step) else { return }
    let start = row * width + wordStarts[layer]
    precondition(
      replayed.words.count == wordStarts[layer + 1] - wordStarts[layer], "one bit per neuron")
    byteCount += chunks[chunk].record(
      replayed, atWord: start, entry: row * (wordStarts.count - 1) + layer)
  }

  /// Drops the oldest steps as far as the budget demands.
  package mutating func dropOldest() {
    while byteCount > byteBudget, chunks.count > 2 {
      let dropped = chunks.removeFirst()
      byteCount -= dropped.byteCount
      firstStep += dropped.steps
    }
  }

  /// The chunks that hold some steps, without the others, in O(steps).
  package func excerpt(_ steps: Range<Int>) -> SpikeRaster {
    var excerpt = self
    guard let first = position(of: steps.lowerBound)?.chunk,
      let last = position(of: steps.upperBound - 1)?.chunk
    else { return excerpt }
    excerpt.chunks = Array(chunks[first...last])
    excerpt.byteCount = excerpt.chunks.reduce(0) { $0 + $1.byteCount }
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
  private(set) var steps = 0

  /// Row by row and layer by layer, where its values lie: none if no neuron fired, one if all
  /// events have the same, else one for each.
  private var valueRanges: [Range<Int32>] = []
  private var values: [Float] = []

  static let bytesPerEntry = MemoryLayout<Range<Int32>>.stride

  init(words count: Int) {
    words = Array(repeating: 0, count: count)
  }

  var byteCount: Int {
    words.count * MemoryLayout<UInt64>.stride + valueRanges.count * Self.bytesPerEntry
      + values.count * MemoryLayout<Float>.stride
  }

  mutating func appendStep(layers: Int) {
    steps += 1
    valueRanges.append(contentsOf: repeatElement(0..<0, count: layers))
  }

  /// - Returns: How many bytes more the chunk takes.
  mutating func record(_ population: Population, atWord start: Int, entry: Int) -> Int {
    let (spikes, events, first) = (population.spikeWords, population.output, values.count)
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
    return (values.count - first) * MemoryLayout<Float>.stride
  }

  /// - Returns: How many bytes more the chunk takes.
  mutating func record(_ replayed: ReplayedStep, atWord start: Int, entry: Int) -> Int {
    let first = values.count
    words.replaceSubrange(start..<start + replayed.words.count, with: replayed.words)
    values += replayed.values
    valueRanges[entry] = Int32(first)..<Int32(values.count)
    return replayed.values.count * MemoryLayout<Float>.stride
  }

  func values(ofEntry entry: Int) -> ArraySlice<Float> {
    values[Int(valueRanges[entry].lowerBound)..<Int(valueRanges[entry].upperBound)]
  }
}
