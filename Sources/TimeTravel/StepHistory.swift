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

  /// Takes in the step after `lastStep`.
  mutating func append(_ moment: Moment) {
    for layer in moment.statistics.layers {
      entries.append(
        Entry(
          spikes: Int32(layer.counts.stepTotal), sinSpikes: Int32(layer.sin?.stepSpikes ?? 0),
          sinNeurons: Int32(layer.sin?.neurons ?? 0),
          meanDeviation: Float(layer.phase?.meanDeviation ?? .nan)))
    }
    predictions.append(Int32(moment.simulation.prediction ?? -1))
  }
}
