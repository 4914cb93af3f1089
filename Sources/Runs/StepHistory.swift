import SpikeStatistics
import SpikingEngine

/// A figure, and its value where there is one.
package typealias FigureValue = (figure: Figure, value: Double?)

/// A few numbers of every layer for every step reached so far, bounded in memory.
///
/// Of long runs the first steps and the latest are kept; see `StepRows`.
package struct StepHistory: Sendable {
  /// What one layer did in one step.
  package struct Entry: Equatable, Sendable {
    /// Spikes of this step.
    package var spikes: Int
    /// Spikes of inactivated neurons in this step.
    package var sinSpikes: Int
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
  package static let firstSteps = 256

  /// An entry of each layer.
  private var entries: StepRows<Entry>

  /// The class of the largest output after each step; -1 before the first readout.
  private var predictions: StepRows<Int32>

  /// The figures beyond those of an entry; their values for each layer, `nan` where there is none.
  private let figures: [Figure]
  private var figureValues: StepRows<Double>

  /// How much memory the history may take, in bytes.
  private let byteBudget: Int

  /// - Parameter byteBudget: How much memory the history may take; at least 513 steps are kept.
  package init(layerCount: Int, figures: [Figure] = [], byteBudget: Int = .max) {
    let bytes = StepHistory.bytesPerChunk(layerCount: layerCount, figures: figures)
    let limit = StepHistory.chunks(of: bytes, in: byteBudget)
    entries = StepRows(width: layerCount, chunkLimit: limit)
    predictions = StepRows(width: 1, chunkLimit: limit)
    self.figures = figures
    self.byteBudget = byteBudget
    figureValues = StepRows(width: layerCount * figures.count, chunkLimit: limit)
  }

  private static func bytesPerChunk(layerCount: Int, figures: [Figure]) -> Int {
    StepRows<Entry>.bytesPerChunk(width: layerCount) + StepRows<Int32>.bytesPerChunk(width: 1)
      + StepRows<Double>.bytesPerChunk(width: layerCount * figures.count)
  }

  /// How much memory a history takes at most, in bytes.
  package static func largestByteCount(layerCount: Int, figures: [Figure]) -> Int {
    mostChunks * bytesPerChunk(layerCount: layerCount, figures: figures)
  }

  /// How much memory the history takes, in bytes.
  package var byteCount: Int {
    entries.byteCount + predictions.byteCount + figureValues.byteCount
  }

  /// How much of it the steps take that a copy does not share once the original goes on.
  package var openByteCount: Int {
    entries.openByteCount + predictions.openByteCount + figureValues.openByteCount
  }

  /// The memory that the history may take, in bytes: that of the budget, or what the steps take
  /// that are kept whatever the budget is.
  package var byteLimit: Int {
    entries.isLeast ? max(byteBudget, byteCount) : byteBudget
  }

  /// The last step that is known.
  package var lastStep: Int { entries.lastStep }

  /// How many steps are kept.
  package var stepCount: Int { entries.stepCount }

  /// What a layer did in a step; `nil` where that was not reached, or is not kept any more.
  package func entry(of layer: Int, at step: Int) -> Entry? { entries[step, layer] }

  /// The figures beyond those of an entry that a layer had after a step; empty where that is not
  /// kept.
  package func figures(of layer: Int, at step: Int) -> [FigureValue] {
    figures.enumerated().compactMap { index, figure in
      figureValues[step, layer * figures.count + index].map { (figure, $0.isNaN ? nil : $0) }
    }
  }

  /// The predicted class after a step, or `nil` before the first readout and where it is not kept.
  package func prediction(at step: Int) -> Int? {
    predictions[step, 0].flatMap { $0 < 0 ? nil : Int($0) }
  }

  /// Makes room for steps after `lastStep`, to be recorded in any order of the layers.
  package mutating func append(steps: Int) {
    let nothing = Entry(
      spikes: 0, sinSpikes: 0, sinNeurons: 0, meanDeviation: .nan, leading: 0, lagging: 0)
    entries.append(steps: steps, filledWith: nothing)
    predictions.append(steps: steps, filledWith: -1)
    figureValues.append(steps: steps, filledWith: .nan)
  }

  /// Takes in a step of a layer.
  package mutating func record(_ sums: LayerSums, of layer: Int, at step: Int) {
    let entry = Entry(
      spikes: sums.spikes, sinSpikes: sums.sinSpikes, sinNeurons: Int32(sums.sinNeurons),
      meanDeviation: Float(sums.meanDeviation ?? .nan), leading: Int32(sums.leadingNeurons),
      lagging: Int32(sums.laggingNeurons))
    entries.set(entry, at: step, column: layer)
  }

  /// Takes in the figures beyond those of an entry.
  package mutating func recordFigures(_ layerStep: LayerStep, of layer: Int) {
    for (index, figure) in figures.enumerated() {
      figureValues.set(
        figure.layer?(layerStep) ?? .nan, at: layerStep.step,
        column: layer * figures.count + index)
    }
  }

  package mutating func record(prediction: Int?, at step: Int) {
    predictions.set(Int32(prediction ?? -1), at: step, column: 0)
  }
}
