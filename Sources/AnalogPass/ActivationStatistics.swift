import Networks

/// How large the activations of each layer are on the calibration images.
///
/// Exact and bounded: keeps the upper tail of each layer's positive values, as much of it as the
/// lowest percentile needs.
package struct ActivationStatistics: CalibrationStatistics {
  /// One per activation node, in the order of `AnalogNetwork.activations`.
  package private(set) var layers: [LayerActivations]

  /// The number of images seen.
  package private(set) var imageCount = 0

  /// - Parameters:
  ///   - lowestPercentile: The lowest percentile that may be asked for, in percent.
  ///   - imageCount: The number of images that will come.
  package init(for network: AnalogNetwork, lowestPercentile: Double, imageCount: Int) {
    layers = network.activations.map { node in
      LayerActivations(
        name: network.nodes[network.nodes[node].inputs[0]].name,
        lowestPercentile: lowestPercentile,
        valueCount: network.nodes[node].shape.count * imageCount)
    }
  }

  /// What was found earlier, under the same conditions; `nil` where it cannot be of this network.
  ///
  /// - Parameter findings: One per activation node, in the order of `AnalogNetwork.activations`.
  package init?(
    _ findings: [LayerActivations.Findings], for network: AnalogNetwork, lowestPercentile: Double,
    imageCount: Int
  ) {
    self.init(for: network, lowestPercentile: lowestPercentile, imageCount: imageCount)
    guard findings.count == layers.count else { return nil }
    for (layer, node) in network.activations.enumerated() {
      guard findings[layer].count == network.nodes[node].shape.count * imageCount,
        layers[layer].take(findings[layer])
      else { return nil }
    }
    self.imageCount = imageCount
  }

  /// Of a single layer.
  ///
  /// - Parameter imageCount: The number of images that it has seen.
  package init(_ layer: LayerActivations, imageCount: Int) {
    layers = [layer]
    self.imageCount = imageCount
  }

  /// Takes in the activations of one image.
  package mutating func add(layer: Int, activations: [Float]) {
    layers[layer].add(activations)
  }

  /// Notes that the activations of one image are complete.
  package mutating func countImage() { imageCount += 1 }

  /// Takes in what another thread saw.
  package mutating func merge(_ other: ActivationStatistics) {
    for index in layers.indices { layers[index].merge(other.layers[index]) }
    imageCount += other.imageCount
  }
}
