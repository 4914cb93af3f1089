import Conversion
import ExampleNetworks
import Runs
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// Limits that count everything: no part of what is kept takes more than it may, after any step.
@Suite struct MemoryLawTests {
  private static let variations: [Variation] = [
    .half, .burst, .silenced, .silencedBistable, .takingBackBurst,
  ]

  /// However many steps are taken at a time, whoever holds a picture meanwhile, and wherever the
  /// user goes: how much room arrays have depends on all of it, and limits do not.
  @Test(arguments: [Example.perceptron, .convolutional, .maxPooled], variations)
  func noPartTakesMoreThanItMay(example: Example, variation: Variation) throws {
    let run = try ExampleRun(
      example.network(seed: 1), recipe: variation.recipe, headroom: 0.3)
    var engine = EngineStepper(try load([run], states: 30))

    let last = try walk(&engine, steps: 1500, seed: 3)

    #expect(last.parts.count { $0.kind == .checkpoints } == 1)
    try expectFull(last, of: engine.status)
  }

  @Test(arguments: 0..<3)
  func twoRunsKeepToTheLimitsOfOne(seed: Int) throws {
    let network = Example.residual.network(seed: 1)
    let runs = try [Robust(), Bistable(phases: 4)].map { (method: any ConversionMethod) in
      try ExampleRun(network, method: method, headroom: 0.5)
    }
    var engine = EngineStepper(try load(runs, states: 40))

    let last = try walk(&engine, steps: 1500, seed: seed)

    #expect(last.parts.count { $0.kind == .differences } == 1)
    #expect(last.parts.count { $0.isOfSecondRun } == 6)
    try expectFull(last, of: engine.status)
  }

  /// Potentials that are sent, synapses and delays are part of run states.
  @Test(arguments: ContinuousExample.allCases)
  func continuousNeuronsKeepToTheirLimits(example: ContinuousExample) throws {
    let network = example.network(seed: 2)
    let packed = PackedNetwork(network)
    let setting = RunSetting(
      packed: packed, fanOut: packed.fanOutTable(), references: network.layers.map { _ in nil })
    let simulation = Simulation(packed, stimulus: .image(example.image(seed: 2)))
    var engine = EngineStepper(
      try load([(simulation, setting)], states: 30, probes: [0]))

    _ = try walk(&engine, steps: 800, seed: 5)
  }

  /// Whatever has to be kept in any case raises limits that are smaller, and nothing else does.
  @Test func whatHasToBeKeptRaisesTheLimit() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 1), headroom: 0.3)
    let budget = MemoryBudget(
      checkpoints: CheckpointBudget(interval: 8, bytes: 1), present: 1, spikes: 1, potentials: 1,
      figures: 1, differences: 1)
    let timeline = Timeline(run.simulation, setting: run.setting, budget: budget)
    var engine = EngineStepper(EngineLoad(timeline: timeline, horizon: 10_000))
    engine.seek(to: 3000)
    let status = engine.status

    #expect(status.checkpoints.steps.count == 4)
    #expect(status.raster.firstStep > 1 && status.raster.lastStep == 3000)
    #expect(status.history.stepCount <= 3 * StepHistory.firstSteps)
    #expect(status.memory.parts.allSatisfy { $0.limit == max($0.byteCount, 1) || $0.limit == 0 })
  }

  /// What is kept of a state has no more room than it uses, whatever the steps before took.
  @Test func keptStatesAreTrimmed() throws {
    let run = try ExampleRun(
      randomPerceptron(widths: [8, 500, 400, 4], seed: 3),
      recipe: Variation.burst.recipe, headroom: 0.2)
    var runState = RunState(run.simulation, setting: run.setting)
    let most = runState.byteCount
    let engine = Engine()
    for _ in 0..<50 {
      runState.advance(setting: run.setting, on: engine)
      var kept = runState
      kept.trim()
      #expect(kept.heldByteCount <= runState.heldByteCount)
      #expect(kept.heldByteCount <= most)
      for population in kept.simulation.populations {
        let events = population.output
        #expect(events.indices.capacity <= events.count + events.count / 32 + 16)
        #expect(events.values.capacity <= events.count + events.count / 32 + 16)
      }
    }
  }

  /// What the user gives is divided, to the last part, and no part gets more than it can use.
  @Test(arguments: [1 << 20, 64 << 20, 256 << 20], [[], [0], [0, 1]] as [Set<Int>])
  func whatIsGivenIsDivided(given: Int, probes: Set<Int>) throws {
    let runs = try [Robust(), Half()].map { (method: any ConversionMethod) in
      try ExampleRun(randomPerceptron(widths: [8, 500, 400, 4], seed: 3), method: method)
    }
    let plans = runs.map { plan($0, probes: probes) }
    for count in 1...2 {
      let budgets = MemoryBudget.dividing(
        states: 2 * given, steps: given, interval: 16, among: Array(plans.prefix(count)))
      let sums = budgets.map { budget in
        budget.spikes + budget.potentials + budget.figures + budget.differences
      }
      #expect(sums.allSatisfy { $0 == MemoryBudget.usable(given) / count })
      let states = budgets.reduce(0) { $0 + $1.checkpoints.bytes + $1.present }
      #expect(states <= max(2 * given, plans.prefix(count).reduce(0) { $0 + $1.present }))
      #expect(budgets.reduce(0) { $0 + $1.heap } == 2 * given / 16 + given / 16)
      for budget in budgets {
        #expect(budget.potentials <= budget.spikes && budget.figures <= budget.spikes)
        #expect(budget.spikes > 0 && budget.heap >= 0)
      }
    }
  }

  // MARK: -

  private func plan(_ run: ExampleRun, probes: Set<Int> = []) -> PlannedRun {
    PlannedRun(
      RunState(run.simulation, setting: run.setting), setting: run.setting, probes: probes)
  }

  private func load(_ runs: [ExampleRun], states: Int) throws -> EngineLoad {
    try load(runs.map { ($0.simulation, $0.setting) }, states: states)
  }

  /// - Parameter states: How many run states have room.
  private func load(
    _ runs: [(simulation: Simulation, setting: RunSetting)], states: Int, probes: Set<Int> = []
  ) throws -> EngineLoad {
    let starts = runs.map { RunState($0.simulation, setting: $0.setting) }
    let timelines = zip(starts, runs).map { start, run in
      let budget = MemoryBudget(
        checkpoints: CheckpointBudget(interval: 4, bytes: states * start.byteCount),
        present: PlannedRun(start, setting: run.setting, probes: probes).present,
        spikes: 400_000, potentials: 40_000, figures: 400_000, differences: 200_000)
      return Timeline(run.simulation, setting: run.setting, budget: budget, probes: probes)
    }
    return EngineLoad(
      timeline: timelines[0], secondRun: timelines.count > 1 ? timelines[1] : nil,
      horizon: 100_000)
  }

  /// Goes forward in strides of any length, back at times, and looks after each move.
  private func walk(
    _ engine: inout EngineStepper, steps: Int, seed: Int
  ) throws -> MemoryAccount {
    var random = SeededGenerator(seed: seed)
    var pictures: [EngineStatus] = []
    let limit = engine.status.memory.limit
    while engine.status.history.lastStep < steps {
      let stride = [1, 1, 2, 7, 32, 63, 64, 65, 200].randomElement(using: &random) ?? 1
      let step = engine.status.runState.step
      let isBack = Int.random(in: 0..<8, using: &random) == 0
      engine.seek(to: isBack ? Int.random(in: 0...step, using: &random) : step + stride)
      let status = engine.status
      for part in status.memory.parts {
        let most = try #require(part.limit)
        #expect(part.byteCount <= most, "\(part) at step \(step)")
      }
      #expect(status.memory.byteCount <= limit, "at step \(step)")
      // A picture that is held makes the run copy what it goes on with.
      if Bool.random(using: &random) { pictures = pictures.suffix(1) + [status] }
    }
    engine.seek(to: steps)
    withExtendedLifetime(pictures) {}
    return engine.status.memory
  }

  /// The limits are there to be used: what is dropped is dropped because there was no room.
  private func expectFull(_ account: MemoryAccount, of status: EngineStatus) throws {
    let spikes = try #require(account.parts.first { $0.kind == .spikes })
    let limit = try #require(spikes.limit)
    #expect(status.raster.firstStep == 1 || spikes.byteCount > limit / 2)
    let checkpoints = try #require(account.parts.first { $0.kind == .checkpoints })
    #expect(checkpoints.count >= 16)
  }
}
