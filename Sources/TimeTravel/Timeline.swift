import Recordings
import SpikeStatistics
import SpikingEngine

/// A run that can move to any step, past or future.
///
/// Keeps checkpoints and replays from the nearest one before, so that arriving at a step from the
/// future equals arriving from the past, statistics included. The raster and the history keep what
/// was once reached, also ahead of the present.
package struct Timeline: Sendable {
  package let setting: RunSetting

  /// The present.
  package private(set) var moment: Moment

  /// The spikes of all steps reached, within its memory budget.
  package private(set) var raster: SpikeRaster

  package private(set) var history: StepHistory

  private var checkpoints: Checkpoints

  /// - Precondition: `simulation` is at step 0.
  package init(
    _ simulation: Simulation, setting: RunSetting, checkpoints budget: CheckpointBudget = .init(),
    rasterBytes: Int = 256 << 20
  ) {
    precondition(simulation.step == 0, "a timeline starts at step 0, not \(simulation.step)")
    self.setting = setting
    moment = Moment(simulation, setting: setting)
    raster = SpikeRaster(
      neuronCounts: simulation.network.layers.map(\.shape.count), byteBudget: rasterBytes)
    history = StepHistory(layerCount: simulation.network.layers.count)
    checkpoints = Checkpoints(moment, budget: budget)
  }

  package var step: Int { moment.step }

  /// The furthest step that was reached.
  package var lastStep: Int { history.lastStep }

  /// Takes one step.
  package mutating func advance() {
    moment.advance(setting: setting)
    if moment.step > lastStep {
      raster.append(moment.simulation)
      history.append(moment)
    }
    checkpoints.offer(moment)
  }

  /// Moves to the state after `target` steps.
  package mutating func seek(to target: Int) {
    while step != target { approach(target) }
  }

  /// Takes one step on the way to a target: the first may be a jump to a checkpoint.
  ///
  /// A step back lands on the target or before it, never between it and the present.
  package mutating func approach(_ target: Int) {
    precondition(target >= 0, "step \(target) is before the start")
    let checkpoint = checkpoints.latest(before: target)
    if target < step || checkpoint.step > step {
      moment = checkpoint
    } else if step < target {
      advance()
    }
  }

  /// The next or previous recorded step in which a neuron fired, or `nil`.
  package func step(
    ofSpikeBy unit: Int, in layer: Int, from step: Int, forward: Bool
  ) -> Int? {
    forward
      ? (step + 1...max(step + 1, raster.lastStep)).first {
        raster.fired(unit, in: layer, at: $0)
      }
      : (raster.firstStep..<max(step, raster.firstStep)).last {
        raster.fired(unit, in: layer, at: $0)
      }
  }
}
