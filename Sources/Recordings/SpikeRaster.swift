import Networks
import SpikingEngine

/// The spikes of every neuron in every step, bit-packed, bounded in memory.
///
/// A raster is a value: a copy shares all full chunks with the original, so the engine can hand one
/// to the display at any time and neither waits for the other. When the budget is reached, the
/// oldest steps go first.
package struct SpikeRaster: Sendable {
  /// The steps of `stepsPerChunk` rows, one after the other.
  private struct Chunk: Sendable {
    var words: [UInt64]
    var steps: Int
  }

  /// The first word of each layer inside a row; one entry more than layers.
  private let wordStarts: [Int]

  private let stepsPerChunk: Int
  private let maximumChunks: Int
  private var chunks: [Chunk] = []

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
    maximumChunks = max(byteBudget / (bytesPerStep * stepsPerChunk), 2)
  }

  /// The last step that is kept; `firstStep - 1` while there is none.
  package private(set) var lastStep = 0

  /// Takes in the spikes of the step that `simulation` has just taken.
  ///
  /// - Precondition: The step is the one after `lastStep`.
  package mutating func append(_ simulation: Simulation) {
    precondition(
      simulation.step == lastStep + 1, "step \(simulation.step) after step \(lastStep)")
    let width = wordStarts.last ?? 0
    if chunks.last.map({ $0.steps == stepsPerChunk }) ?? true {
      if chunks.count == maximumChunks {
        firstStep += chunks.removeFirst().steps
      }
      chunks.append(Chunk(words: Array(repeating: 0, count: width * stepsPerChunk), steps: 0))
    }
    let last = chunks.count - 1
    let row = chunks[last].steps * width
    for (layer, population) in simulation.populations.enumerated() {
      let start = row + wordStarts[layer]
      for index in population.output.indices {
        chunks[last].words[start + Int(index) >> 6] |= 1 << UInt64(index & 63)
      }
    }
    chunks[last].steps += 1
    lastStep += 1
  }

  /// Whether a neuron fired in a step that is kept; `false` in other steps.
  ///
  /// - Parameter unit: In population order.
  package func fired(_ unit: Int, in layer: Int, at step: Int) -> Bool {
    guard let (chunk, row) = position(of: step) else { return false }
    let word = chunks[chunk].words[row + wordStarts[layer] + unit >> 6]
    return word >> UInt64(unit & 63) & 1 == 1
  }

  /// The steps in which a neuron fired, among those kept, ascending.
  package func spikeTrain(of unit: Int, in layer: Int, steps: ClosedRange<Int>) -> [Int] {
    steps.filter { fired(unit, in: layer, at: $0) }
  }

  /// The bits of a layer in one step: neuron i is bit `i mod 64` of word `i div 64`; empty in steps
  /// that are not kept.
  package func row(of layer: Int, at step: Int) -> ArraySlice<UInt64> {
    guard let (chunk, row) = position(of: step) else { return [] }
    return chunks[chunk].words[(row + wordStarts[layer])..<(row + wordStarts[layer + 1])]
  }

  private func position(of step: Int) -> (chunk: Int, row: Int)? {
    guard step >= firstStep, step <= lastStep else { return nil }
    let offset = step - firstStep
    return (offset / stepsPerChunk, offset % stepsPerChunk * (wordStarts.last ?? 0))
  }
}
