import Conversion
import ExampleNetworks
import SpikingEngine
import Testing
import TimeTravel

/// How much has to be replayed to come back to a step.
@Suite struct CheckpointTests {
  /// With room for 48 checkpoints a step back replays less than an interval within 256 steps of the
  /// present, and less than eight within 1,000, however long the run is.
  @Test(arguments: [100, 1000, 5000, 40_000], [16, 20, 24])
  func aStepBackReplaysLittle(steps: Int, interval: Int) throws {
    var timeline = try timeline(interval: interval, count: 48)
    timeline.seek(to: steps)

    let kept = timeline.checkpointAccount.steps

    #expect(kept.count <= 48)
    for target in max(steps - 1000, 0)..<steps {
      let replayed = target - (kept.last { $0 <= target } ?? 0)
      let isNear = steps - target <= 256
      #expect(replayed < (isNear ? interval : 8 * interval), "step \(target) of \(steps)")
    }
  }

  /// A gap is filled when it is crossed, so that only the first step into it replays much.
  @Test func theWayBackFillsTheGapsThatItCrosses() throws {
    var timeline = try timeline(interval: 16, count: 48)
    timeline.seek(to: 20_000)
    for step in (4744...5000).reversed() { timeline.seek(to: step) }

    let kept = timeline.checkpointAccount.steps

    for target in 4744..<5000 {
      #expect(target - (kept.last { $0 <= target } ?? 0) < 16, "step \(target)")
    }
  }

  @Test func theMemoryOfCheckpointsIsToldAndKeptTo() throws {
    var timeline = try timeline(interval: 16, count: 20)
    timeline.seek(to: 3000)

    let account = timeline.checkpointAccount

    #expect(account.steps.count == 20 && account.steps[0] == 0)
    #expect(account.byteCount <= account.byteBudget)
    #expect(account.steps == account.steps.sorted())
  }

  private func timeline(interval: Int, count: Int) throws -> Timeline {
    let run = try ExampleRun(randomPerceptron(widths: [6, 8, 4], seed: 3), method: Robust())
    let size = RunState(run.simulation, setting: run.setting).byteCount
    return Timeline(
      run.simulation, setting: run.setting,
      checkpoints: CheckpointBudget(interval: interval, bytes: count * size), rasterBytes: 1 << 20)
  }
}
