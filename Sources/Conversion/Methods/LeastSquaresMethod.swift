import Networks

/// A method with thresholds by least squares for one T.
package protocol LeastSquaresMethod: ConversionMethod {
  /// T, positive: the number of steps over which activations are clipped and floored.
  var duration: Int { get }
}

extension LeastSquaresMethod {
  package var steps: Int? { duration }

  package var title: String { "\(name) T=\(duration)" }

  package func thresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [Float] {
    try calibration.leastSquaresThresholds(steps: duration)
  }

  package func channelThresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [[Float]] {
    try calibration.leastSquaresChannelThresholds(steps: duration)
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.shiftedSpiking(thresholds: thresholds, steps: duration)
  }
}
