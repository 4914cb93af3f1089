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
            #expect(
              Array(chunk[step].firstWords) == events.words(neurons: chunk.neurons),
              sourceLocation: sourceLocation)
            #expect(events.values.allSatisfy { $0 == chunk.value }, sourceLocation: sourceLocation)
            guard chunk.released == nil else { continue }
            for unit in events.indices { lent[layer][Int(unit)] += chunk.value }
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

extension SpikeEvents {
  /// A bit for each neuron.
  func words(neurons: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (neurons + 63) / 64)
    for index in indices { words[Int(index) / 64] |= 1 << UInt64(index % 64) }
    return words
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
