import SpikeStatistics
import SpikingEngine

/// A few numbers of every layer for every step reached so far, bounded in memory.
///
/// Of long runs the first steps and the latest are kept. A history is a value: a copy shares all full
/// chunks with the original, so that handing one to the display costs the same after any number of
/// steps.
package struct StepHistory: Sendable {
  /// What one layer did in one step.
  package struct Entry: Equatable, Sendable {
    /// Spikes of this step.
    package var spikes: Int32
    /// Spikes of inactivated neurons in this step.
    package var sinSpikes: Int32
    /// Inactivated neurons that have fired so far.
    package var sinNeurons: Int32
    /// The layer's mean D; `nan` where it is not defined.
    package var meanDeviation: Float
    /// Neurons that led (`D > 0`) and lagged (`D < 0`); 0 where D is not defined.
    package var leading: Int32
    package var lagging: Int32
  }

  /// How many of the latest steps are kept, at least.
  package static let latestSteps = 1 << 14

  /// How many of the first steps are kept.
  package static var firstSteps: Int { Chunk.length }

  private let layerCount: Int

  /// The first one, and the latest ones.
  private var chunks: [Chunk] = []

  /// How many chunks behind the first one have been dropped.
  private var droppedChunks = 0

  package init(layerCount: Int) {
    self.layerCount = layerCount
  }

  /// The last step that is known.
  package private(set) var lastStep = 0

  /// What a layer did in a step; `nil` where that was not reached, or is not kept any more.
  package func entry(of layer: Int, at step: Int) -> Entry? {
    position(of: step).map { chunks[$0.chunk].entries[$0.row * layerCount + layer] }
  }

  /// The predicted class after a step, or `nil` before the first readout and where it is not kept.
  package func prediction(at step: Int) -> Int? {
    guard let (chunk, row) = position(of: step) else { return nil }
    let prediction = chunks[chunk].predictions[row]
    return prediction < 0 ? nil : Int(prediction)
  }

  /// Makes room for steps after `lastStep`, to be recorded in any order of the layers.
  mutating func append(steps: Int) {
    for _ in 0..<steps {
      if lastStep % Chunk.length == 0 { chunks.append(Chunk()) }
      chunks[chunks.count - 1].appendStep(layers: layerCount)
      lastStep += 1
    }
    while chunks.count > 2 + Self.latestSteps / Chunk.length {
      chunks.remove(at: 1)
      droppedChunks += 1
    }
  }

  /// Takes in a step of a layer.
  mutating func record(_ statistics: LayerStatistics, of layer: Int, at step: Int) {
    guard let (chunk, row) = position(of: step) else { return }
    chunks[chunk].entries[row * layerCount + layer] = Entry(
      spikes: Int32(statistics.counts.stepTotal),
      sinSpikes: Int32(statistics.sin?.stepSpikes ?? 0),
      sinNeurons: Int32(statistics.sin?.neurons ?? 0),
      meanDeviation: Float(statistics.phase?.meanDeviation ?? .nan),
      leading: Int32(statistics.phase?.leadingCount ?? 0),
      lagging: Int32(statistics.phase?.laggingCount ?? 0))
  }

  mutating func record(prediction: Int?, at step: Int) {
    guard let (chunk, row) = position(of: step) else { return }
    chunks[chunk].predictions[row] = Int32(prediction ?? -1)
  }

  private func position(of step: Int) -> (chunk: Int, row: Int)? {
    guard (1...max(lastStep, 1)).contains(step), step <= lastStep else { return nil }
    let (number, row) = (step - 1).quotientAndRemainder(dividingBy: Chunk.length)
    if number == 0 { return (0, row) }
    let chunk = number - droppedChunks
    return chunk < 1 ? nil : (chunk, row)
  }
}

/// Some steps of all layers.
private struct Chunk: Sendable {
  static let length = 256

  /// Step by step, layer by layer.
  var entries: [StepHistory.Entry] = []

  /// The class of the largest output after each step; -1 before the first readout.
  var predictions: [Int32] = []

  mutating func appendStep(layers: Int) {
    let nothing = StepHistory.Entry(
      spikes: 0, sinSpikes: 0, sinNeurons: 0, meanDeviation: .nan, leading: 0, lagging: 0)
    entries.append(contentsOf: repeatElement(nothing, count: layers))
    predictions.append(-1)
  }
}
