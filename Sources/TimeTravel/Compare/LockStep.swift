import Recordings
import SpikeStatistics
import SpikingEngine

/// A run, or two of them in lock-step: both are always at the same step.
///
/// Without a second run every call goes straight to the first.
struct LockStep: Sendable {
  private(set) var timeline: Timeline
  private var secondRun: SecondRun?

  /// The second run, and how its spikes differ from those of the first.
  private struct SecondRun: Sendable {
    var timeline: Timeline
    let matching: LayerMatching
    var divergence: DivergenceHistory

    mutating func advance(by steps: Int, beside first: Timeline, on engine: Engine) {
      timeline.advance(by: steps, on: engine)
      divergence.record(first, beside: timeline)
    }
  }

  /// - Precondition: Both timelines are at step 0 and were never elsewhere.
  init(_ timeline: Timeline, beside second: Timeline?) {
    self.timeline = timeline
    secondRun = second.map { second in
      precondition(
        timeline.lastStep == 0 && second.lastStep == 0, "two runs in lock-step begin together")
      let matching = LayerMatching(
        timeline.setting.packed.network, second.setting.packed.network)
      return SecondRun(
        timeline: second, matching: matching,
        divergence: DivergenceHistory(matching, byteBudget: timeline.budget.differences))
    }
  }

  var setting: RunSetting { timeline.setting }
  var runState: RunState { timeline.runState }
  var raster: SpikeRaster { timeline.raster }
  var step: Int { timeline.step }
  var lastStep: Int { timeline.lastStep }
  var isCompared: Bool { secondRun != nil }

  /// The last step that can be taken now, where a run is told and not computed.
  var lastAvailableStep: Int? {
    [timeline, secondRun?.timeline].compactMap { $0?.runState.simulation.lastAvailableStep }.min()
  }

  /// Whether steps after `lastAvailableStep` may become available.
  var isGrowing: Bool {
    timeline.runState.simulation.isGrowing
      || secondRun?.timeline.runState.simulation.isGrowing == true
  }

  var comparison: ComparedRun? {
    secondRun.map {
      ComparedRun($0.timeline, matching: $0.matching, divergence: $0.divergence)
    }
  }

  /// How much memory was given back so far, in bytes.
  var droppedByteCount: Int {
    timeline.droppedByteCount + (secondRun?.timeline.droppedByteCount ?? 0)
  }

  /// What conditions can be asked of.
  var present: Present {
    Present(
      runState: runState, setting: setting,
      differences: secondRun.flatMap { $0.divergence.total(upTo: step) })
  }

  /// Takes some steps.
  mutating func advance(by count: Int = 1, on engine: Engine) {
    guard secondRun != nil else {
      timeline.advance(by: count, on: engine)
      return
    }
    let target = step + count
    while step < target {
      // No more than the rasters keep in any case, or steps would be gone before they are compared.
      let steps = min(
        target - step, timeline.raster.stepsKeptAtLeast,
        secondRun?.timeline.raster.stepsKeptAtLeast ?? 1)
      timeline.advance(by: steps, on: engine)
      secondRun?.advance(by: steps, beside: timeline, on: engine)
    }
  }

  /// Takes some steps on the way to a target; see `Timeline.approach`.
  mutating func approach(_ target: Int, by count: Int = 1, on engine: Engine) {
    guard secondRun != nil else {
      timeline.approach(target, by: count, on: engine)
      return
    }
    let start = step
    timeline.approach(target, by: 0, on: engine)
    let landing = step
    if landing != start {
      // With budgets that are shared both have the same checkpoints, and this is a jump too.
      secondRun?.timeline.seek(to: landing, on: engine)
    } else if landing < target {
      advance(by: min(count, target - landing), on: engine)
    }
  }

  /// The next or previous recorded step in which a neuron of the first network fired, or `nil`.
  func step(ofSpikeBy unit: Int, in layer: Int, from step: Int, forward: Bool) -> Int? {
    timeline.step(ofSpikeBy: unit, in: layer, from: step, forward: forward)
  }
}

/// What conditions are asked of: a run after a step, and the second one beside it.
struct Present {
  let runState: RunState
  let setting: RunSetting
  /// How many spikes differ up to here; `nil` without a second network, and where it is not kept.
  let differences: Int?
}
