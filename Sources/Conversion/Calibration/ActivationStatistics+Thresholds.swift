import AnalogPass

extension ActivationStatistics {
  /// One threshold per layer by a rule; 0 of a layer that was silent.
  func thresholds(
    _ rule: (LayerActivations) throws(ConversionError) -> Float
  ) throws(ConversionError) -> [Float] {
    var thresholds: [Float] = []
    for layer in layers { thresholds.append(try rule(layer)) }
    return thresholds
  }

  /// The percentile of each layer's activations.
  func thresholds(percentile: Percentile) throws(ConversionError) -> [Float] {
    try thresholds { layer throws(ConversionError) in
      do throws(PercentileNotKept) {
        return try layer.percentile(percentile)
      } catch {
        throw .percentileNotKept(error)
      }
    }
  }
}
