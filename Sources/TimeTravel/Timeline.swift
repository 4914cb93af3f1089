import Networks
import Recordings
import Runs
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
  package private(set) var runState: RunState

  /// The spikes of all steps reached, within its memory budget.
  package private(set) var raster: SpikeRaster

  package private(set) var history: StepHistory

  /// The potentials of the readout, and of other layers that were asked for, of all steps reached.
  package private(set) var potentials: PotentialLog

  private var checkpoints: Checkpoints

  /// How much memory all of this may take.
  package let budget: MemoryBudget

  /// - Parameter probes: The layers whose potentials are kept beside the readout's.
  /// - Precondition: `simulation` is at step 0.
  package init(
    _ simulation: Simulation, setting: RunSetting, budget: MemoryBudget, probes: Set<Int> = []
  ) {
    precondition(simulation.step == 0, "a timeline starts at step 0, not \(simulation.step)")
    self.setting = setting
    self.budget = budget
    runState = RunState(simulation, setting: setting)
    let neuronCounts = simulation.network.layers.map(\.shape.count)
    raster = SpikeRaster(neuronCounts: neuronCounts, byteBudget: budget.spikes)
    potentials = PotentialLog(
      layers: Array(Self.layersWithPotentials(probes, of: simulation.network)),
      neuronCounts: neuronCounts, byteBudget: budget.potentials)
    history = StepHistory(
      layerCount: neuronCounts.count, figures: setting.figures.further,
      byteBudget: budget.figures)
    checkpoints = Checkpoints(runState, budget: budget.checkpoints)
  }

  /// The same with as much memory as usual for all but checkpoints and spikes.
  package init(
    _ simulation: Simulation, setting: RunSetting, checkpoints: CheckpointBudget = .init(),
    rasterBytes: Int = 256 << 20, probes: Set<Int> = []
  ) {
    let plan = PlannedRun(
      RunState(simulation, setting: setting), setting: setting, probes: probes)
    self.init(
      simulation, setting: setting,
      budget: MemoryBudget(checkpoints: checkpoints, present: plan.present, spikes: rasterBytes),
      probes: probes)
  }

  /// The layers whose potentials are kept: those that were asked for, and the readouts.
  static func layersWithPotentials(_ probes: Set<Int>, of network: SpikingNetwork) -> Set<Int> {
    probes.union(network.readouts)
  }

  package var step: Int { runState.step }

  /// The run states that are kept to return to.
  package var checkpointAccount: CheckpointAccount { checkpoints.account }

  /// The furthest step that was reached.
  package var lastStep: Int { history.lastStep }

  /// What a recorder or a stream may see of the run.
  package var steps: RunSteps {
    RunSteps(
      step: step, populations: runState.simulation.populations, raster: raster,
      potentials: potentials, history: history)
  }

  /// Takes some steps.
  ///
  /// The present, what is recorded and the checkpoints do not depend on how many at a time.
  package mutating func advance(by count: Int = 1, on engine: Engine) {
    let target = step + count
    while step < target {
      let untilCheckpoint = checkpoints.stepsUntilNext(after: step)
      if step < lastStep {
        let known = min(target, lastStep, step + untilCheckpoint) - step
        runState.advance(by: known, setting: setting, on: engine)
      } else {
        record(min(target - step, untilCheckpoint), on: engine)
      }
      checkpoints.offer(runState)
      checkpoints.keep(within: bytesForCheckpoints, around: step)
    }
  }

  /// What the present takes, and the pictures of it that a display holds, in bytes.
  var presentByteCount: Int {
    let state = runState.heldByteCount
    let open = raster.openByteCount + potentials.openByteCount + history.openByteCount
    return state + MemoryBudget.pictures * (state + open)
  }

  /// What the present may take, in bytes: more than it was given is taken from the checkpoints.
  var presentLimit: Int { max(budget.present, presentByteCount) }

  private var bytesForCheckpoints: Int {
    budget.checkpoints.bytes + budget.present - presentLimit
  }

  /// How much memory was given back so far, in bytes.
  var droppedByteCount: Int {
    raster.droppedByteCount + potentials.droppedByteCount + checkpoints.droppedByteCount
  }

  /// Takes some steps where nobody has been before.
  private mutating func record(_ count: Int, on engine: Engine) {
    raster.append(steps: count)
    history.append(steps: count)
    potentials.append(steps: count)
    // A copy, because the run state is being changed while this is read.
    let setting = setting
    let network = setting.packed.network
    let answer = network.readouts.first
    let hasFurtherFigures = !setting.figures.further.isEmpty
    let probes = Set(potentials.layers)
    runState.advance(
      by: count, setting: setting, on: engine,
      wantsEachStep: { hasFurtherFigures || probes.contains($0) }
    ) { layer, recorded in
      switch recorded {
      case .spikes(let spikes, let sums):
        raster.record(spikes, sums.spikes, of: layer)
        history.record(sums, of: layer, at: spikes.first)
      case .full(let step, let population, let statistics):
        raster.record(population, of: layer, at: step)
        history.record(statistics.sums, of: layer, at: step)
        if hasFurtherFigures {
          let layerStep = LayerStep(
            network.layers[layer], population: population, statistics: statistics,
            reference: setting.references[layer], step: step)
          history.recordFigures(layerStep, of: layer)
        }
        potentials.record(population, of: layer, at: step)
        if layer == answer {
          history.record(
            prediction: population.knowsPotential
              ? network.prediction(from: population.membranePotential, atStep: step) : nil,
            at: step)
        }
      }
    }
    raster.dropOldest()
  }

  /// Moves to the state after `target` steps.
  package mutating func seek(to target: Int, on engine: Engine) {
    while step != target { approach(target, by: target, on: engine) }
  }

  /// Takes some steps on the way to a target: the first may be a jump to a checkpoint.
  ///
  /// A step back lands on the target or before it, never between it and the present.
  ///
  /// - Parameter count: How many steps at most.
  package mutating func approach(_ target: Int, by count: Int = 1, on engine: Engine) {
    precondition(target >= 0, "step \(target) is before the start")
    let checkpoint = checkpoints.latest(before: target)
    if target < step || checkpoint.step > step {
      runState = checkpoint
      checkpoints.keep(within: bytesForCheckpoints, around: step)
    } else if step < target {
      advance(by: min(count, target - step), on: engine)
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
