import AnalogPass
import Networks

/// A way to turn a trained network into a spiking one.
///
/// Weights stay untouched unless a method says so; a method chooses thresholds and neurons
/// (threshold balancing, the equivalent of weight normalisation: Ding et al. 2021, theorem 1). A
/// new method is a new file in `Methods` and a line in `ConversionMethods`.
package protocol ConversionMethod: Sendable {
  /// As on the command line.
  var name: String { get }

  /// As on screens and in reports: with its options, and saying what is a reconstruction.
  var title: String { get }

  /// T, where the network is made for one number of time steps and no other.
  var steps: Int? { get }

  /// Whether the conversion looks at calibration images.
  func needsImages(givenThresholds: Bool) -> Bool

  /// The threshold of each spiking layer, in the order of `AnalogNetwork.activations`.
  func thresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [Float]

  /// The spiking network with these thresholds.
  ///
  /// - Parameter thresholds: One per spiking layer, positive.
  func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork

  /// The network after what has to be learned from simulating it on calibration images.
  func calibrated(
    _ network: SpikingNetwork, from analog: AnalogNetwork, on calibration: inout Calibration
  ) throws -> SpikingNetwork
}

extension ConversionMethod {
  package var title: String { name }

  package var steps: Int? { nil }

  package func needsImages(givenThresholds: Bool) -> Bool { !givenThresholds }

  package func calibrated(
    _ network: SpikingNetwork, from analog: AnalogNetwork, on calibration: inout Calibration
  ) throws -> SpikingNetwork {
    network
  }
}

/// A method whose thresholds follow from the sizes of the activations.
package protocol StatisticsMethod: ConversionMethod {
  func thresholds(
    for network: AnalogNetwork, statistics: ActivationStatistics
  ) throws(ConversionError) -> [Float]
}

extension StatisticsMethod {
  package func thresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [Float] {
    try thresholds(for: network, statistics: calibration.statistics())
  }
}
