import Networks
import SpikeKernels

/// Burst neurons in single precision; their potentials are those that observers see.
struct BurstState: IntegratingState, LayerPayload {
  typealias Sum = Float

  private let threshold: Float
  private let maximumSpikes: Float

  var state: LayerState { .bursts(self) }

  init(_ neuron: BurstNeuron) {
    threshold = neuron.thresholdValue
    maximumSpikes = Float(neuron.maximumSpikes)
  }

  func fire(
    _ population: inout Population, step: Int, currents: UnsafePointer<Float>, on engine: Engine,
    to chunk: EventChunk, at position: Int
  ) {
    let (count, charges) = (population.membranePotential.count, engine.charges)
    charges.reserve(count)
    population.withPointers { pointers in
      sk_fire_bursts(
        Int32(count), currents, threshold, maximumSpikes, pointers.potentials,
        pointers.integrated, charges.base)
    }
    chunk.drain(charges.base, step: position)
    chunk.copy(step: position, to: &population.output)
  }
}
