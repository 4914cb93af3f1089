import Recordings
import SpikeStatistics
import SpikingEngine
import TerminalUI

/// The spikes of a whole layer in a few rows: each dot row stands for a band of neurons.
struct SpikeStrip: SpikeBands {
  let raster: SpikeRaster
  let generation: Int
  let layer: Int
  let neuronCount: Int
  let reference: LayerReference?

  /// The neurons of one dot row, contiguous in channels-last order.
  let bandLength: Int
  let bandCount: Int

  /// Whether spikes of the layer are taken back by others.
  let takesSpikesBack: Bool

  var recordedSteps: Range<Int> { raster.firstStep..<raster.lastStep + 1 }

  var key: RasterMemo.Bands {
    RasterMemo.Bands(
      generation: generation, layer: layer, length: bandLength, count: bandCount)
  }

  /// - Parameter dotRows: How many there are room for.
  init(
    raster: SpikeRaster, generation: Int, layer: Int, neuronCount: Int,
    reference: LayerReference?, takesSpikesBack: Bool, dotRows: Int
  ) {
    self.raster = raster
    self.generation = generation
    self.layer = layer
    self.neuronCount = neuronCount
    self.reference = reference
    self.takesSpikesBack = takesSpikesBack
    bandLength = max((neuronCount + max(dotRows, 1) - 1) / max(dotRows, 1), 1)
    bandCount = (neuronCount + bandLength - 1) / bandLength
  }

  func counts(in steps: ClosedRange<Int>) -> [BandCount] {
    var counts = Array(repeating: BandCount(), count: bandCount)
    for step in steps {
      let row = raster.row(of: layer, at: step)
      guard !row.isEmpty else { continue }
      counts.add(
        row, and: reference?.inactiveWords ?? [], bandLength: bandLength, neuronCount: neuronCount)
      if takesSpikesBack { count(raster.events(of: layer, at: step), in: &counts) }
    }
    return counts
  }

  /// Counts the events that take spikes back.
  private func count(_ events: RecordedEvents, in counts: inout [BandCount]) {
    let common = events.commonValue
    if let common, common >= 0 { return }
    var place = events.values.startIndex
    events.words.forEachBit { unit in
      if (common ?? events.values[place]) < 0 { counts[unit / bandLength].takenBack += 1 }
      place += 1
    }
  }
}

extension [BandCount] {
  /// Adds the spikes of a step, a bit per neuron, to the bands that they lie in.
  ///
  /// - Parameter inactive: The inactivated neurons; nothing where there are none.
  mutating func add(
    _ spikes: ArraySlice<UInt64>, and inactive: [UInt64], bandLength: Int, neuronCount: Int
  ) {
    for band in indices {
      let first = band * bandLength
      let last = Swift.min(first + bandLength, neuronCount)
      self[band].places += last - first
      let fired = bitCounts(spikes, and: inactive, from: first, to: last)
      self[band].spikes += fired.all
      self[band].sinSpikes += fired.common
    }
  }
}

/// The number of bits set in positions `from..<to`, and of those that are set in the mask too.
///
/// A layer has many of these, so only the words at the ends are cut.
func bitCounts(
  _ words: ArraySlice<UInt64>, and mask: [UInt64], from: Int, to: Int
) -> (all: Int, common: Int) {
  var counts = (all: 0, common: 0)
  let (first, last) = (from / 64, (to - 1) / 64)
  words.withUnsafeBufferPointer { words in
    mask.withUnsafeBufferPointer { mask in
      for index in first...last {
        var word = words[index]
        if index == first { word &= .max << UInt64(from % 64) }
        if index == last { word &= .max >> UInt64(63 - (to - 1) % 64) }
        guard word != 0 else { continue }
        counts.all += word.nonzeroBitCount
        if !mask.isEmpty { counts.common += (word & mask[index]).nonzeroBitCount }
      }
    }
  }
  return counts
}
