import Conversion
import ExampleNetworks
import Foundation
import Runs
import SpikingEngine
import Testing
import TimeTravel

/// What a run keeps does not grow with its steps.
@Suite(.serialized) struct MemoryTests {
  /// Two networks in lock-step keep most: rasters, histories, where they differ, checkpoints.
  @Test func aMillionStepsAreKeptInBoundedMemory() throws {
    let network = randomPerceptron(widths: [8, 12, 10, 4], seed: 3)
    let runs = try [Robust(), Half()].map { (method: any ConversionMethod) in
      try ExampleRun(network, method: method)
    }
    let budget = CheckpointBudget(interval: 16, bytes: 1 << 20)
    let timelines = runs.map {
      Timeline($0.simulation, setting: $0.setting, checkpoints: budget, rasterBytes: 1 << 20)
    }
    var engine = EngineStepper(
      EngineLoad(timeline: timelines[0], secondRun: timelines[1], horizon: 1_000_000))
    var residents: [Int] = []

    for step in [100_000, 1_000_000] {
      engine.seek(to: step)
      let status = engine.status
      let comparison = try #require(status.comparison)
      #expect(status.history.lastStep == step)
      for history in [status.history, comparison.history] {
        #expect(history.stepCount <= StepHistory.latestSteps + 2 * StepHistory.firstSteps)
      }
      #expect(
        comparison.divergence.stepCount <= StepHistory.latestSteps + 2 * StepHistory.firstSteps)
      for raster in [status.raster, comparison.raster] {
        #expect(raster.byteCount <= 1 << 20)
        #expect(raster.lastStep == step && raster.firstStep > 1)
      }
      #expect(status.checkpoints.byteCount <= 1 << 20)
      #expect(status.checkpoints.steps.first == 0 && status.checkpoints.steps.last == step)
      residents.append(try residentBytes())
    }
    print(
      "resident: \(residents[0] >> 20) MB after 10^5 steps, \(residents[1] >> 20) MB after 10^6")
  }

  /// Whatever was dropped is not there, and what is there is what an unbounded run would say.
  @Test func differencesAreKeptForTheFirstStepsAndTheLatest() throws {
    let network = randomPerceptron(widths: [8, 12, 10, 4], seed: 3)
    let runs = try [Robust(), Half()].map { (method: any ConversionMethod) in
      try ExampleRun(network, method: method)
    }
    let timelines = runs.map { Timeline($0.simulation, setting: $0.setting) }
    var engine = EngineStepper(
      EngineLoad(timeline: timelines[0], secondRun: timelines[1], horizon: 1_000_000))
    let steps = StepHistory.latestSteps + 3 * StepHistory.firstSteps + 5
    var totals = [0]
    for _ in 0..<steps {
      engine.execute(.move(by: 1))
      totals.append(
        try #require(
          engine.status.comparison?.divergence.total(upTo: engine.status.runState.step)))
    }
    let divergence = try #require(engine.status.comparison?.divergence)

    let kept = (1...steps).filter { divergence.total(upTo: $0) != nil }
    #expect(kept.count == divergence.stepCount && kept.count < steps)
    #expect(kept.prefix(StepHistory.firstSteps).last == StepHistory.firstSteps)
    #expect(kept.suffix(StepHistory.latestSteps).first == steps - StepHistory.latestSteps + 1)
    for step in kept { #expect(divergence.total(upTo: step) == totals[step]) }
    #expect(totals[steps] > 0)

    let pairs = 0..<2
    let parts = pairs.compactMap { divergence.sum(ofPair: $0, upTo: steps)?.count }
    #expect(parts.reduce(0, +) == totals[steps])
  }

  private func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return try #require(pages) * 4096
  }
}
