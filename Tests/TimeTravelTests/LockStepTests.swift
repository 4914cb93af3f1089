import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors
import Testing
import TimeTravel

/// Two networks before the same image, step by step.
@Suite struct LockStepTests {
  private static let methods: [any ConversionMethod] = [
    Max(), Robust(), Hard(), Half(), Burst(maximumSpikes: 3), RTS(steps: 16), Bistable(phases: 5),
  ]

  @Test(arguments: Example.allCases, 1..<3)
  func equalNetworksNeverDiverge(example: Example, seed: Int) throws {
    let recipes =
      Self.methods.map { ConversionRecipe(method: $0) } + Variation.allCases.map(\.recipe)
    for recipe in recipes {
      let run = try ExampleRun(example.network(seed: seed), recipe: recipe, headroom: 0.7)
      let pair = try pair(run, run, steps: 60)

      let comparison = try #require(pair.status.comparison)
      #expect(comparison.divergence.first == nil, "\(recipe.title)")
      #expect(comparison.divergence.total(upTo: 60) == 0)
      #expect(comparison.matching.pairs.count == run.network.layers.count - 1)
      #expect(comparison.matching.onlyInFirst.isEmpty && comparison.matching.onlyInSecond.isEmpty)
    }
  }

  /// One weight of one layer differs: the spikes part where two separate runs say.
  @Test(arguments: 0..<12)
  func aPlantedWeightDivergesWhereSeparateRunsSay(seed: Int) throws {
    let layer = seed % 3
    for method in Self.methods {
      let (first, second) = try planted(in: layer, seed: seed, method: method)
      let expected = Straight(first, second, steps: 80)
      let comparison = try #require(pair(first, second, steps: 80).status.comparison)

      let found = comparison.divergence.first
      #expect(found.map { [$0.step, $0.layer, $0.unit] } == expected.first, "\(method.title)")
      #expect(found.map { [$0.firstCount, $0.secondCount] } == expected.counts)
      if let found { #expect(found.layer >= layer, "no layer before the weight can part") }
      for step in 0...80 {
        #expect(comparison.divergence.total(upTo: step) == expected.totals[step])
      }
    }
  }

  /// The weight is large enough that half of the plants above are seen; the others lead from a
  /// silent neuron, or to one.
  @Test func plantedWeightsAreSeen() throws {
    let seen = try (0..<12).count { seed in
      let (first, second) = try planted(in: seed % 3, seed: seed, method: Robust())
      return Straight(first, second, steps: 80).first != nil
    }
    #expect(seen >= 6)
  }

  /// Bursts of different sizes differ, although the same neurons fire.
  @Test(arguments: 0..<4)
  func burstsAreComparedByTheirSpikes(seed: Int) throws {
    let network = Example.perceptron.network(seed: seed)
    let first = try ExampleRun(network, method: Burst(maximumSpikes: 2), headroom: 0.2)
    let second = try ExampleRun(network, method: Burst(maximumSpikes: 4), headroom: 0.2)
    let expected = Straight(first, second, steps: 40)
    let comparison = try #require(pair(first, second, steps: 40).status.comparison)

    let counts = try #require(comparison.divergence.first)
    #expect([counts.firstCount, counts.secondCount] == expected.counts)
    #expect(comparison.divergence.total(upTo: 40) == expected.totals[40])
    #expect(expected.burstsApart > 0, "some neurons fire in both, but not as often")
  }

  /// Every command moves both, and both arrive where they would arrive alone.
  @Test(
    arguments: [
      CheckpointBudget(interval: 1, bytes: 1), CheckpointBudget(interval: 7, bytes: 1),
      CheckpointBudget(interval: 16),
    ], 0..<4)
  func lockStepEqualsTwoSingleRuns(budget: CheckpointBudget, seed: Int) throws {
    let network = Example.residual.network(seed: 1)
    let first = try ExampleRun(network, method: Robust(), headroom: 0.7)
    let second = try ExampleRun(network, method: Bistable(phases: 4), headroom: 0.7)
    let sights = [first, second].map {
      forwardSights(Timeline($0.simulation, setting: $0.setting), steps: 150)
    }
    let straight = try #require(pair(first, second, steps: 150).status.comparison).divergence
    var engine = try pair(first, second, steps: 0, budget: budget, rasterBytes: 1)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      let commands: [EngineCommand] = [
        .seek(to: Int.random(in: 0...150, using: &random)), .move(by: -1), .move(by: 1),
        .move(by: -16),
        .seekSpike(unit: Int.random(in: 0..<20, using: &random), layer: 1, forward: true),
        .runUntil(try StopCondition("every t > \(Int.random(in: 0...140, using: &random))")),
        .runBack(to: try StopCondition("every sin > 1"), fence: 0),
      ]
      engine.execute(commands[Int.random(in: 0..<commands.count, using: &random)])

      let status = engine.status
      let comparison = try #require(status.comparison)
      let step = status.runState.step
      guard step <= 150 else { continue }
      let isSame = [
        Sight(status.runState) == sights[0][step], Sight(comparison.runState) == sights[1][step],
      ]
      #expect(isSame == [true, true], "step \(step)")
      #expect(comparison.divergence.total(upTo: step) == straight.total(upTo: step))
      #expect(status.history.lastStep == comparison.history.lastStep)
    }
    #expect(engine.status.comparison?.divergence.first == straight.first)
  }

  /// With shared budgets both keep the same checkpoints, within the memory of one run.
  @Test func twoRunsShareTheMemoryOfOne() throws {
    let network = Example.residual.network(seed: 1)
    let runs = try [Robust(), Bistable(phases: 4)].map { (method: any ConversionMethod) in
      try ExampleRun(network, method: method)
    }
    let runStates = runs.map { RunState($0.simulation, setting: $0.setting) }
    let whole = CheckpointBudget(interval: 8, bytes: 1 << 20)
    let budgets = whole.shared(by: runStates.map(\.byteCount))
    let (first, second) = (budgets[0], budgets[1])

    #expect(first.bytes + second.bytes <= whole.bytes)
    #expect(first.bytes / runStates[0].byteCount == second.bytes / runStates[1].byteCount)
    #expect(first.interval == 8 && second.interval == 8)
  }

  @Test(arguments: [1, 1 << 20])
  func aRunStopsWhereTheNetworksPart(rasterBytes: Int) throws {
    let (first, second) = try plantedAndSeen()
    let expected = try #require(Straight(first, second, steps: 80).first)
    var engine = try pair(first, second, steps: 0, rasterBytes: rasterBytes)
    let diverge = try StopCondition("diverge")

    engine.execute(.runUntil(diverge))
    #expect(engine.status.runState.step == expected[0])
    #expect(engine.status.stops.last?.reason == .until)

    engine.seek(to: 80)
    engine.execute(.runBack(to: diverge, fence: 0))
    #expect(engine.status.runState.step == expected[0])

    engine.seek(to: expected[0] - 1)
    let total = try StopCondition("diverge > 3")
    engine.execute(.runUntil(total))
    let totals = Straight(first, second, steps: 80).totals
    #expect(engine.status.runState.step == totals.firstIndex { $0 > 3 })
  }

  @Test func aBreakOnDivergenceRestsWithoutASecondNetwork() throws {
    let (first, second) = try plantedAndSeen()
    let breakpoint = Breakpoint(number: 1, condition: try StopCondition("diverge"))
    var alone = EngineStepper(
      EngineLoad(timeline: Timeline(first.simulation, setting: first.setting), horizon: 80))
    alone.execute(.breaks(.set(breakpoint)))
    alone.execute(.run)
    #expect(alone.status.runState.step == 80)
    #expect(alone.status.breakpoints[0].problem?.contains("second network") == true)
    #expect(alone.status.comparison == nil)

    var engine = try pair(first, second, steps: 0)
    engine.execute(.breaks(.set(breakpoint)))
    engine.execute(.run)
    #expect(engine.status.breakpoints[0].problem == nil)
    #expect(engine.status.runState.step == Straight(first, second, steps: 80).first?[0])
  }

  /// Synchronous neurons are layers that one network alone has.
  @Test func layersAreMatchedByNameAndShape() throws {
    let network = Example.residual.network(seed: 1)
    let without = try ExampleRun(
      network, method: Bistable(phases: 4, usesSynchronousNeurons: false))
    let with = try ExampleRun(network, method: Bistable(phases: 4))
    let matching = LayerMatching(without.network, with.network)

    #expect(matching.pairs.count == without.network.layers.count - 1)
    #expect(matching.onlyInFirst.isEmpty && !matching.onlyInSecond.isEmpty)
    for index in matching.onlyInSecond {
      #expect(with.network.layers[index].name.hasPrefix("sync"))
    }
    for pair in matching.pairs {
      #expect(without.network.layers[pair.first].name == with.network.layers[pair.second].name)
    }
    let mirrored = LayerMatching(with.network, without.network)
    #expect(mirrored.onlyInFirst == matching.onlyInSecond && mirrored.onlyInSecond.isEmpty)
  }

  private func pair(
    _ first: ExampleRun, _ second: ExampleRun, steps: Int,
    budget: CheckpointBudget = CheckpointBudget(interval: 8), rasterBytes: Int = 1 << 20
  ) throws -> EngineStepper {
    let timelines = [first, second].map {
      Timeline(
        $0.simulation, setting: $0.setting, checkpoints: budget, rasterBytes: rasterBytes)
    }
    var engine = EngineStepper(
      EngineLoad(timeline: timelines[0], secondRun: timelines[1], horizon: 80))
    engine.seek(to: steps)
    return engine
  }

  /// Two networks of the same thresholds, of which one weight differs.
  private func planted(
    in layer: Int, seed: Int, method: any ConversionMethod
  ) throws -> (ExampleRun, ExampleRun) {
    let network = randomPerceptron(widths: [12, 70, 66, 64, 5], seed: seed)
    var changed = network
    let affine = network.nodes.indices.filter {
      if case .affine = network.nodes[$0].operation { true } else { false }
    }[layer]
    guard case .affine(var weights) = network.nodes[affine].operation else { throw NoWeights() }
    let position = (seed * 131 + 17) % weights.weight.elements.count
    weights.weight.elements[position] += 3
    changed.nodes[affine].operation = .affine(weights)
    let thresholds = network.thresholds(images: [network.randomImage(seed: 1)], headroom: 0.7)
    return (
      try ExampleRun(network, method: method, thresholds: thresholds),
      try ExampleRun(changed, method: method, thresholds: thresholds)
    )
  }

  private struct NoWeights: Error {}

  /// Two networks of rates that part after some steps.
  private func plantedAndSeen() throws -> (ExampleRun, ExampleRun) {
    let pairs = try (0..<12).map { try planted(in: 2, seed: $0, method: Robust()) }
    return try #require(
      pairs.first { (Straight($0.0, $0.1, steps: 80).first?[0] ?? 0) > 3 })
  }
}

/// Two runs on their own, and what a comparison of their spikes finds.
private struct Straight {
  /// Step, layer, neuron in channels-last order.
  private(set) var first: [Int]?
  private(set) var counts: [Int]?
  private(set) var totals = [0]
  private(set) var burstsApart = 0

  init(_ first: ExampleRun, _ second: ExampleRun, steps: Int) {
    var simulations = [first.simulation, second.simulation]
    let engine = Engine()
    for step in 1...steps {
      for index in simulations.indices { simulations[index].advance(by: 1, on: engine) }
      var count = 0
      for layer in first.network.layers.indices.dropLast() {
        let shape = first.network.layers[layer].shape
        // In the order of the numbers, so that the first is the lowest.
        for number in 0..<shape.count {
          let unit = shape.populationIndex(ofUnit: number)
          let sent = simulations.map { spikes(of: unit, in: layer, of: $0) }
          guard sent[0] != sent[1] else { continue }
          count += 1
          if sent[0] != 0, sent[1] != 0 { burstsApart += 1 }
          if self.first == nil { (self.first, counts) = ([step, layer, unit], sent) }
        }
      }
      totals.append((totals.last ?? 0) + count)
    }
  }

  private func spikes(of unit: Int, in layer: Int, of simulation: Simulation) -> Int {
    let events = simulation.populations[layer].output
    guard let index = events.indices.firstIndex(of: Int32(unit)) else { return 0 }
    let neuron = simulation.network.layers[layer].neuron
    return Int(neuron.spikeCount(ofEvent: events.values[index]))
  }
}
