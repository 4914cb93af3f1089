import Networks

/// A way to turn a trained network into a spiking one.
///
/// Weights stay untouched; a method chooses thresholds and neurons (threshold balancing, the
/// equivalent of weight normalisation: Ding et al. 2021, theorem 1). A new method is a new file in
/// `Methods` and a line in `ConversionMethods`.
package protocol ConversionMethod: Sendable {
  /// As on the command line.
  var name: String { get }

  /// As on screens and in reports: with its options, and saying what is a reconstruction.
  var title: String { get }

  /// The threshold of each spiking layer, in the order of `AnalogNetwork.activations`.
  func thresholds(
    for network: AnalogNetwork, calibration: ActivationStatistics
  ) throws(ConversionError) -> [Float]

  /// The spiking network with these thresholds.
  ///
  /// - Parameter thresholds: One per spiking layer, positive.
  func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork
}

extension ConversionMethod {
  package var title: String { name }
}

/// The options of all methods, as on the command line.
package struct ConversionOptions: Equatable, Sendable {
  /// Which percentile of the positive activations becomes the threshold, in percent.
  package var percentile = 99.9
  /// The number of binary digits of a bistable neuron.
  package var phases = 10
  package var usesSynchronousNeurons = true

  package init() {}
}

/// The methods by their names.
package enum ConversionMethods {
  package static let names = ["max", "robust", "hard", "bistable"]

  /// The method of this name, or `nil` if there is none.
  package static func method(named name: String, options: ConversionOptions) -> (
    any ConversionMethod
  )? {
    switch name {
    case "max": Max()
    case "robust": Robust(percentile: options.percentile)
    case "hard": Hard(percentile: options.percentile)
    case "bistable":
      Bistable(
        percentile: options.percentile, phases: options.phases,
        usesSynchronousNeurons: options.usesSynchronousNeurons)
    default: nil
    }
  }
}
