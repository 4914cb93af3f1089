import Networks
import Tensors

/// What is gathered of the activations on calibration images, image by image and thread by thread.
package protocol CalibrationStatistics: Sendable {
  /// Of no images.
  ///
  /// - Parameters:
  ///   - lowestPercentile: The lowest percentile that may be asked for, in percent.
  ///   - imageCount: The number of images that will come.
  init(for network: AnalogNetwork, lowestPercentile: Double, imageCount: Int)

  /// Takes in the activations of one image.
  ///
  /// - Parameters:
  ///   - layer: In the order of `AnalogNetwork.activations`.
  ///   - activations: Of all channels, in the order of unit numbers.
  mutating func add(layer: Int, activations: [Float])

  /// Notes that the activations of one image are complete.
  mutating func countImage()

  /// Takes in what another thread saw.
  mutating func merge(_ other: Self)
}

extension CalibrationStatistics {
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
  ) throws -> Self {
    let empty = Self(for: network, lowestPercentile: lowestPercentile, imageCount: count)
    let activations = network.activations
    let parts = try concurrently(
      count: count, threads: threads,
      makeState: { (statistics: empty, pass: ForwardPass(network)) },
      body: { state, index in
        state.pass.run(try image(index))
        try state.pass.check()
        for (layer, node) in activations.enumerated() {
          state.statistics.add(layer: layer, activations: state.pass.magnitudes(of: node))
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
