import Recordings
import SpikeStatistics
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

  var recordedSteps: Range<Int> { raster.firstStep..<raster.lastStep + 1 }

  var key: RasterMemo.Bands {
    RasterMemo.Bands(
      generation: generation, layer: layer, length: bandLength, count: bandCount)
  }

  /// - Parameter dotRows: How many there are room for.
  init(
    raster: SpikeRaster, generation: Int, layer: Int, neuronCount: Int,
    reference: LayerReference?, dotRows: Int
  ) {
    self.raster = raster
    self.generation = generation
    self.layer = layer
    self.neuronCount = neuronCount
    self.reference = reference
    bandLength = max((neuronCount + max(dotRows, 1) - 1) / max(dotRows, 1), 1)
    bandCount = (neuronCount + bandLength - 1) / bandLength
  }

  func counts(in steps: ClosedRange<Int>) -> [BandCount] {
    var counts = Array(repeating: BandCount(), count: bandCount)
    for step in steps {
      let row = raster.row(of: layer, at: step)
      guard !row.isEmpty else { continue }
      for band in 0..<bandCount {
        let first = band * bandLength
        let last = min(first + bandLength, neuronCount)
        counts[band].places += last - first
        let fired = bitCounts(row, and: reference?.inactiveWords ?? [], from: first, to: last)
        counts[band].spikes += fired.all
        counts[band].sinSpikes += fired.common
      }
    }
    return counts
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
