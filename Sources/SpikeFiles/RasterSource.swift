import Recordings
import SpikingEngine

/// A raster in memory as a source of spikes.
package struct RasterSource: SpikeSource {
  private let raster: SpikeRaster

  /// - Precondition: The raster keeps all steps from the first on.
  package init(_ raster: SpikeRaster) {
    precondition(raster.firstStep == 1, "a raster from step \(raster.firstStep) on")
    self.raster = raster
  }

  /// The last step that there is.
  package var lastStep: Int { raster.lastStep }
  package var isGrowing: Bool { false }

  package func step(_ step: Int, of layer: Int) -> ReplayedStep {
    let events = raster.events(of: layer, at: step)
    return ReplayedStep(words: Array(events.words), values: Array(events.values))
  }
}
