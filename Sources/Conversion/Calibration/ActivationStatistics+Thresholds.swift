import AnalogPass

extension ActivationStatistics {
  /// One threshold per layer by a rule.
  ///
  /// - Throws: `silentLayer` where the rule gives nothing positive.
  func thresholds(
    _ rule: (LayerActivations) throws(ConversionError) -> Float
  ) throws(ConversionError) -> [Float] {
    var thresholds: [Float] = []
    for layer in layers {
      let threshold = try rule(layer)
      guard threshold > 0 else { throw .silentLayer(name: layer.name) }
      thresholds.append(threshold)
    }
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
