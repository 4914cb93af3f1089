import AnalogPass
import Networks

/// A method whose thresholds are a high percentile of the activations.
///
/// Robust normalisation (Rueckauer et al. 2017).
package protocol PercentileMethod: StatisticsMethod {
  var percentile: Percentile { get }
}

extension PercentileMethod {
  package func thresholds(
    for network: AnalogNetwork, statistics: ActivationStatistics
  ) throws(ConversionError) -> [Float] {
    try statistics.thresholds(percentile: percentile)
  }
}
