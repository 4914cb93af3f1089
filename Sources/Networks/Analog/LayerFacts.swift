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
    let (traits, units) = (node.operation.traits, node.shape.count)
    let fanIn =
      switch traits.fanIn {
      case .values(let count): node.inputs.isEmpty ? 0 : count
      case .inputs: node.inputs.count
      case .units: units
      }
    return LayerFacts(
      node: index, parameters: traits.parameters, neurons: traits.role == .activation ? units : 0,
      fanIn: fanIn, multiplyAccumulates: traits.role == .weighing ? fanIn * units : 0)
  }
}
