import Foundation
import Runs
import SpikingEngine

/// The engine thread's state machine: what it is doing, and the next piece of it.
struct EngineRun {
  enum Activity: Equatable {
    case paused
    case running
    case seeking(to: Int)
    case seekingSpike(unit: Int, layer: Int)
    case searchingBack
  }

  var timeline: LockStep
  private var generation: Int
  private var runLength: Int
  private var horizon: Int
  private var speed: Double
  var activity = Activity.paused

  var breaks: BreakBook
  /// While searching back: the search, and the condition as it was typed.
  var search: BackwardSearch?
  var searched = ""

  private var nextStepDue = Date.distantPast
  private var meter = SpeedMeter()
  var pace = StepPace()
  var sinks = StepSinks()
  let engine: Engine
  private var heap: HeapCare

  init(_ load: EngineLoad, speed: Double, engine: Engine) {
    self.engine = engine
    timeline = load.lockStep
    heap = HeapCare(limit: timeline.memory.limit)
    breaks = BreakBook(timeline)
    runLength = load.horizon
    horizon = load.horizon
    generation = load.generation
    self.speed = speed
  }

  /// How long a run waits before it looks whether a recording has grown.
  private static let secondsBetweenLooks = 0.02

  /// Where a run pauses by itself: at the horizon, or where what is recorded ends.
  private var end: Int { timeline.lastAvailableStep ?? horizon }

  /// Whether `work` has something to do.
  var isBusy: Bool { activity != .paused }

  /// Whether a run has come to the end of what is recorded so far.
  var isWaiting: Bool { activity == .running && timeline.isGrowing && timeline.step >= end }

  /// Whether the states on the way are worth showing.
  var showsProgress: Bool { activity == .running }

  var secondsUntilNextStep: Double {
    activity == .running ? max(nextStepDue.timeIntervalSinceNow, 0) : 0
  }

  var status: EngineStatus {
    EngineStatus(
      generation: generation,
      activity: activity == .paused ? .paused : activity == .running ? .running : .seeking,
      timeline: timeline, horizon: max(end, 1), speed: speed,
      measuredSpeed: activity == .running ? meter.stepsPerSecond : 0,
      breakpoints: breaks.breakpoints, until: breaks.once?.text, stops: breaks.stops)
  }

  /// Replaces the timeline; a running engine goes on running from step 0.
  mutating func load(_ load: EngineLoad) {
    timeline = load.lockStep
    heap = HeapCare(limit: timeline.memory.limit)
    runLength = load.horizon
    horizon = load.horizon
    generation = load.generation
    breaks.load(timeline)
    if activity != .running { endRun() }
  }

  /// - Returns: `false` when the engine shall end.
  mutating func execute(_ command: EngineCommand) -> Bool {
    switch command {
    case .run:
      run(until: nil)
    case .runUntil(let condition):
      run(until: condition)
    case .runBack(let condition, let fence):
      searchBack(to: condition, fence: fence)
    case .breaks(let command):
      breaks.execute(command)
    case .pause:
      endRun()
    case .move(let steps):
      seek(to: destination + steps)
    case .seek(let step):
      seek(to: step)
    case .seekSpike(let unit, let layer, let forward):
      seekSpike(unit, in: layer, forward: forward)
    case .setSpeed(let stepsPerSecond):
      speed = stepsPerSecond
      nextStepDue = .now
    case .stop:
      return false
    }
    return true
  }

  /// Takes as many steps as are due, but so few that a command never waits for long.
  mutating func work() {
    switch activity {
    case .paused:
      return
    case .running:
      guard nextStepDue.timeIntervalSinceNow <= 0 else { return }
      takeStepsDue()
    case .seeking(let target):
      let steps = min(pace.steps, abs(target - timeline.step))
      paced {
        $0.timeline.approach(target, by: steps, on: $0.engine)
        return steps
      }
      if timeline.step == target { activity = .paused }
    case .seekingSpike(let unit, let layer):
      walkToSpike(unit, in: layer)
    case .searchingBack:
      workOnSearch()
    }
  }

  /// Lets those have the latest steps who want them.
  func passStepsToSinks() {
    if !sinks.isEmpty { sinks.take(timeline.timeline, isPaused: !isBusy) }
  }

  /// Tells a sink, or all, that the run is over.
  mutating func endSinks(_ sink: (any StepSink)? = nil) {
    if let sink {
      sinks.end(sink, after: timeline.timeline)
    } else {
      sinks.endAll(after: timeline.timeline)
    }
  }

  private mutating func takeStepsDue() {
    // Asked for before the end, which may grow in between.
    let isGrowing = timeline.isGrowing
    let steps = min(stepsDue, end - timeline.step)
    if steps > 0 {
      let taken = paced { $0.takeSteps(steps) }
      meter.count(taken)
      nextStepDue = max(nextStepDue + Double(taken) / speed, .now - 0.1)
    } else if isGrowing {
      // Nothing has come, which is a speed, too.
      meter.count(0)
      nextStepDue = .now + EngineRun.secondsBetweenLooks
    }
    if activity == .running, !isGrowing, timeline.step >= end { reachHorizon() }
  }

  /// Does some steps of work and adapts the pace to how long they take.
  ///
  /// - Parameter work: Returns how many steps it took.
  @discardableResult mutating func paced(_ work: (inout EngineRun) -> Int) -> Int {
    let start = Date.now
    let count = work(&self)
    pace.adapt(to: count, seconds: Date.now.timeIntervalSince(start))
    heap.look(at: timeline.droppedByteCount)
    return count
  }

  /// Steps that fall behind are made up for, as far as the pace allows.
  private var stepsDue: Int {
    let late = -nextStepDue.timeIntervalSinceNow * speed
    return max(min(late.isFinite ? Int(min(late, 1e6)) + 1 : pace.steps, pace.steps), 1)
  }

  /// Where the engine is or is going.
  private var destination: Int {
    if case .seeking(let target) = activity { target } else { timeline.step }
  }

  private mutating func run(until condition: StopCondition?) {
    if timeline.step >= horizon { horizon = timeline.step + runLength }
    endRun()
    breaks.stopOnce(at: condition)
    activity = .running
    nextStepDue = .now
    meter = SpeedMeter()
  }

  /// Stays where it is; what only this run was to stop at is forgotten.
  mutating func endRun() {
    activity = .paused
    search = nil
    breaks.stopOnce(at: nil)
  }

  mutating func seek(to step: Int) {
    endRun()
    let target = min(max(step, 0), timeline.lastAvailableStep ?? .max)
    horizon = max(horizon, target)
    activity = target == timeline.step ? .paused : .seeking(to: target)
  }

  private mutating func seekSpike(_ unit: Int, in layer: Int, forward: Bool) {
    endRun()
    if forward, !isNextStepRecorded, timeline.step < end {
      activity = .seekingSpike(unit: unit, layer: layer)
    } else if let step = timeline.step(
      ofSpikeBy: unit, in: layer, from: timeline.step, forward: forward)
    {
      seek(to: step)
    } else if forward, timeline.lastStep < end {
      activity = .seekingSpike(unit: unit, layer: layer)
    } else {
      reportSilence(of: unit, in: layer, forward: forward)
    }
  }

  /// Ends a walk to a spike that there is not.
  private mutating func reportSilence(of unit: Int, in layer: Int, forward: Bool) {
    activity = .paused
    let description = timeline.setting.packed.network.layers[layer]
    breaks.report(
      forward ? .noSpikeAhead(upTo: end) : .noSpikeBefore(firstKept: timeline.raster.firstStep),
      condition: "\(description.name)#\(description.shape.unitNumber(ofIndex: unit))",
      step: timeline.step)
  }

  /// Takes a step towards a spike that is not recorded, because the raster has dropped it or
  /// because nobody was there yet.
  private mutating func walkToSpike(_ unit: Int, in layer: Int) {
    if !isNextStepRecorded {
      timeline.advance(on: engine)
      let fired = timeline.runState.simulation.populations[layer].output.indices
      if fired.contains(Int32(unit)) {
        activity = .paused
      } else if timeline.step >= end {
        reportSilence(of: unit, in: layer, forward: true)
      }
    } else if let step = timeline.step(
      ofSpikeBy: unit, in: layer, from: timeline.step, forward: true)
    {
      seek(to: step)
    } else {
      timeline.approach(timeline.lastStep, by: pace.steps, on: engine)
      if timeline.step >= end { reportSilence(of: unit, in: layer, forward: true) }
    }
  }

  private var isNextStepRecorded: Bool {
    timeline.step + 1 >= timeline.raster.firstStep && timeline.step < timeline.lastStep
  }
}

/// Steps per second over the last second or so.
private struct SpeedMeter {
  private var start = Date.now
  private var steps = 0
  private(set) var stepsPerSecond = 0.0

  mutating func count(_ number: Int) {
    steps += number
    let elapsed = Date.now.timeIntervalSince(start)
    guard elapsed > 0.5 else { return }
    stepsPerSecond = Double(steps) / elapsed
    start = .now
    steps = 0
  }
}
