import Networks
import Tensors

extension ActivationStatistics {
  /// Runs the calibration images through the analog network.
  ///
  /// The result does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - lowestPercentile: The lowest percentile that may be asked for later, in percent.
  ///   - image: A preprocessed image, shape `[channels, rows, columns]`.
  ///   - progress: Called with 1 for each finished image, on any thread.
  /// - Throws: What `image` throws.
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
