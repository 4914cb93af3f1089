import Networks

/// Where the spikes of two networks differ, for every step reached so far.
package struct DivergenceHistory: Sendable {
  /// The first neuron that differs: in the first step, the first layer, and of the lowest number.
  package struct First: Equatable, Sendable {
    package let step: Int
    /// In the first network.
    package let layer: Int
    /// In population order.
    package let unit: Int
    /// The spikes of this step, negative for one that was taken back.
    package let firstCount: Int
    package let secondCount: Int
  }

  package private(set) var first: First?

  private let matching: LayerMatching

  /// The sums up to each step, step by step and pair by pair.
  private var sums: [SpikeDifference] = []

  /// The differences of all layers up to each step.
  private var totals: [Int] = []

  init(_ matching: LayerMatching) {
    self.matching = matching
  }

  package var lastStep: Int { totals.count }

  /// How a pair of layers differs, over all steps up to one.
  ///
  /// - Precondition: `0...lastStep` contains `step`.
  package func sum(ofPair pair: Int, upTo step: Int) -> SpikeDifference {
    step == 0 ? SpikeDifference() : sums[(step - 1) * matching.pairs.count + pair]
  }

  /// How many neurons differ, over all layers and all steps up to one.
  ///
  /// - Precondition: `0...lastStep` contains `step`.
  package func total(upTo step: Int) -> Int { step == 0 ? 0 : totals[step - 1] }

  /// Takes in the steps that both have recorded since the last time.
  mutating func record(_ timeline: Timeline, beside other: Timeline) {
    while lastStep < min(timeline.lastStep, other.lastStep) {
      let step = lastStep + 1
      var total = total(upTo: lastStep)
      for (index, pair) in matching.pairs.enumerated() {
        let spikes = timeline.spikes(of: pair.first, at: step)
        let counterparts = other.spikes(of: pair.second, at: step)
        var sum = sum(ofPair: index, upTo: step - 1)
        let before = sum.count
        spikes.compare(with: counterparts) { _, moreInFirst, moreInSecond, _ in
          sum.moreInFirst += moreInFirst.nonzeroBitCount
          sum.moreInSecond += moreInSecond.nonzeroBitCount
        }
        if first == nil, sum.count > before {
          let shape = timeline.setting.packed.network.layers[pair.first].shape
          first = First(spikes, counterparts, layer: pair.first, shape: shape, step: step)
        }
        sums.append(sum)
        total += sum.count - before
      }
      totals.append(total)
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
