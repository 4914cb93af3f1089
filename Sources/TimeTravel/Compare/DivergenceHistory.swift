import Networks
import Runs

/// Where the spikes of two networks differ, for the first steps and the latest; see `StepRows`.
package struct DivergenceHistory: Sendable {
  /// The first neuron that differs: in the first step, the first layer, and of the lowest number.
  package struct First: Equatable, Sendable {
    package let step: Int
    /// In the first network.
    package let layer: Int
    /// In channels-last order.
    package let unit: Int
    /// The spikes of this step, negative for one that was taken back.
    package let firstCount: Int
    package let secondCount: Int
  }

  package private(set) var first: First?

  private let matching: LayerMatching

  /// The sums up to each step: of all layers, then pair by pair.
  private var sums: StepRows<SpikeDifference>

  /// The sums up to the last step.
  private var latest: [SpikeDifference]

  /// How much memory the sums may take, in bytes.
  private let byteBudget: Int

  /// - Parameter byteBudget: How much memory the sums may take; at least 513 steps are kept.
  init(_ matching: LayerMatching, byteBudget: Int) {
    self.matching = matching
    self.byteBudget = byteBudget
    latest = Array(repeating: SpikeDifference(), count: matching.pairs.count + 1)
    let bytes = StepRows<SpikeDifference>.bytesPerChunk(width: latest.count)
    sums = StepRows(
      width: latest.count, chunkLimit: StepHistory.chunks(of: bytes, in: byteBudget))
  }

  /// How much memory the sums take at most, in bytes, where so many layers are compared.
  static func largestByteCount(layerCount: Int) -> Int {
    StepHistory.mostChunks * StepRows<SpikeDifference>.bytesPerChunk(width: layerCount + 1)
  }

  /// How much memory the sums take, in bytes.
  package var byteCount: Int { sums.byteCount }

  /// The memory that they may take, in bytes: that of the budget, or what the steps take that are
  /// kept whatever the budget is.
  package var byteLimit: Int { sums.isLeast ? max(byteBudget, byteCount) : byteBudget }

  package var lastStep: Int { sums.lastStep }

  /// How many steps are kept.
  package var stepCount: Int { sums.stepCount }

  /// How a pair of layers differs, over all steps up to one; `nil` where that was not reached, or
  /// is not kept any more.
  package func sum(ofPair pair: Int, upTo step: Int) -> SpikeDifference? {
    step == 0 ? SpikeDifference() : sums[step, pair + 1]
  }

  /// How many neurons differ, over all layers and all steps up to one; `nil` where that was not
  /// reached, or is not kept any more.
  package func total(upTo step: Int) -> Int? {
    step == 0 ? 0 : sums[step, 0]?.count
  }

  /// Takes in the steps that both have recorded since the last time.
  mutating func record(_ timeline: Timeline, beside other: Timeline) {
    while lastStep < min(timeline.lastStep, other.lastStep) {
      let step = lastStep + 1
      for (index, pair) in matching.pairs.enumerated() {
        let spikes = timeline.spikes(of: pair.first, at: step)
        let counterparts = other.spikes(of: pair.second, at: step)
        var difference = SpikeDifference()
        spikes.compare(with: counterparts) { _, moreInFirst, moreInSecond, _ in
          difference.moreInFirst += moreInFirst.nonzeroBitCount
          difference.moreInSecond += moreInSecond.nonzeroBitCount
        }
        if first == nil, difference.count > 0 {
          let shape = timeline.setting.packed.network.layers[pair.first].shape
          first = First(spikes, counterparts, layer: pair.first, shape: shape, step: step)
        }
        latest[0] += difference
        latest[index + 1] += difference
      }
      sums.append(steps: 1, filledWith: SpikeDifference())
      for (column, sum) in latest.enumerated() { sums.set(sum, at: step, column: column) }
    }
  }
}

extension Timeline {
  fileprivate func spikes(of layer: Int, at step: Int) -> SentSpikes {
    SentSpikes(of: layer, in: setting.packed.network, raster: raster, at: step)
  }
}

extension DivergenceHistory.First {
  /// - Precondition: The layers differ.
  fileprivate init(
    _ spikes: SentSpikes, _ counterparts: SentSpikes, layer: Int, shape: MapShape, step: Int
  ) {
    var lowest = Int.max
    spikes.compare(with: counterparts) { word, moreInFirst, moreInSecond, _ in
      var differing = moreInFirst | moreInSecond
      while differing != 0 {
        let unit = word << 6 + differing.trailingZeroBitCount
        lowest = min(lowest, shape.unitNumber(ofIndex: unit))
        differing &= differing - 1
      }
    }
    let unit = shape.populationIndex(ofUnit: lowest)
    self.init(
      step: step, layer: layer, unit: unit, firstCount: spikes.spikeCount(of: unit),
      secondCount: counterparts.spikeCount(of: unit))
  }
}
