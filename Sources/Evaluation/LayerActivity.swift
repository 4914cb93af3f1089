import Networks
import SpikeStatistics
import SpikingEngine

/// Spikes and what they cost: step by step in O(spikes), or some steps at once.
struct LayerActivity {
  private(set) var spikes = 0

  /// The synaptic additions so far, per layer of the network.
  private(set) var operations: [Int]

  init(layers: Int) {
    operations = Array(repeating: 0, count: layers)
  }

  mutating func observe(
    _ population: Population, neuron: NeuronParameters, layer: Int, fanOut: [Int32]
  ) {
    let (events, eventSpikes) = (population.output, neuron.eventSpikes)
    for event in events.indices.indices {
      let count = Int(abs(eventSpikes(events.values[event])))
      spikes += count
      operations[layer] += count * Int(fanOut[Int(events.indices[event])])
    }
  }

  mutating func observe(_ chunk: SpikeChunk, layer: Int, fanOut: [Int32]) {
    for step in chunk.first...chunk.last { spikes += chunk[step].firstCount }
    operations[layer] += chunk.cost(fanOut)
  }
}
