import Recordings
import Runs
import SpikeStatistics

/// What the display may see of the engine: unchanging values.
package struct EngineStatus: Sendable {
  /// What the engine is doing.
  package enum Activity: Equatable, Sendable {
    case paused
    case running
    /// On the way to a step.
    case seeking
  }

  /// Which timeline this is about: the number that came with it.
  package var generation: Int

  package var activity: Activity
  package var setting: RunSetting
  package var runState: RunState
  package var raster: SpikeRaster
  package var history: StepHistory
  package var checkpoints: CheckpointAccount

  /// What both runs keep in memory.
  package var memory: MemoryAccount

  /// The potentials of the readout and of the layers that are probed.
  package var potentials: PotentialLog

  /// Where a run pauses by itself.
  package var horizon: Int

  /// Whether the run goes on as soon as there is more of what is told and not computed.
  package var isGrowing: Bool

  /// The speed that was asked for; infinity for as fast as possible.
  package var speed: Double

  /// Steps per second of late, 0 while not running.
  package var measuredSpeed: Double

  /// In ascending order of their numbers.
  package var breakpoints: [Breakpoint]

  /// The condition at which this run alone stops, as it was typed.
  package var until: String?

  /// The latest stops at conditions, the last one last.
  package var stops: [EngineStop]

  /// The second network that runs in lock-step, if there is one.
  package var comparison: ComparedRun?

  init(
    generation: Int, activity: Activity, timeline: LockStep, horizon: Int, speed: Double,
    measuredSpeed: Double, breakpoints: [Breakpoint], until: String?, stops: [EngineStop]
  ) {
    self.generation = generation
    self.activity = activity
    setting = timeline.setting
    runState = timeline.runState
    raster = timeline.raster
    history = timeline.timeline.history
    potentials = timeline.timeline.potentials
    checkpoints = timeline.timeline.checkpointAccount
    comparison = timeline.comparison
    memory = timeline.memory
    self.horizon = horizon
    isGrowing = timeline.isGrowing
    self.speed = speed
    self.measuredSpeed = measuredSpeed
    self.breakpoints = breakpoints
    self.until = until
    self.stops = stops
  }

  package var isRunning: Bool { activity == .running }

  /// Whether the networks at work can be asked this.
  package func check(_ condition: StopCondition) throws(ConditionError) {
    try condition.condition.check(for: setting, isCompared: comparison != nil)
  }
}
