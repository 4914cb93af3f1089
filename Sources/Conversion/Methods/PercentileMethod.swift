import AnalogPass
import Networks

/// A method whose thresholds are a high percentile of the activations.
///
/// Robust normalisation (Rueckauer et al. 2017).
package protocol PercentileMethod: StatisticsMethod {
  /// The percentile that becomes θ, of the activations on the calibration images.
  var percentile: Percentile { get }
}

extension Percentile.Population: OptionChoice {}

extension Percentile {
  /// The options of every method with a percentile.
  package static let options = [percentOption, populationOption]

  /// Which percentile, in percent.
  package static let percentOption = ConversionOption(
    "percentile", .number(standard: 99.9, .above(0, upTo: 100)),
    help: "Which percentile of the activations becomes the threshold.")

  private static let populationOption = ConversionOption(
    "percentile-over", .choice(Population.self, standard: Population.positive.rawValue),
    help: "Of which activations: positive, or all with the zeros.")

  /// What the options say.
  package init(_ values: OptionValues) {
    self.init(
      values.number(of: Percentile.percentOption),
      of: values.choice(of: Percentile.populationOption))
  }
}

extension PercentileMethod {
  package func thresholds(
    for network: AnalogNetwork, statistics: ActivationStatistics
  ) throws(ConversionError) -> [Float] {
    try statistics.thresholds(percentile: percentile)
  }
}
