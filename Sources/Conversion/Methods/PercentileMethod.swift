import AnalogPass
import Networks

/// A method whose thresholds are a high percentile of the activations.
///
/// Robust normalisation (Rueckauer et al. 2017).
package protocol PercentileMethod: StatisticsMethod {
  /// The percentile that becomes θ, of the activations on the calibration images.
  var percentile: Percentile { get }
}

/// The neurons of a method whose thresholds are a high percentile, and whose only options are those
/// of the percentile.
package protocol PercentileNeurons: Sendable {
  /// What the method declares about itself.
  static var descriptor: MethodDescriptor { get }

  /// As that of `ConversionMethod`.
  static func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork
}

/// A method that is told by its neurons.
package struct PlainPercentileMethod<Neurons: PercentileNeurons>: PercentileMethod {
  package static var descriptor: MethodDescriptor { Neurons.descriptor }

  package let percentile: Percentile

  package init(percentile: Percentile = Percentile(99.9)) {
    self.percentile = percentile
  }

  package var title: String { "\(name) \(percentile.title)" }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try Neurons.spikingNetwork(from: network, thresholds: thresholds)
  }
}

extension MethodDescriptor {
  /// That of a method that is told by its neurons.
  init<Neurons: PercentileNeurons>(
    _ name: String, summary: String, aliases: [String] = [], neurons: Neurons.Type
  ) {
    self.init(name, summary: summary, aliases: aliases, options: Percentile.options) { values, _ in
      PlainPercentileMethod<Neurons>(percentile: Percentile(values))
    }
  }
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
