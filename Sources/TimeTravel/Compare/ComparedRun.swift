import Recordings
import Runs
import SpikeStatistics

/// What the display may see of a second network that runs in lock-step with the first.
package struct ComparedRun: Sendable {
  package let setting: RunSetting
  package let runState: RunState
  package let raster: SpikeRaster
  package let history: StepHistory
  /// The potentials of the readout and of the layers that are probed.
  package let potentials: PotentialLog
  package let matching: LayerMatching
  package let divergence: DivergenceHistory

  /// What is kept of the second network's run.
  package let memory: MemoryAccount

  init(_ timeline: Timeline, matching: LayerMatching, divergence: DivergenceHistory) {
    setting = timeline.setting
    runState = timeline.runState
    raster = timeline.raster
    history = timeline.history
    potentials = timeline.potentials
    memory = timeline.memory
    self.matching = matching
    self.divergence = divergence
  }
}

extension CheckpointBudget {
  /// The budgets of runs that share the memory of this one and keep the same checkpoints.
  ///
  /// - Parameter stateBytes: What a state of each run takes at most; see `RunState.byteCount`.
  package func shared(by stateBytes: [Int]) -> [CheckpointBudget] {
    let count = bytes / max(stateBytes.reduce(0, +), 1)
    return stateBytes.map { CheckpointBudget(interval: interval, bytes: count * $0) }
  }
}
