import Networks
import Recordings
import SpikeStatistics
import TerminalUI

/// The spikes of neurons in an order, one or more of them in a dot row.
struct UnitRaster: SpikeBands {
  let raster: SpikeRaster
  let generation: Int
  let layer: Int
  let reference: LayerReference?

  /// The place of the first one.
  let firstNumber: Int

  /// In channels-last order, by place.
  let units: [Int]
  let unitsPerDot: Int

  /// Whether spikes of the layer are taken back by others.
  let takesSpikesBack: Bool

  /// Which order they stand in; `nil` for that of their numbers.
  let order: RasterMemo.Order?

  var recordedSteps: Range<Int> { raster.firstStep..<raster.lastStep + 1 }
  var bandCount: Int { (units.count + unitsPerDot - 1) / unitsPerDot }

  var key: RasterMemo.Bands {
    RasterMemo.Bands(
      generation: generation, layer: layer, firstNumber: firstNumber, length: unitsPerDot,
      count: bandCount, order: order)
  }

  /// Costs O(units · steps).
  func counts(in steps: ClosedRange<Int>) -> [BandCount] {
    var counts = Array(repeating: BandCount(), count: bandCount)
    for step in steps {
      let row = raster.row(of: layer, at: step)
      guard !row.isEmpty else { continue }
      let events = takesSpikesBack ? raster.events(of: layer, at: step) : nil
      for (index, unit) in units.enumerated() {
        let band = index / unitsPerDot
        counts[band].places += 1
        guard row[row.startIndex + unit >> 6] >> UInt64(unit & 63) & 1 == 1 else { continue }
        counts[band].spikes += 1
        if reference?.isInactive(unit) ?? false { counts[band].sinSpikes += 1 }
        if let events, events.value(of: unit) < 0 { counts[band].takenBack += 1 }
      }
    }
    return counts
  }
}
