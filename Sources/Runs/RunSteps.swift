import Recordings
import SpikingEngine

/// What a run did in the steps reached so far, as far as it is kept, and where it is now.
///
/// Shares its memory with the run that it is of.
package struct RunSteps: Sendable {
  /// The present, which is before the last step reached where the run has gone back.
  package let step: Int

  /// The state of each layer after `step`.
  package let populations: [Population]

  /// The spikes of each layer.
  package let raster: SpikeRaster

  /// The potentials of the layers that are probed, and of the readout.
  package let potentials: PotentialLog

  /// A few numbers of each layer.
  package let history: StepHistory

  package init(
    step: Int, populations: [Population], raster: SpikeRaster, potentials: PotentialLog,
    history: StepHistory
  ) {
    self.step = step
    self.populations = populations
    self.raster = raster
    self.potentials = potentials
    self.history = history
  }

  /// The furthest step that was reached.
  package var lastStep: Int { history.lastStep }
}
