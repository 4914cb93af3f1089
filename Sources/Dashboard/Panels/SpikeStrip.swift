import Recordings
import SpikeStatistics
import TerminalUI

/// The spikes of a whole layer in a few rows: each dot row stands for a band of neurons.
///
/// A dot is set where at least one neuron of the band fired and the share that did is not below
/// the layer's mean rate so far; with one neuron per dot row it is simply its spike. A cell shows
/// the SIN mark where at least a tenth of its spikes are those of inactivated neurons. Both rules
/// are this project's own.
struct SpikeStrip {
  let raster: SpikeRaster
  let layer: Int
  let neuronCount: Int
  let reference: LayerReference?
  let axis: TimeAxis

  /// The layer's spikes per neuron and step over the recorded steps.
  let meanRate: Double

  /// The neurons of one dot row.
  func unitsPerDot(rows: Int) -> Int {
    max((neuronCount + rows * 4 - 1) / (rows * 4), 1)
  }

  func draw(in rect: Rect, on canvas: inout Canvas) {
    let bandLength = unitsPerDot(rows: rect.rows)
    for column in 0..<rect.columns {
      let steps = axis.steps(ofCell: column)
      guard steps.0 <= raster.lastStep else { return }
      let spikes = [raster.row(of: layer, at: steps.0), raster.row(of: layer, at: steps.1)]
      for row in 0..<rect.rows {
        let cell = StripCell(
          spikes: spikes, firstUnit: row * 4 * bandLength, bandLength: bandLength, strip: self)
        cell.draw(row: rect.row + row, column: rect.column + column, on: &canvas)
      }
    }
  }
}

/// One cell of a strip: two steps and four bands of neurons.
private struct StripCell {
  private var mask: [(x: Int, y: Int)] = []
  private var spikeCount = 0
  private var sinCount = 0
  private var intensity = 1

  init(
    spikes: [ArraySlice<UInt64>], firstUnit: Int, bandLength: Int, strip: SpikeStrip
  ) {
    for (x, row) in spikes.enumerated() where !row.isEmpty {
      for y in 0..<4 {
        let first = firstUnit + y * bandLength
        let last = min(first + bandLength, strip.neuronCount)
        guard first < last else { continue }
        let count = bitCount(row, from: first, to: last)
        spikeCount += count
        if let inactive = strip.reference?.inactiveWords {
          sinCount += bitCount(row, and: inactive, from: first, to: last)
        }
        let share = Double(count) / Double(last - first)
        if count > 0, share >= strip.meanRate { mask.append((x, y)) }
      }
    }
    let share = Double(spikeCount) / Double(8 * bandLength)
    intensity = strip.meanRate > 0 ? Int((2 * share / strip.meanRate).rounded()) : 1
  }

  func draw(row: Int, column: Int, on canvas: inout Canvas) {
    guard spikeCount > 0 else { return }
    if 10 * sinCount >= spikeCount, sinCount > 0 {
      canvas[row, column] = Cell(canvas.glyphs.sinSpike, style: .sinSpike)
      return
    }
    var dots = DotGrid(Size(rows: 1, columns: 1))
    for (x, y) in mask { dots.set(x: x, y: y, style: .spike(intensity)) }
    canvas.draw(dots, row: row, column: column)
  }
}

/// The number of bits set in positions `from..<to`.
func bitCount(_ words: ArraySlice<UInt64>, from: Int, to: Int) -> Int {
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
