/// The size of one layer of an analog network, and what one image costs in it.
package struct LayerFacts: Equatable, Sendable {
  /// The index in `AnalogNetwork.nodes`.
  package var node: Int
  /// Weights and biases, factors and offsets.
  package var parameters: Int
  /// The units of an activation layer, which a conversion turns into neurons; 0 elsewhere.
  package var neurons: Int
  /// How many values one unit of the result is computed from.
  package var fanIn: Int
  /// Multiplications with a weight, zeros of the padding included.
  package var multiplyAccumulates: Int
}

extension AnalogNetwork {
  /// The facts of every node, in topological order.
  package var layerFacts: [LayerFacts] {
    nodes.indices.map { facts(of: $0) }
  }

  private func facts(of index: Int) -> LayerFacts {
    let node = nodes[index]
    var facts = LayerFacts(
      node: index, parameters: 0, neurons: 0, fanIn: node.inputs.isEmpty ? 0 : 1,
      multiplyAccumulates: 0)
    switch node.operation {
    case .input, .pad, .concatenate, .flatten: break
    case .convolution(let layer):
      facts.parameters = layer.weight.count + layer.bias.count
      facts.fanIn = layer.weight.count / layer.outputChannels
      facts.multiplyAccumulates = facts.fanIn * node.shape.count
    case .affine(let layer):
      facts.parameters = layer.weight.count + layer.bias.count
      facts.fanIn = layer.inputCount
      facts.multiplyAccumulates = layer.weight.count
    case .channelAffine(let layer):
      facts.parameters = layer.factor.count + layer.offset.count
      facts.multiplyAccumulates = node.shape.count
    case .activation: facts.neurons = node.shape.count
    case .averagePool(let pooling), .maxPool(let pooling):
      facts.fanIn = pooling.kernel.rows * pooling.kernel.columns
    case .add: facts.fanIn = node.inputs.count
    case .softmax: facts.fanIn = node.shape.count
    }
    return facts
  }
}
