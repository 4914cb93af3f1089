import ExampleNetworks
import Networks
import SpikingEngine
import Testing

/// Networks of continuous neurons, loops and delays against plain loops over neurons.
@Suite struct ContinuousNetworkTests {
  @Test(arguments: ContinuousExample.allCases, 0..<3)
  func everyStepEqualsThatOfPlainLoops(example: ContinuousExample, seed: Int) {
    let (network, image) = (example.network(seed: seed), example.image(seed: seed))
    var simulation = Simulation(PackedNetwork(network), stimulus: .image(image))
    var oracle = ContinuousOracle(network, image: image)
    var spikes = 0
    for step in 1...40 {
      simulation.advance()
      oracle.advance()
      for (layer, population) in simulation.populations.enumerated() {
        var sent = [Float](repeating: 0, count: population.membranePotential.count)
        for event in population.output.indices.indices {
          sent[Int(population.output.indices[event])] = population.output.values[event]
        }
        if layer < network.layers.count - 1 {
          #expect(sent == oracle.sent[layer], "step \(step), layer \(layer)")
          spikes += population.output.count
        }
        guard !network.layers[layer].isDelay else { continue }
        #expect(population.membranePotential == oracle.potentials[layer])
        #expect(population.integratedPotential == oracle.integrated[layer])
      }
    }
    #expect(spikes > 100, "the example says nothing")
  }

  @Test(arguments: ContinuousExample.allCases)
  func neitherThreadsNorSplitsNorCheckpointsMatter(example: ContinuousExample) {
    let packed = PackedNetwork(example.network(seed: 5))
    var steps = Simulation(packed, stimulus: .image(example.image(seed: 5)))
    var sights = [sight(steps)]
    var checkpoint = steps
    for step in 1...70 {
      steps.advance()
      sights.append(sight(steps))
      if step == 31 { checkpoint = steps }
    }
    for (threads, split) in [(1, [70]), (2, [70]), (2, [3, 40, 27]), (3, [1, 69])] {
      let engine = Engine(threads: threads)
      var simulation = Simulation(packed, stimulus: .image(example.image(seed: 5)))
      for count in split {
        simulation.advance(by: count, on: engine)
        #expect(sight(simulation) == sights[simulation.step], "\(threads) threads, \(split)")
      }
      checkpoint.advance(by: 1, on: engine)
      #expect(sight(checkpoint) == sights[checkpoint.step])
    }
  }

  /// A delay of n steps in a loop takes n steps, whichever layer comes first.
  @Test func aLoopTakesAsLongAsItsDelay() {
    let one = MapShape(channels: 1)
    let firing = ContinuousNeuron.Firing(threshold: .uniform(1), reset: .toZero)
    let neuron = ContinuousNeuron(timeStep: 1, membrane: .memoryless, firing: firing)
    for delay in 1...4 {
      let relay = Projection(source: .layer(1), stages: [])
      var kicked = SpikingLayer(
        name: "cell", shape: one, neuron: .continuous(neuron),
        projections: [Projection(source: .layer(0), stages: [])])
      let line = SpikingLayer(
        name: "line", shape: one, neuron: .delayLine(steps: .uniform(delay)),
        projections: [relay])
      let kick = SpikingLayer(
        name: "kick", shape: one,
        neuron: .continuous(
          ContinuousNeuron(
            timeStep: 1, membrane: .integrator(resistance: .uniform(1)),
            firing: ContinuousNeuron.Firing(
              threshold: .uniform(1), reset: .toZero, resetPotential: .uniform(-1e9)))),
        projections: [Projection(source: .input, stages: [])])
      kicked.projections.append(Projection(source: .layer(2), stages: []))
      let network = SpikingNetwork(
        name: "loop", inputShape: one, layers: [line, kicked, kick], coding: .rate)
      var simulation = Simulation(
        PackedNetwork(network), stimulus: .image(.init(shape: [1, 1, 1], elements: [1])))
      var fired: [Int] = []
      for step in 1...20 {
        simulation.advance()
        if simulation.populations[1].output.count > 0 { fired.append(step) }
      }
      // The kick of step 1 reaches the cell, which stands before it, in step 2.
      #expect(fired == Array(stride(from: 2, through: 20, by: delay)))
    }
  }

  private struct Sight: Equatable {
    let potentials: [[Float]]
    let synaptic: [[Float]]
    let outputs: [SpikeEvents]
  }

  private func sight(_ simulation: Simulation) -> Sight {
    Sight(
      potentials: simulation.populations.map(\.membranePotential),
      synaptic: simulation.populations.map(\.synapticCurrent),
      outputs: simulation.populations.map(\.output))
  }
}

extension SpikingLayer {
  fileprivate var isDelay: Bool {
    if case .delayLine = neuron { true } else { false }
  }
}
