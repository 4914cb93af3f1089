import ExampleNetworks
import Foundation
import Networks
import Recordings
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

@Suite struct EngineThreadTests {
  /// An engine that ends with the test.
  private final class Engine {
    let thread: EngineThread

    init(_ load: EngineLoad) {
      thread = EngineThread(load, speed: .infinity)
    }

    deinit { thread.send(.stop) }

    func status(where fits: (EngineStatus) -> Bool) throws -> EngineStatus {
      try waitForStatus(of: thread, where: fits)
    }

    func paused(at step: Int) throws -> EngineStatus {
      try status { $0.activity == .paused && $0.runState.step == step }
    }
  }

  private func engine(horizon: Int = 100) throws -> Engine {
    Engine(EngineLoad(timeline: try exampleTimeline(rasterBytes: 1 << 20), horizon: horizon))
  }

  @Test func aRunPausesAtTheHorizonAndRunsAsFarAgain() throws {
    let engine = try engine(horizon: 50)
    let sights = forwardSights(try exampleTimeline(), steps: 100)
    _ = try engine.paused(at: 0)

    engine.thread.send(.run)
    let first = try engine.paused(at: 50)
    engine.thread.send(.run)
    let second = try engine.paused(at: 100)

    #expect(first.horizon == 50)
    #expect(second.horizon == 100)
    let isSame = Sight(first.runState) == sights[50] && Sight(second.runState) == sights[100]
    #expect(isSame)
  }

  @Test func pauseStopsARun() throws {
    let engine = try engine(horizon: 1 << 30)

    engine.thread.send(.run)
    _ = try engine.status { $0.isRunning && $0.runState.step > 3 }
    engine.thread.send(.pause)
    let paused = try engine.status { $0.activity == .paused }

    engine.thread.send(.move(by: 1))
    _ = try engine.paused(at: paused.runState.step + 1)
  }

  /// That nothing comes is a speed, too: who looks on is told apart from who waits by it.
  @Test func aRunThatWaitsHasNoSpeed() throws {
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.7)
    let source = ArrivingSteps(network: run.network)
    let simulation = Simulation(replaying: source, of: run.packed)
    let engine = Engine(
      EngineLoad(timeline: Timeline(simulation, setting: run.setting), horizon: 1))

    engine.thread.send(.run)
    _ = try engine.status { $0.measuredSpeed > 0 }
    let waiting = try engine.status {
      $0.runState.step == ArrivingSteps.count && $0.measuredSpeed == 0
    }

    #expect(waiting.isRunning && waiting.isGrowing)
  }

  @Test func threeQuickMovesAreThreeSteps() throws {
    let engine = try engine()

    for _ in 0..<3 { engine.thread.send(.move(by: 1)) }
    _ = try engine.paused(at: 3)
    for _ in 0..<3 { engine.thread.send(.move(by: -1)) }
    _ = try engine.paused(at: 0)
    for _ in 0..<2 { engine.thread.send(.move(by: -1)) }

    engine.thread.send(.move(by: 5))
    _ = try engine.paused(at: 5)
  }

  @Test func seekingBackAndForthEqualsAStraightRun() throws {
    let engine = try engine()
    let sights = forwardSights(try exampleTimeline(), steps: 140)

    for step in [80, 3, 140, 139, 0, 64, 65] {
      engine.thread.send(.seek(to: step))
      let isSame = Sight(try engine.paused(at: step).runState) == sights[step]
      #expect(isSame, "step \(step)")
    }
  }

  @Test func seekSpikeMovesToTheNextAndToThePreviousSpike() throws {
    var timeline = try exampleTimeline(rasterBytes: 1 << 20)
    timeline.seek(to: 100)
    let trains = (0..<64).map { timeline.raster.spikeTrain(of: $0, in: 1, steps: 1...100) }
    let unit = try #require(trains.firstIndex { (3...30).contains($0.count) })
    let train = trains[unit]
    let engine = try engine(horizon: 100)

    for step in train {
      engine.thread.send(.seekSpike(unit: unit, layer: 1, forward: true))
      _ = try engine.paused(at: step)
    }
    engine.thread.send(.seekSpike(unit: unit, layer: 1, forward: true))
    #expect(try engine.paused(at: 100).stops.map(\.reason) == [.noSpikeAhead(upTo: 100)])
    for step in train.reversed() {
      engine.thread.send(.seekSpike(unit: unit, layer: 1, forward: false))
      _ = try engine.paused(at: step)
    }
    engine.thread.send(.seekSpike(unit: unit, layer: 1, forward: false))
    let status = try waitForStatus(of: engine.thread) { $0.stops.count == 2 }
    #expect(status.stops[1].reason == .noSpikeBefore(firstKept: 1))
    #expect(status.runState.step == train[0] && status.activity == .paused)
  }

  /// The raster has dropped the steps between the present and its first; they are walked again.
  @Test func seekSpikeFindsSpikesThatTheRasterDropped() throws {
    var timeline = try exampleTimeline(rasterBytes: 1 << 20)
    timeline.seek(to: 100)
    let trains = (0..<64).map { timeline.raster.spikeTrain(of: $0, in: 1, steps: 1...100) }
    let unit = try #require(trains.firstIndex { (3...30).contains($0.count) })
    let engine = Engine(EngineLoad(timeline: try exampleTimeline(rasterBytes: 1), horizon: 400))
    engine.thread.send(.seek(to: 400))
    #expect(try engine.paused(at: 400).raster.firstStep > 100)
    engine.thread.send(.seek(to: 0))
    _ = try engine.paused(at: 0)

    for step in trains[unit].prefix(3) {
      engine.thread.send(.seekSpike(unit: unit, layer: 1, forward: true))
      _ = try engine.paused(at: step)
    }
  }

  /// A long way to the unrecorded steps is no single piece of work, so that pause still pauses.
  @Test func aSilentNeuronIsSoughtUpToTheHorizon() throws {
    var timeline = try exampleTimeline(rasterBytes: 1 << 20)
    timeline.seek(to: 90)
    let trains = (0..<64).map { timeline.raster.spikeTrain(of: $0, in: 1, steps: 1...90) }
    let unit = try #require(trains.firstIndex { $0.isEmpty })
    let engine = try engine(horizon: 90)
    engine.thread.send(.seek(to: 60))
    engine.thread.send(.seek(to: 5))
    _ = try engine.paused(at: 5)

    engine.thread.send(.seekSpike(unit: unit, layer: 1, forward: true))

    _ = try engine.paused(at: 90)
  }

  @Test func loadReplacesTheTimeline() throws {
    let engine = try engine(horizon: 60)
    engine.thread.send(.run)
    _ = try engine.paused(at: 60)

    engine.thread.load(EngineLoad(timeline: try exampleTimeline(.perceptron), horizon: 20))
    _ = try engine.status {
      $0.runState.step == 0 && $0.setting.packed.network.name == "perceptron"
    }
    engine.thread.send(.run)
    let run = try engine.paused(at: 20)

    #expect(run.setting.packed.network.name == "perceptron")
    #expect(run.raster.lastStep == 20)
  }

  @Test func commandsSentBeforeALoadDoNotReachWhatIsLoaded() throws {
    for _ in 0..<50 {
      let engine = try engine()
      engine.thread.send(.seek(to: 7))
      engine.thread.load(EngineLoad(timeline: try exampleTimeline(.perceptron), horizon: 20))
      engine.thread.send(.move(by: 2))

      let status = try engine.status {
        $0.setting.packed.network.name == "perceptron" && $0.activity == .paused
          && $0.runState.step > 0
      }

      #expect(status.runState.step == 2)
    }
  }

  @Test func stopEndsTheThread() throws {
    weak var thread: EngineThread?
    do {
      let engine = try engine()
      thread = engine.thread
      _ = try engine.paused(at: 0)
      #expect(thread != nil)
    }

    let deadline = Date.now + 20
    while thread != nil && Date.now < deadline { Thread.sleep(forTimeInterval: 0.001) }

    #expect(thread == nil)
  }
}

/// Silent steps that come by the clock, and then no more, though there may be.
private struct ArrivingSteps: SpikeSource {
  static let count = 60
  private static let stepsPerSecond = 40.0

  let network: SpikingNetwork
  private let start = Date.now

  init(network: SpikingNetwork) {
    self.network = network
  }

  let isGrowing = true

  var lastStep: Int {
    min(Int(Date.now.timeIntervalSince(start) * Self.stepsPerSecond), Self.count)
  }

  func step(_ step: Int, of layer: Int) -> ReplayedStep {
    let words = (network.layers[layer].shape.count + 63) / 64
    return ReplayedStep(words: Array(repeating: 0, count: words), values: [])
  }
}
