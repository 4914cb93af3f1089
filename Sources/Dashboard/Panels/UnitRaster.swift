import Networks
import Recordings
import SpikeStatistics
import TerminalUI

/// The spikes of consecutive neurons by their numbers, one or more of them in a dot row.
struct UnitRaster: SpikeBands {
  let raster: SpikeRaster
  let layer: Int
  let reference: LayerReference?

  /// In population order, by unit number.
  let units: [Int]
  let unitsPerDot: Int

  var lastStep: Int { raster.lastStep }
  var bandCount: Int { (units.count + unitsPerDot - 1) / unitsPerDot }

  /// Costs O(units · steps).
  func counts(in steps: ClosedRange<Int>) -> [BandCount] {
    var counts = Array(repeating: BandCount(), count: bandCount)
    for step in steps {
      let row = raster.row(of: layer, at: step)
      guard !row.isEmpty else { continue }
      for (index, unit) in units.enumerated() {
        let band = index / unitsPerDot
        counts[band].places += 1
        guard row[row.startIndex + unit >> 6] >> UInt64(unit & 63) & 1 == 1 else { continue }
        counts[band].spikes += 1
        if reference?.isInactive(unit) ?? false { counts[band].sinSpikes += 1 }
      }
    }
    return counts
  }
}
