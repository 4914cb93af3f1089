import Networks

/// How well the rates of a layer match the activations that they stand for.
package struct RateFit: Equatable, Sendable {
  /// `‖φ - a‖²` with `φ = delivered charge / time`.
  package let errorSquared: Double

  /// `‖a‖²`.
  package let activationSquared: Double

  /// `√(‖φ - a‖² / neurons)`, in units of the activation.
  package let rootMeanSquareError: Double

  /// Costs O(neurons).
  ///
  /// - Parameter time: Steps in rate coding, completed cycles in cycle coding; positive.
  package init(
    _ counts: SpikeCounts, neuron: NeuronParameters, reference: LayerReference, time: Double
  ) {
    let delivery = counts.delivery(of: neuron)
    let rate = delivery.unit / time
    var (difference, norm) = (0.0, 0.0)
    for (amount, activation) in zip(delivery.amounts, reference.activation) {
      let activation = Double(activation)
      let error = rate * Double(amount) - activation
      difference += error * error
      norm += activation * activation
    }
    errorSquared = difference
    activationSquared = norm
    rootMeanSquareError = (difference / Double(max(reference.activation.count, 1))).squareRoot()
  }

  /// `‖φ - a‖ / ‖a‖`; `nil` where every activation is zero.
  package var relativeError: Double? { fitCurve.map { $0.squareRoot() } }

  /// The fit curve `K = ‖φ - a‖² / ‖a‖²`; `nil` where every activation is zero.
  ///
  /// Of rate norm layers (Ding et al. 2021).
  package var fitCurve: Double? {
    activationSquared > 0 ? errorSquared / activationSquared : nil
  }
}
