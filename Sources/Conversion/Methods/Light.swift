import Networks

/// `MMSE` with calibrated biases (the light pipeline of SNN calibration, Li et al., ICML 2021).
///
/// Layer by layer, behind the layers corrected before, per channel c over images and positions:
///
///     b[c] += mean of a - mean of θ·N(T)/T
package struct Light: LeastSquaresMethod {
  package static let descriptor = MethodDescriptor(
    "light", summary: "as mmse, then biases calibrated layer by layer", isTied: true
  ) { Light(steps: $1) }

  /// T, positive.
  package let duration: Int

  package init(steps: Int) {
    precondition(steps > 0, "\(steps) steps")
    duration = steps
  }

  package func needsImages(givenThresholds: Bool) -> Bool { true }

  package func calibrated(
    _ network: SpikingNetwork, from analog: AnalogNetwork, on calibration: inout Calibration
  ) throws -> SpikingNetwork {
    var layerwise = try LayerwiseCalibration(
      network, from: analog, on: &calibration, steps: duration)
    try layerwise.visitLayers { layerwise, layer in
      let shortfall = try layerwise.shortfall(of: layer)
      layerwise.addBias(
        channelMeans(of: shortfall, channels: layerwise.channels(of: layer)), to: layer)
    }
    return layerwise.network
  }
}

/// The mean of each channel of values in channels-last order.
private func channelMeans(of values: [Double], channels: Int) -> [Double] {
  var sums = Array(repeating: 0.0, count: channels)
  for (index, value) in values.enumerated() { sums[index % channels] += value }
  return sums.map { $0 * Double(channels) / Double(values.count) }
}
