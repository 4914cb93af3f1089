import Networks
import SpikingEngine

/// Why a neuron's potential is not where an evenly driven one would be: an exact sum over inputs.
///
/// For constant input the deviation of the drive splits over the presynaptic neurons (this
/// project's own derivation):
///
///     C(t) - z·t = v(0) + β·t + Σ_j w_j · φ_j(t)    φ_j(t) = N_j(t) - r_j·t,   r_j = a_j / θ_j
///
/// with the drive `C = v + released charge`, the initial potential v(0) and the bias current β that
/// the conversion added, the current `w_j` of one spike of j, and its target rate `r_j` in spikes
/// per step. A burst counts each of its spikes, a spike taken back counts -1. Each term is of one
/// of four kinds, `Term.Kind`. What else the analog network does not have, and rounding, remain as
/// the model term. In cycle coding the unit of time is the cycle, `N_j` the charge released in
/// units of θ_j, and the sum is complete where a window ends. A max pool counts in units of the
/// largest threshold that it pools.
package struct SpikeCause: Equatable, Sendable {
  /// The share of one presynaptic neuron.
  package struct Term: Equatable, Sendable {
    package var layer: Int
    /// In channels-last order.
    package var unit: Int
    /// w, the current that one spike of full weight delivers.
    package var weight: Float
    /// N, in spikes of full weight.
    package var spikes: Float
    /// r·t, the spikes that an even schedule would have sent.
    package var target: Float

    /// φ, in spikes.
    package var phase: Float { spikes - target }

    /// What the input added to the deviation of the neuron, in units of its potential.
    package var contribution: Float { weight * phase }

    package var kind: Kind {
      switch (weight > 0, phase > 0) {
      case (true, true): .excitationAhead
      case (true, false): .excitationLate
      case (false, true): .inhibitionAhead
      case (false, false): .inhibitionOwed
      }
    }

    /// By the signs of w and φ, what an input does and when.
    package enum Kind: Equatable, Sendable, CaseIterable {
      /// w > 0, φ > 0: pushes the neuron ahead.
      case excitationAhead
      /// w > 0, φ < 0: holds it back.
      case excitationLate
      /// w < 0, φ > 0: holds it back.
      case inhibitionAhead
      /// w < 0, φ < 0: pushes it ahead.
      case inhibitionOwed
    }
  }

  /// All inputs that deviate, the largest contribution first.
  package let terms: [Term]

  /// C(t) - z·t.
  package let deviation: Float

  /// z·t, where t counts cycles in cycle coding.
  package let expectedDrive: Float

  /// Σ over all terms, in double precision.
  package let sum: Float

  /// v(0), the potential before the first step.
  package let initialPotential: Float

  /// β·t, what the bias shift or bias calibration of the method has added.
  package let biasCharge: Float

  /// What neither the inputs nor the conversion's own charges explain.
  package var modelTerm: Float { deviation - sum - initialPotential - biasCharge }

  /// Σ of the terms of one kind; the four of them are the whole sum.
  package func sum(of kind: Term.Kind) -> Float {
    Float(terms.reduce(0.0) { $1.kind == kind ? $0 + Double($1.contribution) : $0 })
  }

  /// - Parameters:
  ///   - unit: In channels-last order.
  ///   - statistics: Those of the same step as `simulation`.
  ///   - synapses: Those onto the neuron, where they are known already.
  /// - Returns: `nil` where the analog network says nothing about the neuron, in differential
  ///   coding,   and where the run is told and not computed, so that nobody knows the synapses.
  package init?(
    of unit: Int, in layer: Int, simulation: Simulation, statistics: RunStatistics,
    references: [LayerReference?], synapses: [IncomingSynapses]? = nil
  ) {
    let network = simulation.network
    guard !simulation.isReplay, network.coding != .differential, let reference = references[layer]
    else { return nil }
    let time = Float(network.elapsedTime(for: network.layers[layer], step: simulation.step))
    var terms: [Term] = []
    var sum = 0.0
    for incoming in (synapses ?? simulation.packed.incoming(of: unit, in: layer)) {
      guard case .layer(let source) = incoming.source,
        let threshold = network.largestThreshold(of: source),
        let activation = simulation.packed.representedActivation(of: source, references: references)
      else { continue }
      for synapse in incoming.synapses {
        let term = Term(
          layer: source, unit: synapse.source, weight: synapse.weight * threshold,
          spikes: statistics.layers[source].counts.spikes(
            of: synapse.source, neuron: network.layers[source].neuron, threshold: threshold),
          target: activation[synapse.source] / threshold * time)
        guard term.contribution != 0 else { continue }
        sum += Double(term.contribution)
        terms.append(term)
      }
    }
    self.terms = terms.sorted { abs($0.contribution) > abs($1.contribution) }
    self.sum = Float(sum)
    expectedDrive = reference.preactivation[unit] * time
    initialPotential = simulation.initialPotential(of: unit, in: layer)
    biasCharge = network.layers[layer].biasCurrent(of: unit) * time
    deviation =
      simulation.populations[layer].membranePotential[unit]
      + statistics.layers[layer].counts.released[unit] - expectedDrive
  }
}

extension SpikeCounts {
  /// The spikes of one neuron in units of full weight.
  func spikes(of unit: Int, neuron: NeuronParameters, threshold: Float) -> Float {
    switch neuron.code {
    case .phase: released[unit] / threshold
    case .rate, .differential: count[unit]
    case nil:
      neuron.role == .neurons
        ? neuron.delivered(byCount: count[unit], of: unit) : released[unit] / threshold
    }
  }
}

extension SpikingLayer {
  /// The current that the conversion added beside the biases, once per unit of input.
  fileprivate func biasCurrent(of unit: Int) -> Float {
    biasCurrent.isEmpty ? 0 : biasCurrent[unit % shape.channels]
  }
}

extension SpikingNetwork {
  /// How many units of input a layer has been given: steps in rate coding, begun cycles of the
  /// layer in cycle coding.
  fileprivate func elapsedTime(for layer: SpikingLayer, step: Int) -> Int {
    switch coding {
    case .rate, .differential:
      return step
    case .cycles(let phases):
      guard step > 0 else { return 0 }
      let window = (step - 1) / phases - max(layer.delay - 1, 0)
      return window < 0 ? 0 : window / 2 + 1
    }
  }

  /// What one spike of a layer delivers; of a passage, one spike of the strongest that it passes
  /// on.
  func largestThreshold(of layer: Int) -> Float? {
    guard layers[layer].neuron.role.isPassage else { return layers[layer].neuron.threshold }
    return layers[layer].projections.compactMap { projection in
      if case .layer(let source) = projection.source { largestThreshold(of: source) } else { nil }
    }.max()
  }
}

extension PackedNetwork {
  /// The analog activation that a layer stands for; a synchronous neuron stands for its source's, a
  /// max pool for the largest of its sources'.
  func representedActivation(of layer: Int, references: [LayerReference?]) -> [Float]? {
    if let reference = references[layer] { return reference.activation }
    if let pooled = pooledActivation(
      of: layer, sources: { representedActivation(of: $0, references: references) })
    {
      return pooled
    }
    let projections = network.layers[layer].projections
    guard projections.count == 1, case .layer(let source) = projections[0].source,
      projections[0].stages.isEmpty
    else { return nil }
    return representedActivation(of: source, references: references)
  }
}
