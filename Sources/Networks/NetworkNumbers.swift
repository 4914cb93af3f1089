// What the numbers of a network may be, so that nothing that is computed with them overflows.
extension Float {
  /// The largest magnitude of a weight, an activation, a pixel or a threshold, 10^15.
  ///
  /// The product of two such numbers, summed over a hundred million inputs and steps, is still
  /// finite in single precision. Trained networks stay far below.
  package static let largestInNetworks: Float = 1e15

  /// Whether a network can compute with the number; never true of NaN.
  package var suitsNetworks: Bool { magnitude <= .largestInNetworks }

  /// Whether the number can be a threshold, which currents are divided by.
  package var suitsThresholds: Bool { (1e-24...Self.largestInNetworks).contains(self) }
}

extension AnalogOperation {
  /// Whether a network can compute with all weights, biases, factors and offsets, in O(weights).
  package var hasSuitableNumbers: Bool {
    if case .channelAffine(let layer) = self {
      return (layer.factor + layer.offset).allSatisfy(\.suitsNetworks)
    }
    if case .unitAffine(let layer) = self {
      return layer.factor.allSatisfy(\.suitsNetworks) && layer.offset.allSatisfy(\.suitsNetworks)
    }
    guard let weights else { return true }
    return weights.weight.elements.allSatisfy(\.suitsNetworks)
      && weights.bias.elements.allSatisfy(\.suitsNetworks)
  }
}
