import Networks

/// What the spikes of one layer cost in another.
package struct LayerArrival: Sendable {
  /// The position of the layer that sends them.
  package let source: Int

  /// The synaptic additions of one spike of each of its units, in channels-last order.
  package let fanOut: [Int]

  /// What each addition reads.
  package let bytesPerWeight: Int
}

// What a layer has to do, and how it does it, for those who measure.
extension PackedNetwork {
  /// What arrives at a layer from others, one entry per projection, in O(units of its sources).
  package func arrivals(at layer: Int) -> [LayerArrival] {
    let bytes = layers[layer].fixedPoint?.bytesPerWeight ?? MemoryLayout<Float>.stride
    return layers[layer].projections.compactMap { projection in
      guard case .layer(let source) = projection.source else { return nil }
      return LayerArrival(source: source, fanOut: projection.fanOut(), bytesPerWeight: bytes)
    }
  }

  /// How many bytes of potentials a step of a layer reads and writes; 0 without neurons.
  package func stateBytes(of layer: Int) -> Int {
    let description = network.layers[layer]
    if description.neuron.role.isPassage { return 0 }
    let stride = network.coding.hasCycles ? MemoryLayout<Double>.stride : MemoryLayout<Float>.stride
    return 2 * stride * description.shape.count
  }

  /// What delivers the events of a layer's projections from others: each stage in a word.
  package func kernelNames(of layer: Int) -> [[String]] {
    let layer = layers[layer]
    return layer.projections.enumerated().compactMap { number, projection in
      guard case .layer = projection.source else { return nil }
      let fixed = layer.fixedPoint?.projections[number]?.synapses.kernelName
      return projection.spikePassages.map(\.kernelName)
        + [fixed ?? projection.spikeSynapses.kernelName]
    }
  }
}
