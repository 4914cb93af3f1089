import Networks

/// Which spiking layers of two networks are the same layer of the model.
///
/// Layers are the same if name and shape are; in both networks a neuron then has the same position.
package struct LayerMatching: Equatable, Sendable {
  package struct Pair: Equatable, Sendable {
    package var first: Int
    package var second: Int
  }

  /// In the order of the first network.
  package let pairs: [Pair]

  /// The layers without a counterpart, as synchronous neurons that one network alone has.
  package let onlyInFirst: [Int]
  package let onlyInSecond: [Int]

  package init(_ first: SpikingNetwork, _ second: SpikingNetwork) {
    let others = second.firingLayers
    pairs = first.firingLayers.indices.compactMap { index in
      let layer = first.layers[index]
      let same = others.firstIndex { $0.name == layer.name && $0.shape == layer.shape }
      return same.map { Pair(first: index, second: $0) }
    }
    let matched = (Set(pairs.map(\.first)), Set(pairs.map(\.second)))
    onlyInFirst = first.firingLayers.indices.filter { !matched.0.contains($0) }
    onlyInSecond = others.indices.filter { !matched.1.contains($0) }
  }

  /// The counterpart of a layer of the first network, or `nil`.
  package func second(of layer: Int) -> Int? {
    pairs.first { $0.first == layer }?.second
  }
}
