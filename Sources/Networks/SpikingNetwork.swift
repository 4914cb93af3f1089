/// What to simulate: populations of neurons and the synapses between them.
///
/// Within one time step the populations advance in their order, so that a population meets the
/// spikes of the same step of those before it. Without recurrent projections they form a DAG. A
/// network is a description without state, so one network can serve many simulations.
package struct SpikingNetwork: Equatable, Sendable {
  /// The name of the model that it was converted from, or of its own file.
  package var name: String

  /// Of the stimulus.
  package var inputShape: MapShape

  /// In topological order but for recurrent projections; `readouts` says which answer.
  package var layers: [SpikingLayer]

  /// How all its spikes carry numbers.
  package var coding: SpikeCoding

  /// The last step before the readout listens; 0 where it does from the first step on.
  ///
  /// Only in rate coding: in cycle coding a readout has its windows.
  package var readoutStart = 0

  /// What corrects the spikes of each image on the way; `nil` for nothing.
  package var corrector: SpikeCorrector?

  /// What is computed of the outputs before they mean anything; `nil` for nothing.
  package var tail: AnalogTail?

  /// What the outputs mean, or those of the tail where there is one.
  package var task = NetworkTask.classification

  package init(
    name: String, inputShape: MapShape, layers: [SpikingLayer], coding: SpikeCoding
  ) {
    self.name = name
    self.inputShape = inputShape
    self.layers = layers
    self.coding = coding
  }

  /// The first step after which every readout has heard from the whole network.
  ///
  /// The step after `readoutStart` in rate coding, the first in differential coding. In cycle
  /// coding a readout listens while the last spiking layer before it fires, so it is `P · (d + 1)`
  /// with the delay `d` of that layer.
  package var firstReadout: Int { readouts.map(firstReadout(of:)).max() ?? 1 }

  /// The same of one readout.
  private func firstReadout(of readout: Int) -> Int {
    switch coding {
    case .rate, .differential: readoutStart + 1
    case .cycles(let phases): phases * (latestDelay(into: layers[readout]) + 1)
    }
  }

  /// The largest delay among the layers that feed this one; 0 if only the input does.
  package func latestDelay(into layer: SpikingLayer) -> Int {
    let delays = layer.projections.map { projection in
      if case .layer(let source) = projection.source { layers[source].delay } else { 0 }
    }
    return delays.max() ?? 0
  }
}

extension SpikingNetwork {
  /// What the accumulated output stands for after a step, in units of input.
  ///
  /// In rate and differential coding the steps in which the readout has listened. In cycle coding
  /// the cycles that the readout has heard; of the cycle in progress, in phase k of P, the share
  /// `1 - 2^(-k)` that its digits so far can carry. (This project's own convention; it only scales,
  /// so the answer does not depend on it.)
  package func outputTime(atStep step: Int) -> Double {
    readouts.first.map { outputTime(atStep: step, of: $0) } ?? Double(step)
  }

  /// The same of one readout, by the position of its layer.
  package func outputTime(atStep step: Int, of readout: Int) -> Double {
    switch coding {
    case .rate, .differential:
      return Double(max(step - readoutStart, 0))
    case .cycles(let phases):
      let start = firstReadout(of: readout) - phases
      guard step > start else { return 0 }
      let (window, phase) = ((step - 1 - start) / phases, 1 + (step - 1 - start) % phases)
      let isComplete = window % 2 == 1 || phase == phases
      let share = isComplete ? 1 : 1 - Double(sign: .plus, exponent: -phase, significand: 1)
      return Double(window / 2) + share
    }
  }
}

extension SpikingNetwork {
  /// Whether spikes of a layer are taken back, by its neurons or by a corrector.
  package func takesSpikesBack(in layer: Int) -> Bool {
    layers[layer].neuron.sendsNegativeSpikes || corrector?.takesSpikesBack == true
  }

  /// The layers whose spikes reach a layer in the step after: itself, and those behind it.
  package func recurrentSources(of layer: Int) -> [Int] {
    let sources = layers[layer].projections.compactMap { projection in
      if case .layer(let source) = projection.source, source >= layer { source } else { nil }
    }
    return Set(sources).sorted()
  }

  /// Whether any spike reaches its target in the step after.
  package var isRecurrent: Bool {
    layers.indices.contains { !recurrentSources(of: $0).isEmpty }
  }
}

/// How spikes carry numbers.
package enum SpikeCoding: Codable, Equatable, Sendable {
  /// The number of spikes per step; input and biases flow in every step.
  case rate
  /// Binary digits over windows of `phases` steps; a cycle is two windows, one to accumulate and
  /// one to fire. Input and biases flow in once per cycle.
  case cycles(phases: Int)
  /// Changes of rates: a spike counts for as much as the number of its step divides it by. Input
  /// and biases flow in once, in the first step; see `DifferentialNeuron`.
  case differential

  /// Whether there is an answer only once per cycle.
  package var hasCycles: Bool {
    if case .cycles = self { true } else { false }
  }

  private enum CodingKeys: String, CodingKey { case rate, cycles, differential }
  private enum CyclesCodingKeys: String, CodingKey { case phases }
}

/// A population of neurons and the projections that drive it.
package struct SpikingLayer: Equatable, Sendable {
  /// The name of the operator that drives it, as `conv1`; `sync1` for a synchronous neuron,
  /// `maxpool1` for a max pool.
  package var name: String

  /// Of the map of neurons.
  package var shape: MapShape

  package var neuron: NeuronParameters

  /// Summed in this order.
  package var projections: [Projection]

  /// A current per channel that flows in beside the biases, once per unit of input; empty for none.
  ///
  /// The bias shift and the bias calibration of methods that leave the weights untouched.
  package var biasCurrent: [Float] = []

  /// v(0).
  package var initialPotential = InitialPotential.rest

  /// The threshold of each channel over that of the layer, θ_c/θ; empty where all are alike.
  ///
  /// The neurons of channel c then are in units of θ_c/θ: their weights and biases are divided by
  /// it, what they send is multiplied with it on its way. Potentials, z and a of the layer are
  /// therefore told multiplied with θ/θ_c (this project's own convention), as weight normalisation
  /// has them (Ding et al. 2021, theorem 1: the spikes are the same).
  package var channelScale: [Float] = []

  /// The node of the analog network whose activation this layer represents.
  ///
  /// `nil` for the readout, for synchronous neurons, for max pools, and where there is no ANN.
  package var activationNode: Int?

  package init(
    name: String, shape: MapShape, neuron: NeuronParameters, projections: [Projection],
    activationNode: Int? = nil
  ) {
    self.name = name
    self.shape = shape
    self.neuron = neuron
    self.projections = projections
    self.activationNode = activationNode
  }

  /// The number of spiking layers between the input and this one, itself included; 0 where the
  /// coding has no windows.
  package var delay: Int { neuron.delay }
}

extension SpikingNetwork {
  /// The positions of the layers that stand for an activation; of a network that never had any,
  /// those that fire.
  package var comparedLayers: [Int] {
    let compared = layers.indices.filter { layers[$0].activationNode != nil }
    return compared.isEmpty ? layers.indices.filter { layers[$0].neuron.quantum != nil } : compared
  }
}
