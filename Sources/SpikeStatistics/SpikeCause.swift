import Networks
import SpikingEngine

/// Why a neuron's potential is not where an evenly driven one would be: an exact sum over inputs.
///
/// For constant input the deviation of the drive splits over the presynaptic neurons (this
/// project's own derivation):
///
///     C(t) - z·t = Σ_j w_j · φ_j(t)        φ_j(t) = N_j(t) - r_j·t,   r_j = a_j / θ_j
///
/// with the drive `C = v + released charge`, the current `w_j` of one spike of j, and its target
/// rate `r_j` in spikes per step. Positive terms are *leading excitation* (w > 0, φ > 0) or *owed
/// inhibition* (w < 0, φ < 0). What the analog network does not have, and rounding, remain as the
/// model term. In cycle coding the unit of time is the cycle, `N_j` the charge released in units
/// of θ_j, and the sum is complete where a window ends.
package struct SpikeCause: Equatable, Sendable {
  /// The share of one presynaptic neuron.
  package struct Term: Equatable, Sendable {
    package var layer: Int
    /// In population order.
    package var unit: Int
    /// w, the current that one spike of full weight delivers.
    package var weight: Float
    /// N, in spikes of full weight.
    package var spikes: Float
    /// r·t, the spikes that an even schedule would have sent.
    package var target: Float

    /// φ, in spikes.
    package var phase: Float { spikes - target }
    package var contribution: Float { weight * phase }
  }

  /// All inputs that deviate, the largest contribution first.
  package let terms: [Term]

  /// C(t) - z·t.
  package let deviation: Float

  /// z·t, where t counts cycles in cycle coding.
  package let expectedDrive: Float

  /// Σ over all terms, in double precision.
  package let sum: Float

  /// What the inputs do not explain: `deviation - sum`.
  package var modelTerm: Float { deviation - sum }

  /// Σ of the terms with w > 0 and φ > 0.
  package var leadingExcitation: Float {
    terms.reduce(0) { $1.weight > 0 && $1.phase > 0 ? $0 + $1.contribution : $0 }
  }

  /// Σ of the terms with w < 0 and φ < 0.
  package var owedInhibition: Float {
    terms.reduce(0) { $1.weight < 0 && $1.phase < 0 ? $0 + $1.contribution : $0 }
  }

  /// - Parameters:
  ///   - unit: In population order.
  ///   - statistics: Those of the same step as `simulation`.
  /// - Returns: `nil` where the analog network says nothing about the neuron.
  package init?(
    of unit: Int, in layer: Int, simulation: Simulation, statistics: RunStatistics,
    references: [LayerReference?]
  ) {
    guard let reference = references[layer] else { return nil }
    let network = simulation.network
    let time = Float(network.elapsedTime(for: network.layers[layer], step: simulation.step))
    var terms: [Term] = []
    var sum = 0.0
    for incoming in simulation.packed.incoming(of: unit, in: layer) {
      guard case .layer(let source) = incoming.source,
        let threshold = network.layers[source].neuron.threshold,
        let activation = network.activation(of: source, references: references)
      else { continue }
      for synapse in incoming.synapses {
        let term = Term(
          layer: source, unit: synapse.source, weight: synapse.weight * threshold,
          spikes: statistics.layers[source].counts.released(synapse.source, threshold, network),
          target: activation[synapse.source] / threshold * time)
        guard term.contribution != 0 else { continue }
        sum += Double(term.contribution)
        terms.append(term)
      }
    }
    self.terms = terms.sorted { abs($0.contribution) > abs($1.contribution) }
    self.sum = Float(sum)
    expectedDrive = reference.preactivation[unit] * time
    deviation =
      simulation.populations[layer].membranePotential[unit]
      + statistics.layers[layer].counts.released[unit] - expectedDrive
  }
}

extension SpikeCounts {
  /// The spikes of one neuron in units of full weight.
  fileprivate func released(_ unit: Int, _ threshold: Float, _ network: SpikingNetwork) -> Float {
    switch network.coding {
    case .rate: count[unit]
    case .cycles: released[unit] / threshold
    }
  }
}

extension SpikingNetwork {
  /// How many units of input a layer has been given: steps in rate coding, begun cycles of the
  /// layer in cycle coding.
  fileprivate func elapsedTime(for layer: SpikingLayer, step: Int) -> Int {
    switch coding {
    case .rate:
      return step
    case .cycles(let phases):
      guard step > 0 else { return 0 }
      let window = (step - 1) / phases - max(layer.delay - 1, 0)
      return window < 0 ? 0 : window / 2 + 1
    }
  }

  /// The analog activation that a layer stands for; a synchronous neuron stands for its source's.
  fileprivate func activation(of layer: Int, references: [LayerReference?]) -> [Float]? {
    if let reference = references[layer] { return reference.activation }
    guard let relay = layers[layer].projections.first, layers[layer].projections.count == 1,
      case .layer(let source) = relay.source, relay.stages.isEmpty
    else { return nil }
    return activation(of: source, references: references)
  }
}
