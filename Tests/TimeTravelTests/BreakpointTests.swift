import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// Where runs stop, in both directions.
@Suite struct BreakpointTests {
  private static let conditions = [
    "sin > 0", "every sin > 2", "spikes(conv1#3)", "every spikes(conv1#3)", "t == 17",
    "every t > 20",
    "D(conv1#5) >= 1 || D(conv1#5) <= -1", "v(conv1#7) > 0.5", "prediction != 0", "!(sin > 0)",
    "rate(conv1) > 0.1", "t < 0",
  ]

  /// One that becomes true at a step does not depend on where the run began: a stop is a step after
  /// which the condition holds, and before which it did not.
  @Test(arguments: conditions.filter { !$0.hasPrefix("every ") })
  func aRunStopsWhereAConditionBecomesTrue(text: String) throws {
    let levels = try stopSteps("every " + text, steps: steps)
    let truth = levels.filter { !levels.contains($0 - 1) && ($0 > 1 || !isTrueAtStart(text)) }

    #expect(try stopSteps(text, steps: steps) == truth)
  }

  /// Only `!(sin > 0)` and `t < …` hold before the first step, of those above.
  private func isTrueAtStart(_ text: String) -> Bool { text == "!(sin > 0)" }

  /// The way back meets the steps of the way there, from any step, whatever the checkpoints.
  @Test(
    arguments: conditions, [CheckpointBudget(interval: 1), CheckpointBudget(interval: 7, bytes: 1)])
  func theWayBackMeetsTheSameSteps(text: String, budget: CheckpointBudget) throws {
    let condition = try StopCondition(text)
    let forward = try stopSteps(text, steps: steps)
    var engine = EngineStepper(
      EngineLoad(timeline: try exampleTimeline(checkpoints: budget), horizon: steps))
    let sights = forwardSights(try exampleTimeline(), steps: steps)
    engine.seek(to: steps)

    for expected in forward.reversed().filter({ $0 < steps }) {
      engine.execute(.runBack(to: condition, fence: 0))
      #expect(engine.status.runState.step == expected)
      #expect(engine.status.stops.last?.reason == .until)
      let isSame = Sight(engine.status.runState) == sights[expected]
      #expect(isSame, "step \(expected)")
    }
    let last = engine.status.runState.step
    engine.execute(.runBack(to: condition, fence: 0))
    #expect(engine.status.runState.step == 0)
    #expect(engine.status.stops.last?.reason == .notFound(from: last))
  }

  @Test func theWayBackEndsAtTheFence() throws {
    let condition = try StopCondition("every t == 9")
    var engine = try stepper()
    engine.seek(to: 30)

    engine.execute(.runBack(to: condition, fence: 10))
    #expect(engine.status.runState.step == 10)
    #expect(engine.status.stops.last?.reason == .notFound(from: 30))
    engine.seek(to: 30)
    engine.execute(.runBack(to: condition, fence: 9))
    #expect(engine.status.runState.step == 9)
    #expect(engine.status.stops.last?.reason == .until)
  }

  @Test func breakpointsCountTheirHits() throws {
    var engine = try stepper()
    engine.execute(.breaks(.set(Breakpoint(number: 2, condition: try StopCondition("t == 9")))))
    engine.execute(.breaks(.set(Breakpoint(number: 1, condition: try StopCondition("t == 5")))))

    for _ in 0..<3 { engine.execute(.run) }
    #expect(engine.status.runState.step == steps)
    engine.execute(.runBack(to: nil, fence: 0))

    let status = engine.status
    #expect(status.runState.step == 9)
    #expect(status.breakpoints.map(\.number) == [1, 2])
    #expect(status.breakpoints.map(\.hits) == [1, 2])
    #expect(status.breakpoints.map(\.steps) == [[5], [9]])
    #expect(
      status.stops.map(\.reason) == [
        .breakpoint(number: 1), .breakpoint(number: 2), .breakpoint(number: 2),
      ])
    #expect(status.stops.map(\.serial) == [1, 2, 3])
  }

  @Test func whatIsDisabledOrRemovedStopsNothing() throws {
    var engine = try stepper()
    for number in 1...2 {
      engine.execute(
        .breaks(.set(Breakpoint(number: number, condition: try StopCondition("t == \(number)")))))
    }

    engine.execute(.breaks(.enable(number: 1, false)))
    engine.execute(.breaks(.remove(number: 2)))
    engine.execute(.run)
    #expect(engine.status.runState.step == steps)

    engine.seek(to: 0)
    engine.execute(.breaks(.enable(number: 1, true)))
    engine.execute(.run)
    #expect(engine.status.runState.step == 1)
  }

  @Test func aRunToAConditionIsOneRun() throws {
    var engine = try stepper()
    let condition = try StopCondition("t == 4 || t == 20")

    engine.execute(.runUntil(condition))
    #expect(engine.status.runState.step == 4 && engine.status.until == nil)
    engine.execute(.run)
    #expect(engine.status.runState.step == steps)
    #expect(engine.status.stops.map(\.reason) == [.until])
    engine.seek(to: 30)
    engine.execute(.runUntil(condition))
    #expect(engine.status.runState.step == steps)
    #expect(engine.status.stops.last?.reason == .notMet)
  }

  @Test func movesPassBreakpoints() throws {
    var engine = try stepper()
    engine.execute(.breaks(.set(Breakpoint(number: 1, condition: try StopCondition("t == 5")))))

    engine.execute(.move(by: 8))

    #expect(engine.status.runState.step == 8 && engine.status.stops.isEmpty)
  }

  /// Statistics, raster and history are those of a run without conditions.
  @Test func conditionsChangeNothingButWhereARunStops() throws {
    var watched = try stepper()
    var plain = try stepper()
    watched.execute(
      .breaks(.set(Breakpoint(number: 1, condition: try StopCondition("every sin > 0")))))

    plain.execute(.run)
    while watched.status.runState.step < steps { watched.execute(.run) }

    let isSame = Sight(watched.status.runState) == Sight(plain.status.runState)
    #expect(isSame)
    for step in 1...steps {
      for layer in plain.status.setting.packed.network.layers.indices {
        #expect(
          plain.status.history.entry(of: layer, at: step)?.spikes
            == watched.status.history.entry(of: layer, at: step)?.spikes)
      }
    }
  }

  /// Step-back equality over random walks of commands: whatever was done, a step is that of a
  /// straight run, statistics included.
  @Test(arguments: 0..<6)
  func anyWalkOfCommandsArrivesAtTheStepsOfAStraightRun(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let method: any ConversionMethod = seed % 2 == 0 ? Robust() : Bistable(phases: 5)
    let budget = CheckpointBudget(interval: 1 + seed * 5, bytes: seed % 3 == 0 ? 1 : 512 << 20)
    let sights = forwardSights(try exampleTimeline(method: method), steps: 300)
    var engine = EngineStepper(
      EngineLoad(timeline: try exampleTimeline(method: method, checkpoints: budget), horizon: 60))
    var stops = 0
    for _ in 0..<60 {
      engine.execute(try command(at: engine.status.runState.step, using: &random))

      let status = engine.status
      let isSame = Sight(status.runState) == sights[status.runState.step]
      #expect(isSame, "step \(status.runState.step)")
      stops = max(stops, status.stops.last?.serial ?? 0)
      if status.runState.step > 200 { engine.seek(to: Int.random(in: 0...60, using: &random)) }
    }
    #expect(stops > 5, "the walk has met conditions")
  }

  private func command(
    at step: Int, using random: inout SeededGenerator
  ) throws -> EngineCommand {
    let texts = Self.conditions + ["every sin(conv1) > 1", "every spikes(conv1#4)"]
    let condition = try StopCondition(texts[Int.random(in: 0..<texts.count, using: &random)])
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return .runUntil(condition)
    case 1: return .runBack(to: condition, fence: Int.random(in: 0...20, using: &random))
    case 2: return .runBack(to: nil, fence: 0)
    case 3: return .breaks(.set(Breakpoint(number: Int(step % 4), condition: condition)))
    case 4: return .breaks(.remove(number: Int.random(in: 0..<4, using: &random)))
    case 5: return .move(by: Int.random(in: -20...20, using: &random))
    case 6: return .seek(to: Int.random(in: 0...150, using: &random))
    case 7: return .seekSpike(unit: 3, layer: 0, forward: Bool.random(using: &random))
    default: return .run
    }
  }

  @Test func breakpointsOutliveALoadAndSayWhatTheyCannotAsk() throws {
    let timeline = try exampleTimeline()
    let engine = EngineThread(EngineLoad(timeline: timeline, horizon: 20), speed: .infinity)
    defer { engine.send(.stop) }
    for (number, text) in ["t == 3", "spikes(conv1#3)"].enumerated() {
      engine.send(.breaks(.set(Breakpoint(number: number, condition: try StopCondition(text)))))
    }

    engine.load(
      EngineLoad(timeline: try exampleTimeline(.perceptron), horizon: 20, generation: 1))
    engine.send(.run)
    let status = try waitForStatus(of: engine) {
      $0.generation == 1 && $0.activity == .paused && $0.runState.step > 0
    }

    #expect(status.runState.step == 3)
    #expect(status.breakpoints[0].problem == nil && status.breakpoints[0].hits == 1)
    #expect(status.breakpoints[1].problem?.contains("conv1") == true)
  }
}

/// How many steps the runs of these tests take.
private let steps = 60

private func stepper() throws -> EngineStepper {
  EngineStepper(EngineLoad(timeline: try exampleTimeline(), horizon: steps))
}

/// The steps, up to a last one, at which runs from step 0 on stop.
func stopSteps(_ text: String, steps: Int) throws -> [Int] {
  stopSteps(
    try StopCondition(text), of: try exampleTimeline(rasterBytes: 1 << 20), steps: steps)
}

func stopSteps(_ condition: StopCondition, of timeline: Timeline, steps: Int) -> [Int] {
  var engine = EngineStepper(EngineLoad(timeline: timeline, horizon: steps))
  var stops: [Int] = []
  while engine.status.runState.step < steps {
    engine.execute(.runUntil(condition))
    if engine.status.stops.last?.reason == .until { stops.append(engine.status.runState.step) }
  }
  return stops
}
