import Recordings
import SpikeStatistics
import TerminalUI

/// The spikes of a whole layer in a few rows: each dot row stands for a band of neurons.
///
/// A dot is set where at least one neuron of the band fired and the share that did is not below
/// the layer's mean rate so far; with one neuron and one step per dot it is simply its spike. A cell
/// shows the SIN mark where at least a tenth of its spikes are those of inactivated neurons. Both
/// rules are this project's own.
struct SpikeStrip: SpikeBands {
  let raster: SpikeRaster
  let layer: Int
  let neuronCount: Int
  let reference: LayerReference?

  /// The neurons of one dot row, contiguous in population order.
  let bandLength: Int
  let bandCount: Int

  /// The layer's spikes per neuron and step over the recorded steps.
  let meanRate: Double

  var lastStep: Int { raster.lastStep }

  /// - Parameter dotRows: How many there are room for.
  init(
    raster: SpikeRaster, layer: Int, neuronCount: Int, reference: LayerReference?, dotRows: Int,
    meanRate: Double
  ) {
    self.raster = raster
    self.layer = layer
    self.neuronCount = neuronCount
    self.reference = reference
    self.meanRate = meanRate
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
        counts[band].spikes += bitCount(row, from: first, to: last)
        if let inactive = reference?.inactiveWords {
          counts[band].sinSpikes += bitCount(row, and: inactive, from: first, to: last)
        }
      }
    }
    return counts
  }
}

/// The number of bits set in positions `from..<to`.
private func bitCount(_ words: ArraySlice<UInt64>, from: Int, to: Int) -> Int {
  var count = 0
  for word in from / 64...(to - 1) / 64 {
    count += (words[words.startIndex + word] & bits(of: word, from: from, to: to)).nonzeroBitCount
  }
  return count
}

/// The number of bits set in both in positions `from..<to`.
private func bitCount(
  _ words: ArraySlice<UInt64>, and mask: [UInt64], from: Int, to: Int
) -> Int {
  var count = 0
  for word in from / 64...(to - 1) / 64 {
    let both = words[words.startIndex + word] & mask[word]
    count += (both & bits(of: word, from: from, to: to)).nonzeroBitCount
  }
  return count
}

/// The bits of a word that stand for positions `from..<to`.
private func bits(of word: Int, from: Int, to: Int) -> UInt64 {
  let low = max(from - word * 64, 0)
  let high = min(to - word * 64, 64)
  let upper: UInt64 = high == 64 ? .max : (1 << UInt64(high)) - 1
  return upper & (UInt64.max << UInt64(low))
}
