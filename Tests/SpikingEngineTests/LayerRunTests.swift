import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Testing

/// One layer after the other equals all layers at once.
@Suite struct LayerRunTests {
  @Test(
    arguments: [Example.perceptron, .residual, .concatenated, .maxPooled, .inputShortcut],
    ["robust", "hard", "half", "burst", "rts", "bistable"])
  func layerByLayerEqualsTheWholeSimulation(example: Example, method: String) throws {
    let recipe = try ConversionRecipe.named(method, options: ["phases": .number(5)])
    let run = try ExampleRun(example.network(seed: 6), recipe: recipe, headroom: 0.6)
    let steps = 50
    var simulation = run.simulation
    var runStates: [Simulation] = []
    for _ in 0..<steps {
      simulation.advance()
      runStates.append(simulation)
    }

    var trains: [SpikeTrains] = []
    for layer in run.network.layers.indices {
      let single = LayerRun(run.packed, layer: layer, stimulus: .image(run.image))
      var observed = 0
      let spikes = single.spikes(steps: steps, on: Engine(), sources: { trains[$0] }) {
        population, step in
        let expected = runStates[step - 1].populations[layer]
        #expect(population.output == expected.output)
        #expect(population.membranePotential == expected.membranePotential)
        #expect(population.integratedPotential == expected.integratedPotential)
        observed += 1
      }
      #expect(observed == steps)
      #expect(spikes.steps == steps)
      trains.append(spikes)
    }
  }

  /// A run starts anew each time, from the state that it is given.
  @Test func aRunLeavesItsStateAlone() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 6), headroom: 0.6)
    let single = LayerRun(run.packed, layer: 0, stimulus: .image(run.image))

    let first = single.spikes(steps: 30, sources: { _ in SpikeTrains(neurons: 0) })
    let second = single.spikes(steps: 30, sources: { _ in SpikeTrains(neurons: 0) })

    #expect(first == second)
    #expect(single.population.membranePotential.allSatisfy { $0 == 0 })
  }
}
