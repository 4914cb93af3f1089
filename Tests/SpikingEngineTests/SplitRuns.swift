import Networks
import SpikingEngine
import Tensors
import Testing

/// Whatever the split into chunks and the number of threads, a run of 60 steps equals one that is
/// looked at in every step: spikes, potentials, who fired last, and what chunks tell.
func expectTheSameInAnySplit(
  _ packed: PackedNetwork, image: Tensor, sourceLocation: SourceLocation = #_sourceLocation
) {
  var steps = Simulation(packed, stimulus: .image(image))
  var expected: [[SpikeEvents]] = packed.network.layers.map { _ in [] }
  var released = packed.network.layers.map { Array(repeating: Float(0), count: $0.shape.count) }
  steps.advance(by: 60, on: Engine()) { layer, population, _ in
    expected[layer].append(population.output)
    released[layer].addReset(of: population)
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
    var lent = packed.network.layers.map { Array(repeating: Float(0), count: $0.shape.count) }
    var together = Simulation(packed, stimulus: .image(image))
    for count in split {
      together.advance(
        by: count, on: engine, attention: { _ in .together }, lendReleased: { lent[$0] }
      ) { layer, seen in
        switch seen {
        case .step(let step, let population):
          #expect(population.output == expected[layer][step - 1], sourceLocation: sourceLocation)
          lent[layer].addReset(of: population)
        case .chunk(let chunk, let population):
          for step in chunk.first...chunk.last {
            let events = expected[layer][step - 1]
            let units = Array(0..<chunk.neurons).filter {
              chunk[step].firstWords[$0 / 64] >> UInt64($0 % 64) & 1 == 1
            }
            #expect(units == events.indices.map { Int($0) }, sourceLocation: sourceLocation)
            #expect(events.values.allSatisfy { $0 == chunk.value }, sourceLocation: sourceLocation)
            if chunk.released == nil { for unit in units { lent[layer][unit] += chunk.value } }
          }
          if let sums = chunk.released { lent[layer] = sums }
          #expect(
            population.output == expected[layer][chunk.last - 1], sourceLocation: sourceLocation)
        }
      }
    }
    #expect(lent == released, sourceLocation: sourceLocation)
    for (a, b) in zip(simulation.populations, steps.populations) {
      #expect(a.membranePotential == b.membranePotential, sourceLocation: sourceLocation)
      #expect(a.integratedPotential == b.integratedPotential, sourceLocation: sourceLocation)
      #expect(a.spikeWords == b.spikeWords, sourceLocation: sourceLocation)
    }
  }
}

extension [Float] {
  /// Adds what the resets of a step have removed.
  fileprivate mutating func addReset(of population: Population) {
    for unit in population.output.indices.map({ Int($0) }) {
      self[unit] += population.integratedPotential[unit] - population.membranePotential[unit]
    }
  }
}
