import Recordings
import Runs
import SpikeStatistics

/// What the display may see of a second network that runs in lock-step with the first.
package struct ComparedRun: Sendable {
  package let setting: RunSetting
  package let runState: RunState
  package let raster: SpikeRaster
  package let history: StepHistory
  package let matching: LayerMatching
  package let divergence: DivergenceHistory

  init(_ timeline: Timeline, matching: LayerMatching, divergence: DivergenceHistory) {
    setting = timeline.setting
    runState = timeline.runState
    raster = timeline.raster
    history = timeline.history
    self.matching = matching
    self.divergence = divergence
  }
}

extension CheckpointBudget {
  /// The budgets of two runs that share the memory of this one and keep the same checkpoints.
  package func shared(by first: RunState, and second: RunState) -> (
    CheckpointBudget, CheckpointBudget
  ) {
    let count = bytes / max(first.byteCount + second.byteCount, 1)
    return (
      CheckpointBudget(interval: interval, bytes: count * first.byteCount),
      CheckpointBudget(interval: interval, bytes: count * second.byteCount)
    )
  }
}
