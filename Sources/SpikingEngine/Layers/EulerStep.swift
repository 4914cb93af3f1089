import Foundation
import Networks

/// One step of one continuous neuron, as the recurrence that it comes to.
///
///     i[t] = a_syn · i[t-1] + g_syn · I[t]
///     a_syn = 1 - share(τ_syn),  g_syn = share(τ_syn) · w_in; w_in where the current jumps
///     m[t] = a · v[t-1] + b + g · i[t]; g · i[t-1] where the current jumps delayed
///
/// | membrane | a | b | g |
/// |---|---|---|---|
/// | integrator | 1 | 0 | dt · r |
/// | leaky | 1 - share(τ) | share(τ) · v_leak | share(τ) · r |
/// | memoryless | 0 | 0 | 1 |
///
/// share(τ) is that of `ContinuousNeuron`. Each product and each sum is rounded to single
/// precision, from left to right.
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

  /// Whether a step has room for more than one spike.
  package var firesSeveral: Bool

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
    package var rule: SynapseRule
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
      let share = neuron.integration.share(dt, of: timeConstant.value(of: unit))
      decay = 1 - share
      drift = share * leakPotential.value(of: unit)
      gain = share * resistance.value(of: unit)
    }
    threshold = neuron.firing?.threshold.value(of: unit) ?? .infinity
    firingPotential = neuron.firing?.rule == .exceeding ? threshold.nextUp : threshold
    reset = neuron.firing?.reset ?? .bySubtraction
    firesSeveral = neuron.firesSeveral
    resetPotential = neuron.firing?.resetPotential.value(of: unit) ?? 0
    synapse = neuron.synapse.map { synapse in
      let share = neuron.integration.share(dt, of: synapse.timeConstant.value(of: unit))
      let weight = synapse.weight.value(of: unit)
      return Synapse(
        decay: 1 - share, gain: synapse.rule.isJump ? weight : share * weight,
        rule: synapse.rule)
    }
  }

  /// i after a step.
  package func synapticCurrent(after current: Float, of earlier: Float) -> Float {
    guard let synapse else { return current }
    return synapse.decay * earlier + synapse.gain * current
  }

  /// What the potential meets in a step.
  ///
  /// - Parameters:
  ///   - current: i after the step.
  ///   - earlier: i before it.
  package func met(_ current: Float, after earlier: Float) -> Float {
    synapse?.rule == .delayedJump ? earlier : current
  }

  /// m after a step.
  package func integrated(_ potential: Float, current: Float) -> Float {
    let sum = decay * potential + drift + gain * current
    // A potential that has stayed where it fires was not reset yet.
    return reset == .bySubtractionInNextStep && potential >= firingPotential
      ? sum - threshold : sum
  }

  /// The most spikes of a neuron in a step, 2²⁴: so many can be counted one by one.
  ///
  /// What is left above the threshold stays in the potential. The bound is our own.
  package static let mostSpikes: Float = 0x1p24

  /// s of a step that leads to m.
  package func spikeCount(at integrated: Float) -> Float {
    guard integrated >= firingPotential else { return 0 }
    guard firesSeveral else { return 1 }
    let thresholds = integrated / threshold
    // The thresholds of all spikes but one stay below what fires at one.
    let count =
      firingPotential == threshold
      ? thresholds.rounded(.down) : thresholds.rounded(.up) - 1
    return min(count, EulerStep.mostSpikes)
  }

  /// v after some spikes from m.
  package func potential(after spikes: Float, from integrated: Float) -> Float {
    guard spikes > 0 else { return integrated }
    return switch reset {
    case .bySubtraction: integrated - spikes * threshold
    case .toZero: resetPotential
    case .bySubtractionInNextStep: integrated
    }
  }
}

extension ContinuousNeuron.Integration {
  /// How much of the way to its limit a quantity goes in a step.
  fileprivate func share(_ timeStep: Float, of timeConstant: Float) -> Float {
    switch self {
    case .euler: timeStep / timeConstant
    case .exponential: -expm1(-timeStep / timeConstant)
    }
  }
}
