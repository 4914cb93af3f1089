import Networks

/// A method whose thresholds are a high percentile of the positive activations.
///
/// Robust normalisation (Rueckauer et al. 2017). Zeros are not counted: with half of the
/// activations at zero, 99.9 % of all would be 99.8 % of the positive ones.
package protocol PercentileMethod: ConversionMethod {
  /// In percent.
  var percentile: Double { get }
}

extension PercentileMethod {
  package func thresholds(
    for network: AnalogNetwork, calibration: ActivationStatistics
  ) throws(ConversionError) -> [Float] {
    try calibration.thresholds(percentile: percentile)
  }
}
