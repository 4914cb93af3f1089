import Networks

/// One time step of a population of continuous neurons: the plain reference of the kernel.
///
/// - Parameters:
///   - potentials: v, updated in place.
///   - synaptic: i, updated in place; not looked at where currents act at once.
///   - currents: I on entry, m on return.
///   - output: Replaced by the neurons that fired, each delivering its number of spikes.
package func fireLeaky(
  _ neuron: ContinuousNeuron, potentials: inout [Float], synaptic: inout [Float],
  currents: inout [Float], output: inout SpikeEvents
) {
  precondition(potentials.count == currents.count, "one current per neuron")
  output.removeAll()
  for unit in potentials.indices {
    let step = EulerStep(neuron, unit: unit)
    var current = currents[unit]
    if step.synapse != nil {
      let earlier = synaptic[unit]
      synaptic[unit] = step.synapticCurrent(after: current, of: earlier)
      current = step.met(synaptic[unit], after: earlier)
    }
    let integrated = step.integrated(potentials[unit], current: current)
    currents[unit] = integrated
    let spikes = step.spikeCount(at: integrated)
    potentials[unit] = step.potential(after: spikes, from: integrated)
    if spikes > 0 { output.append(unit, spikes) }
  }
}
