import Networks
import Tensors

/// How large the activations of each layer are on the calibration images.
///
/// Exact and bounded: keeps the upper tail of each layer's positive values, as much of it as the
/// lowest percentile needs.
package struct ActivationStatistics: Sendable {
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

extension ActivationStatistics {
  /// Runs the calibration images through the analog network.
  ///
  /// The result does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - lowestPercentile: The lowest percentile that may be asked for later, in percent.
  ///   - image: A preprocessed image, shape `[channels, rows, columns]`.
  ///   - progress: Called with 1 for each finished image, on any thread.
  /// - Throws: `ActivationOverflow`, and what `image` throws.
  package static func collected(
    from network: AnalogNetwork, count: Int, lowestPercentile: Double, threads: Int,
    image: @Sendable (Int) throws -> Tensor, progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> ActivationStatistics {
    let empty = ActivationStatistics(
      for: network, lowestPercentile: lowestPercentile, imageCount: count)
    let activations = network.activations
    let parts = try concurrently(
      count: count, threads: threads,
      makeState: { (statistics: empty, pass: ForwardPass(network)) },
      body: { state, index in
        state.pass.run(try image(index))
        try state.pass.check()
        for (layer, node) in activations.enumerated() {
          state.statistics.add(layer: layer, activations: state.pass.values(of: node))
        }
        state.statistics.countImage()
        progress(1)
        return true
      })
    var whole = empty
    for part in parts { whole.merge(part.statistics) }
    return whole
  }
}
