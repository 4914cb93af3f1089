import Networks
import SpikingEngine
import Tensors

/// A network of continuous neurons, neuron by neuron and step by step, with nothing but loops.
///
/// Sums are taken in the order that the engine promises, so that all bits agree. Vectors and affine
/// projections only.
package struct ContinuousOracle {
  private let network: SpikingNetwork
  private let image: [Float]

  /// Per layer v, m, i, and what was sent in the latest step.
  package private(set) var potentials: [[Float]]
  package private(set) var integrated: [[Float]]
  private var synaptic: [[Float]]
  package private(set) var sent: [[Float]]

  /// Per layer and step, what leaves a delay line; as long as needed.
  private var tapes: [[[Float]]]
  private var step = 0

  package init(_ network: SpikingNetwork, image: Tensor) {
    self.network = network
    self.image = image.elements
    potentials = network.layers.map { Array(repeating: 0, count: $0.shape.count) }
    integrated = potentials
    synaptic = potentials
    sent = potentials
    tapes = network.layers.map { _ in [] }
  }

  package mutating func advance() {
    let before = sent
    step += 1
    for layer in network.layers.indices {
      let now = sent
      let sources = { (source: Int) in source < layer ? now[source] : before[source] }
      if case .delayLine(let line) = network.layers[layer].neuron {
        delay(layer, line.steps, sent: sources)
        continue
      }
      let current = current(into: layer, sent: sources)
      switch network.layers[layer].neuron {
      case .continuous(let neuron): fire(layer, neuron, current)
      default:
        for unit in current.indices { potentials[layer][unit] += current[unit] }
        integrated[layer] = potentials[layer]
      }
    }
  }

  private func current(into layer: Int, sent: (Int) -> [Float]) -> [Float] {
    var current = constantCurrent(into: layer)
    for projection in network.layers[layer].projections {
      guard case .layer(let source) = projection.source else { continue }
      add(sent(source), through: projection.affine, to: &current)
    }
    return current
  }

  private func constantCurrent(into layer: Int) -> [Float] {
    let description = network.layers[layer]
    var (constant, image) = (
      [Float](repeating: 0, count: description.shape.count),
      [Float](repeating: 0, count: description.shape.count)
    )
    for projection in description.projections {
      let affine = projection.affine
      for unit in constant.indices { constant[unit] += affine.bias.elements[unit] }
      if projection.source == .input { add(self.image, through: affine, to: &image) }
    }
    if description.projections.contains(where: { $0.source == .input }) {
      for unit in constant.indices { constant[unit] += image[unit] }
    }
    return constant
  }

  private func add(_ values: [Float], through affine: AffineLayer, to sums: inout [Float]) {
    for source in values.indices where values[source] != 0 {
      for unit in sums.indices {
        sums[unit] += values[source] * affine.weight.elements[unit * values.count + source]
      }
    }
  }

  private mutating func fire(_ layer: Int, _ neuron: ContinuousNeuron, _ current: [Float]) {
    for unit in current.indices {
      let step = EulerStep(neuron, unit: unit)
      let earlier = synaptic[layer][unit]
      synaptic[layer][unit] = step.synapticCurrent(after: current[unit], of: earlier)
      let input = step.met(synaptic[layer][unit], after: earlier)
      let m = step.integrated(potentials[layer][unit], current: input)
      let fires = m >= step.threshold
      integrated[layer][unit] = m
      potentials[layer][unit] = fires ? step.potential(after: 1, from: m) : m
      sent[layer][unit] = neuron.firing == nil ? m : fires ? 1 : 0
    }
  }

  private mutating func delay(
    _ layer: Int, _ steps: NeuronValues<Int>, sent sources: (Int) -> [Float]
  ) {
    enter(constantCurrent(into: layer), layer, steps)
    for projection in network.layers[layer].projections {
      guard case .layer(let source) = projection.source else { continue }
      var arriving = [Float](repeating: 0, count: network.layers[layer].shape.count)
      add(sources(source), through: projection.affine, to: &arriving)
      // What comes from behind was sent a step ago, and that step counts.
      enter(arriving, layer, steps, spent: source < layer ? 0 : 1)
    }
    sent[layer] = tapes[layer][step]
  }

  private mutating func enter(
    _ values: [Float], _ layer: Int, _ steps: NeuronValues<Int>, spent: Int = 0
  ) {
    for unit in values.indices {
      let exit = step + steps.value(of: unit) - spent
      while tapes[layer].count <= exit {
        tapes[layer].append(Array(repeating: 0, count: values.count))
      }
      tapes[layer][exit][unit] += values[unit]
    }
  }
}

extension Projection {
  fileprivate var affine: AffineLayer {
    guard case .affine(let layer) = stages[0].operation else {
      preconditionFailure("not an affine projection")
    }
    return layer
  }
}
