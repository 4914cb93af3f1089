import Networks

/// How large the activations of each channel are on the calibration images.
///
/// As `ActivationStatistics`, channel by channel; memory is about the same.
package struct ChannelStatistics: CalibrationStatistics {
  /// By activation node, in the order of `AnalogNetwork.activations`, and by channel.
  package private(set) var layers: [[LayerActivations]]

  package init(for network: AnalogNetwork, lowestPercentile: Double, imageCount: Int) {
    layers = network.activations.map { node in
      let shape = network.nodes[node].shape
      let name = network.nodes[network.nodes[node].inputs[0]].name
      return (0..<shape.channels).map { _ in
        LayerActivations(
          name: name, lowestPercentile: lowestPercentile, valueCount: shape.pixels * imageCount)
      }
    }
  }

  package mutating func add(layer: Int, activations: [Float]) {
    let pixels = activations.count / layers[layer].count
    for channel in layers[layer].indices {
      layers[layer][channel].add(activations[channel * pixels..<(channel + 1) * pixels])
    }
  }

  /// How many there were is not asked of channels.
  package mutating func countImage() {}

  package mutating func merge(_ other: ChannelStatistics) {
    for layer in layers.indices {
      for channel in layers[layer].indices {
        layers[layer][channel].merge(other.layers[layer][channel])
      }
    }
  }
}
