import AnalogPass
import Networks

/// A way to turn a trained network into a spiking one.
///
/// A value of a conforming type is a method with the values of its options. Weights stay untouched
/// unless a method says so; a method chooses thresholds and neurons (threshold balancing, the
/// equivalent of weight normalisation: Ding et al. 2021, theorem 1). A new method is a file in
/// `Methods` and a line in `MethodRegistry.standard`.
package protocol ConversionMethod: Sendable {
  /// What the method declares about itself: names, options, and how it is made of their values.
  static var descriptor: MethodDescriptor { get }

  /// As on screens and in reports: with its options, and saying what is a reconstruction.
  var title: String { get }

  /// Whether thresholds are those of channels, whatever is asked for.
  var isChannelWise: Bool { get }

  /// T, where the network is made for one number of time steps and no other.
  var steps: Int? { get }

  /// Whether the conversion looks at calibration images.
  func needsImages(givenThresholds: Bool) -> Bool

  /// The threshold θ of each spiking layer, in the order of `AnalogNetwork.activations`.
  ///
  /// Positive; 0 of a layer that is silent on all calibration images, so that it has no scale.
  ///
  /// - Throws: `ConversionError`, and what the images throw.
  func thresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [Float]

  /// A threshold for each channel of each spiking layer, in the same order.
  ///
  /// Positive; a channel that is silent on the calibration images has the threshold of its layer
  /// (this project's own rule), 0 where all of them are.
  ///
  /// - Throws: Besides, where the method has one per layer only.
  func channelThresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [[Float]]

  /// The spiking network with these thresholds.
  ///
  /// - Parameter thresholds: One per spiking layer, positive, in the same order.
  /// - Throws: Where an operation has no spiking form.
  func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork

  /// The network after what has to be learned from simulating it on calibration images.
  ///
  /// Costs nothing by default; a method that simulates takes about two runs of the images.
  func calibrated(
    _ network: SpikingNetwork, from analog: AnalogNetwork, on calibration: inout Calibration
  ) throws -> SpikingNetwork
}

extension ConversionMethod {
  /// As on the command line.
  package var name: String { Self.descriptor.name }

  package var title: String { name }

  package var isChannelWise: Bool { false }

  package var steps: Int? { nil }

  package func needsImages(givenThresholds: Bool) -> Bool { !givenThresholds }

  package func channelThresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [[Float]] {
    throw ConversionError.noChannelThresholds(method: name)
  }

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

  /// The rule of the method, channel by channel.
  package func channelThresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [[Float]] {
    let ofLayers = try thresholds(for: network, calibration: &calibration)
    let statistics = try calibration.channelStatistics()
    let images = calibration.count
    return try zip(statistics.layers, ofLayers).map { channels, ofLayer in
      try channels.map { channel in
        let threshold = try thresholds(
          for: network, statistics: ActivationStatistics(channel, imageCount: images))[0]
        return threshold > 0 ? threshold : ofLayer
      }
    }
  }
}
