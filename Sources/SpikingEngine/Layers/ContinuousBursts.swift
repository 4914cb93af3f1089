import Networks

/// Continuous neurons that may fire several spikes in a step; an event delivers their number.
struct ContinuousBurstState: IntegratingState, LayerPayload {
  typealias Sum = Float

  /// One per neuron, or one for all.
  private let steps: [EulerStep]

  var state: LayerState { .continuousBursts(self) }

  /// - Precondition: Values per neuron are as many as `count`.
  init(_ neuron: ContinuousNeuron, count: Int) {
    let isUniform = neuron.parameterValues.allSatisfy { $0.common != nil }
    steps = (0..<(isUniform ? 1 : count)).map { EulerStep(neuron, unit: $0) }
  }

  func fire(
    _ population: inout Population, step: Int, currents: UnsafePointer<Float>, on engine: Engine,
    to chunk: EventChunk, at position: Int
  ) {
    let (count, charges) = (population.membranePotential.count, engine.charges)
    charges.reserve(count)
    population.withPointers { pointers in
      for unit in 0..<count {
        let step = steps[steps.count == 1 ? 0 : unit]
        var current = currents[unit]
        if let synaptic = pointers.synaptic {
          let earlier = synaptic[unit]
          synaptic[unit] = step.synapticCurrent(after: current, of: earlier)
          current = step.met(synaptic[unit], after: earlier)
        }
        let integrated = step.integrated(pointers.potentials[unit], current: current)
        let spikes = step.spikeCount(at: integrated)
        pointers.integrated[unit] = integrated
        pointers.potentials[unit] = step.potential(after: spikes, from: integrated)
        charges.base[unit] = spikes
      }
    }
    chunk.drain(charges.base, step: position)
    chunk.copy(step: position, to: &population.output)
  }
}
