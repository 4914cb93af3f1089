import Conversion
import ExampleNetworks
import Foundation
import Networks
import SpikeStatistics
import SpikingEngine
import TimeTravel

/// A timeline at step 0.
func exampleTimeline(
  _ example: Example = .residual, method: any ConversionMethod = Robust(),
  checkpoints: CheckpointBudget = CheckpointBudget(interval: 8, bytes: 1), rasterBytes: Int = 1
) throws -> Timeline {
  let run = try ExampleRun(example.network(seed: 1), method: method, headroom: 0.7)
  return Timeline(
    run.simulation, setting: run.setting, checkpoints: checkpoints, rasterBytes: rasterBytes)
}

extension Timeline {
  mutating func advance() { advance(on: Engine()) }

  mutating func seek(to target: Int) { seek(to: target, on: Engine()) }
}

/// All that can be seen of a moment, for comparison.
struct Sight: Equatable {
  private var step: Int
  private var potentials: [[Float]]
  private var integrated: [[Float]]
  private var spikes: [[Int32]]
  private var counts: [SpikeCounts]
  private var sin: [SINStatistics?]
  private var phases: [PhaseStatistics?]
  private var operations: Int

  init(_ runState: RunState) {
    step = runState.step
    potentials = runState.simulation.populations.map(\.membranePotential)
    integrated = runState.simulation.populations.map(\.integratedPotential)
    spikes = runState.simulation.populations.map(\.output.indices)
    counts = runState.statistics.layers.map(\.counts)
    sin = runState.statistics.layers.map(\.sin)
    phases = runState.statistics.layers.map(\.phase)
    operations = runState.statistics.synapticOperations
  }
}

/// What was seen at each step of a run that only went forward.
func forwardSights(_ timeline: Timeline, steps: Int) -> [Sight] {
  var timeline = timeline
  var sights = [Sight(timeline.runState)]
  for _ in 0..<steps {
    timeline.advance()
    sights.append(Sight(timeline.runState))
  }
  return sights
}

/// The first status that fits, within a generous time.
func waitForStatus(
  of engine: EngineThread, where fits: (EngineStatus) -> Bool
) throws -> EngineStatus {
  let deadline = Date.now + 20
  while Date.now < deadline {
    if let status = engine.takeStatus(), fits(status) { return status }
    Thread.sleep(forTimeInterval: 0.001)
  }
  throw Timeout()
}

private struct Timeout: Error {}
