import Networks
import SpikingEngine
import Tensors
import Testing

/// Whatever the split into chunks and the number of threads, a run of 60 steps equals one that is
/// looked at in every step: spikes, potentials, and who fired last.
func expectTheSameInAnySplit(
  _ packed: PackedNetwork, image: Tensor, sourceLocation: SourceLocation = #_sourceLocation
) {
  var steps = Simulation(packed, stimulus: .image(image))
  var expected: [[SpikeEvents]] = packed.network.layers.map { _ in [] }
  steps.advance(by: 60, on: Engine()) { layer, population, _ in
    expected[layer].append(population.output)
  }
  for (threads, split) in [(1, [60]), (1, [7, 40, 1, 12]), (2, [33, 27]), (3, [60])] {
    let engine = Engine(threads: threads)
    var simulation = Simulation(packed, stimulus: .image(image))
    for count in split {
      simulation.advance(by: count, on: engine)
      for (layer, population) in simulation.populations.enumerated() {
        #expect(
          population.output == expected[layer][simulation.step - 1], sourceLocation: sourceLocation)
      }
    }
    for (a, b) in zip(simulation.populations, steps.populations) {
      #expect(a.membranePotential == b.membranePotential, sourceLocation: sourceLocation)
      #expect(a.integratedPotential == b.integratedPotential, sourceLocation: sourceLocation)
      #expect(a.spikeWords == b.spikeWords, sourceLocation: sourceLocation)
    }
  }
}
