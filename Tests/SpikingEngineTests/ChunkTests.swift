import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Testing

/// How many steps are taken at a time, and on how many threads, changes nothing.
@Suite struct ChunkTests {
  /// All that a simulation shows.
  private struct Sight: Equatable {
    let step: Int
    let potentials: [[Float]]
    let integrated: [[Float]]
    let outputs: [SpikeEvents]
    let words: [[UInt64]]

    init(_ simulation: Simulation) {
      step = simulation.step
      potentials = simulation.populations.map(\.membranePotential)
      integrated = simulation.populations.map(\.integratedPotential)
      outputs = simulation.populations.map(\.output)
      words = simulation.populations.map(\.spikeWords)
    }
  }

  /// A way to convert, by name.
  struct Way: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let recipe: ConversionRecipe
  }

  private static let ways =
    [
      Way(testDescription: "robust", recipe: ConversionRecipe(method: Robust())),
      Way(testDescription: "hard", recipe: ConversionRecipe(method: Hard())),
      Way(testDescription: "bistable", recipe: ConversionRecipe(method: Bistable(phases: 5))),
    ] + Variation.allCases.map { Way(testDescription: "\($0)", recipe: $0.recipe) }

  @Test(arguments: Example.allCases, ways)
  func anySplitGivesTheSameStates(example: Example, way: Way) throws {
    let run = try ExampleRun(example.network(seed: 2), recipe: way.recipe, headroom: 0.8)
    var steps = run.simulation
    var sights = [Sight(steps)]
    for _ in 0..<70 {
      steps.advance()
      sights.append(Sight(steps))
    }
    for (threads, split) in [
      (1, [70]), (1, [3, 40, 1, 26]), (2, [33, 37]), (3, [70]), (5, [1, 69]),
    ] {
      let engine = Engine(threads: threads)
      var simulation = run.simulation
      for count in split {
        simulation.advance(by: count, on: engine)
        #expect(Sight(simulation) == sights[simulation.step], "\(threads) threads, \(split)")
      }
    }
  }

  @Test(arguments: Example.allCases, ways)
  func observersSeeEveryStepOfEveryLayer(example: Example, way: Way) throws {
    let run = try ExampleRun(example.network(seed: 3), recipe: way.recipe, headroom: 0.8)
    var steps = run.simulation
    var expected: [[SpikeEvents]] = run.network.layers.map { _ in [] }
    var potentials: [[[Float]]] = run.network.layers.map { _ in [] }
    for _ in 0..<40 {
      steps.advance()
      for (layer, population) in steps.populations.enumerated() {
        expected[layer].append(population.output)
        potentials[layer].append(population.membranePotential)
      }
    }
    var simulation = run.simulation
    var seen = run.network.layers.map { _ in 0 }
    simulation.advance(by: 40, on: Engine(threads: 2)) { layer, population, step in
      seen[layer] += 1
      #expect(step == seen[layer])
      #expect(population.output == expected[layer][step - 1])
      #expect(population.membranePotential == potentials[layer][step - 1])
    }
    #expect(seen.allSatisfy { $0 == 40 } && Sight(simulation) == Sight(steps))
  }

  @Test func oneEngineServesOneNetworkAfterTheOther() throws {
    let engine = Engine(threads: 2)
    let runs = try Example.allCases.map { try ExampleRun($0.network(seed: 4), headroom: 0.8) }
    for run in runs + runs.reversed() {
      var (shared, own) = (run.simulation, run.simulation)
      shared.advance(by: 20, on: engine)
      own.advance(by: 20, on: Engine())
      #expect(Sight(shared) == Sight(own))
    }
  }

  @Test func aCopyIsACheckpoint() throws {
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.8)
    let engine = Engine()
    var simulation = run.simulation
    simulation.advance(by: 10, on: engine)
    let checkpoint = simulation
    let sight = Sight(checkpoint)
    simulation.advance(by: 30, on: engine)
    #expect(Sight(checkpoint) == sight)

    var again = checkpoint
    again.advance(by: 30, on: engine)
    #expect(Sight(again) == Sight(simulation))
  }

  @Test(arguments: Example.allCases, ways)
  func spikeWordsAreTheSpikesThatTheOutputLists(example: Example, way: Way) throws {
    let run = try ExampleRun(example.network(seed: 5), recipe: way.recipe, headroom: 0.8)
    var simulation = run.simulation
    for _ in 0..<30 {
      simulation.advance()
      for population in simulation.populations where !population.spikeWords.isEmpty {
        let words = population.spikeWords
        let listed = (0..<words.count * 64).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        #expect(listed == population.output.indices.map { Int($0) })
      }
    }
  }
}
