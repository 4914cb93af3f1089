import Networks
import Recordings
import TerminalUI
import TimeTravel

/// A layer of one network and its counterpart in the other one, and what both have sent.
struct ComparedPair {
  /// The place of the layer in the first network, and in the second.
  let layer: Int
  let counterpart: Int

  /// The number of the pair.
  let number: Int

  let generation: Int
  let neuronCount: Int
  private let networks: (first: SpikingNetwork, second: SpikingNetwork)
  private let rasters: (first: SpikeRaster, second: SpikeRaster)

  /// `nil` without a second network, and where that has no such layer.
  init?(of layer: Int, _ engine: EngineStatus) {
    guard let comparison = engine.comparison,
      let number = comparison.matching.pairs.firstIndex(where: { $0.first == layer })
    else { return nil }
    self.layer = layer
    self.number = number
    counterpart = comparison.matching.pairs[number].second
    generation = engine.generation
    networks = (engine.runState.simulation.network, comparison.setting.packed.network)
    rasters = (engine.raster, comparison.raster)
    neuronCount = networks.first.layers[layer].shape.count
  }

  /// The steps that are recorded of both.
  var recordedSteps: Range<Int> {
    let first = max(rasters.first.firstStep, rasters.second.firstStep)
    return first..<max(min(rasters.first.lastStep, rasters.second.lastStep) + 1, first)
  }

  /// Which neurons fired in a step, a bit per neuron; nothing where that is not recorded.
  func spikes(of side: RunSide, at step: Int) -> ArraySlice<UInt64> {
    side == .first
      ? rasters.first.row(of: layer, at: step) : rasters.second.row(of: counterpart, at: step)
  }

  func difference(at step: Int) -> StepDifference {
    StepDifference(
      SentSpikes(of: layer, in: networks.first, raster: rasters.first, at: step),
      SentSpikes(of: counterpart, in: networks.second, raster: rasters.second, at: step))
  }
}

/// A step of a layer in two networks, a bit per neuron.
struct StepDifference {
  var moreInFirst: [UInt64] = []
  var moreInSecond: [UInt64] = []
  var asMuch: [UInt64] = []

  init(_ first: SentSpikes, _ second: SentSpikes) {
    first.compare(with: second) { _, moreInFirst, moreInSecond, asMuch in
      self.moreInFirst.append(moreInFirst)
      self.moreInSecond.append(moreInSecond)
      self.asMuch.append(asMuch)
    }
  }

  /// Who sent a spike of a neuron: one network alone, or both.
  ///
  /// - Parameter onlyDifferences: Whether spikes that both send are left out.
  func senders(of unit: Int, onlyDifferences: Bool) -> (first: Bool, second: Bool) {
    let isSet = { (words: [UInt64]) in
      words.indices.contains(unit >> 6) && words[unit >> 6] >> UInt64(unit & 63) & 1 == 1
    }
    let isShared = !onlyDifferences && isSet(asMuch)
    return (isShared || isSet(moreInFirst), isShared || isSet(moreInSecond))
  }
}

/// The spikes of a layer in one of two networks, in that network's colour: all of them, or those
/// that the other does not send.
struct ComparedSpikes: SpikeBands {
  let pair: ComparedPair
  let side: RunSide
  let onlyDifferences: Bool

  /// The neurons of one dot row, contiguous in channels-last order.
  let bandLength: Int
  let bandCount: Int

  /// - Parameter dotRows: How many there are room for.
  init(_ pair: ComparedPair, side: RunSide, onlyDifferences: Bool, dotRows: Int) {
    self.pair = pair
    self.side = side
    self.onlyDifferences = onlyDifferences
    let rows = max(dotRows, 1)
    bandLength = max((pair.neuronCount + rows - 1) / rows, 1)
    bandCount = (pair.neuronCount + bandLength - 1) / bandLength
  }

  var recordedSteps: Range<Int> { pair.recordedSteps }

  var style: Style? { side.style }

  var key: RasterMemo.Bands {
    RasterMemo.Bands(
      generation: pair.generation, layer: pair.layer, length: bandLength, count: bandCount,
      content: .run(side, onlyDifferences: onlyDifferences))
  }

  func counts(in steps: ClosedRange<Int>) -> [BandCount] {
    var counts = Array(repeating: BandCount(), count: bandCount)
    for step in steps {
      let words = words(at: step)
      if !words.isEmpty {
        counts.add(words, and: [], bandLength: bandLength, neuronCount: pair.neuronCount)
      }
    }
    return counts
  }

  private func words(at step: Int) -> ArraySlice<UInt64> {
    guard onlyDifferences else { return pair.spikes(of: side, at: step) }
    let difference = pair.difference(at: step)
    return (side == .first ? difference.moreInFirst : difference.moreInSecond)[...]
  }
}
