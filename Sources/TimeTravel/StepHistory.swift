import SpikeStatistics
import SpikingEngine

/// A few numbers of every layer for every step reached so far.
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

  private let layerCount: Int

  /// Step by step, layer by layer.
  private var entries: [Entry] = []

  /// The class of the largest output after each step; -1 before the first readout.
  private var predictions: [Int32] = []

  package init(layerCount: Int) {
    self.layerCount = layerCount
  }

  /// The last step that is known.
  package var lastStep: Int { predictions.count }

  /// - Precondition: `1...lastStep` contains `step`.
  package func entry(of layer: Int, at step: Int) -> Entry {
    entries[(step - 1) * layerCount + layer]
  }

  /// The predicted class after a step, or `nil` before the first readout.
  package func prediction(at step: Int) -> Int? {
    let prediction = predictions[step - 1]
    return prediction < 0 ? nil : Int(prediction)
  }

  /// Makes room for steps after `lastStep`, to be recorded in any order of the layers.
  mutating func append(steps: Int) {
    let nothing = Entry(
      spikes: 0, sinSpikes: 0, sinNeurons: 0, meanDeviation: .nan, leading: 0, lagging: 0)
    entries.append(contentsOf: repeatElement(nothing, count: steps * layerCount))
    predictions.append(contentsOf: repeatElement(-1, count: steps))
  }

  /// Takes in a step of a layer.
  mutating func record(_ statistics: LayerStatistics, of layer: Int, at step: Int) {
    entries[(step - 1) * layerCount + layer] = Entry(
      spikes: Int32(statistics.counts.stepTotal),
      sinSpikes: Int32(statistics.sin?.stepSpikes ?? 0),
      sinNeurons: Int32(statistics.sin?.neurons ?? 0),
      meanDeviation: Float(statistics.phase?.meanDeviation ?? .nan),
      leading: Int32(statistics.phase?.leadingCount ?? 0),
      lagging: Int32(statistics.phase?.laggingCount ?? 0))
  }

  mutating func record(prediction: Int?, at step: Int) {
    predictions[step - 1] = Int32(prediction ?? -1)
  }
}
