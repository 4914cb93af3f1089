import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// What was counted over some images; tallies of other images can be added in any order.
package struct EvaluationTally: Equatable, Sendable {
  package var images = 0
  package var labelled = 0
  package var analogCorrect = 0

  /// In the order of the plan's entries.
  package var methods: [MethodTally]

  init(_ plan: EvaluationPlan) {
    methods = plan.entries.map { MethodTally($0.packed.network, steps: plan.steps) }
  }

  mutating func add(_ other: EvaluationTally) {
    images += other.images
    labelled += other.labelled
    analogCorrect += other.analogCorrect
    for index in methods.indices { methods[index].add(other.methods[index]) }
  }
}

/// What was counted of one network, in layers that have an analog counterpart.
package struct MethodTally: Equatable, Sendable {
  /// Images with the right class, per T; those before the first readout stay 0.
  package var correct: [Int]
  /// Images with the class of the analog network, per T.
  package var agreeing: [Int]
  /// Inactivated neurons that had fired, per T and layer.
  package var sinNeurons: [[Int]]
  /// Inactivated neurons, per layer.
  package var inactive: [Int]
  /// Spikes up to the last T, per layer.
  package var spikes: [Int]
  /// Spikes of inactivated neurons up to the last T, per layer.
  package var sinSpikes: [Int]

  init(_ network: SpikingNetwork, steps: [Int]) {
    let layers = network.layers.count { $0.activationNode != nil }
    correct = Array(repeating: 0, count: steps.count)
    agreeing = correct
    inactive = Array(repeating: 0, count: layers)
    spikes = inactive
    sinSpikes = inactive
    sinNeurons = Array(repeating: inactive, count: steps.count)
  }

  /// Runs one image up to the largest T.
  init(
    running packed: PackedNetwork, on image: Tensor, activations: AnalogActivations,
    steps: [Int], outcome: ImageOutcome
  ) {
    self.init(packed.network, steps: steps)
    var simulation = Simulation(packed, image: image)
    var layers = packed.network.references(from: activations).enumerated().compactMap {
      index, reference in reference.map { CountedLayer(index: index, reference: $0) }
    }
    for (index, target) in steps.enumerated() {
      while simulation.step < target {
        simulation.advance()
        for layer in layers.indices { layers[layer].observe(simulation) }
      }
      sinNeurons[index] = layers.map(\.sin.neurons)
      if let prediction = simulation.prediction {
        correct[index] = prediction == outcome.label ? 1 : 0
        agreeing[index] = prediction == outcome.analogClass ? 1 : 0
      }
    }
    inactive = layers.map(\.sin.inactiveCount)
    spikes = layers.map(\.counts.total)
    sinSpikes = layers.map(\.sin.spikes)
  }

  mutating func add(_ other: MethodTally) {
    correct.add(other.correct)
    agreeing.add(other.agreeing)
    inactive.add(other.inactive)
    spikes.add(other.spikes)
    sinSpikes.add(other.sinSpikes)
    for index in sinNeurons.indices { sinNeurons[index].add(other.sinNeurons[index]) }
  }
}

/// The counters of one spiking layer.
private struct CountedLayer {
  let index: Int
  let reference: LayerReference
  var counts: SpikeCounts
  var sin: SINStatistics

  init(index: Int, reference: LayerReference) {
    self.index = index
    self.reference = reference
    counts = SpikeCounts(neurons: reference.preactivation.count)
    sin = SINStatistics(reference)
  }

  mutating func observe(_ simulation: Simulation) {
    let population = simulation.populations[index]
    let neuron = simulation.network.layers[index].neuron
    counts.observe(population, neuron: neuron, step: simulation.step)
    sin.observe(population, neuron: neuron, counts: counts, reference: reference)
  }
}

extension [Int] {
  fileprivate mutating func add(_ other: [Int]) {
    for index in indices { self[index] += other[index] }
  }
}
