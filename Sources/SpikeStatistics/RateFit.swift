/// How well the rates of a layer match the activations that they stand for.
package struct RateFit: Equatable, Sendable {
  /// `‖φ - a‖ / ‖a‖` with `φ = released charge / time`; `nil` where every activation is zero.
  package let relativeError: Double?

  /// Costs O(neurons).
  ///
  /// - Parameter time: Steps in rate coding, completed cycles in cycle coding; positive.
  package init(_ counts: SpikeCounts, reference: LayerReference, time: Double) {
    var (difference, norm) = (0.0, 0.0)
    for (released, activation) in zip(counts.released, reference.activation) {
      let error = Double(released) / time - Double(activation)
      difference += error * error
      norm += Double(activation) * Double(activation)
    }
    relativeError = norm > 0 ? (difference / norm).squareRoot() : nil
  }
}
