import Networks

/// One Euler step of one continuous neuron, as the recurrence that it comes to.
///
///     i[t] = a_syn · i[t-1] + g_syn · I[t]      a_syn = 1 - dt/τ_syn,  g_syn = dt/τ_syn · w_in
///     m[t] = a · v[t-1] + b + g · i[t]
///
/// | membrane | a | b | g |
/// |---|---|---|---|
/// | integrator | 1 | 0 | dt · r |
/// | leaky | 1 - dt/τ | dt/τ · v_leak | dt/τ · r |
/// | memoryless | 0 | 0 | 1 |
///
/// Each product and each sum is rounded to single precision, from left to right.
package struct EulerStep: Equatable, Sendable {
  /// a.
  package var decay: Float
  /// b.
  package var drift: Float
  /// g.
  package var gain: Float

  /// θ; +∞ for a neuron that never fires.
  package var threshold: Float

  /// The least potential that fires: θ, or the next number above it.
  package var firingPotential: Float

  package var reset: Reset

  /// Where a reset to a potential leads.
  package var resetPotential: Float

  /// `nil` where currents act at once.
  package var synapse: Synapse?

  /// The recurrence of the synaptic current.
  package struct Synapse: Equatable, Sendable {
    /// a_syn.
    package var decay: Float
    /// g_syn.
    package var gain: Float
  }

  /// - Parameter unit: In channels-last order; which of the values per neuron hold.
  package init(_ neuron: ContinuousNeuron, unit: Int) {
    let dt = neuron.timeStep
    switch neuron.membrane {
    case .memoryless:
      (decay, drift, gain) = (0, 0, 1)
    case .integrator(let resistance):
      (decay, drift, gain) = (1, 0, dt * resistance.value(of: unit))
    case .leaky(let timeConstant, let resistance, let leakPotential):
      let share = dt / timeConstant.value(of: unit)
      decay = 1 - share
      drift = share * leakPotential.value(of: unit)
      gain = share * resistance.value(of: unit)
    }
    threshold = neuron.firing?.threshold.value(of: unit) ?? .infinity
    firingPotential = neuron.firing?.rule == .exceeding ? threshold.nextUp : threshold
    reset = neuron.firing?.reset ?? .bySubtraction
    resetPotential = neuron.firing?.resetPotential.value(of: unit) ?? 0
    synapse = neuron.synapse.map { synapse in
      let share = dt / synapse.timeConstant.value(of: unit)
      return Synapse(decay: 1 - share, gain: share * synapse.weight.value(of: unit))
    }
  }

  /// i after a step.
  package func synapticCurrent(after current: Float, of earlier: Float) -> Float {
    guard let synapse else { return current }
    return synapse.decay * earlier + synapse.gain * current
  }

  /// m after a step.
  package func integrated(_ potential: Float, current: Float) -> Float {
    decay * potential + drift + gain * current
  }

  /// v after a spike from m.
  package func potential(afterSpikeFrom integrated: Float) -> Float {
    reset == .toZero ? resetPotential : integrated - threshold
  }
}
