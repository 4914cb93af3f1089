import Networks

/// Thresholds by least squares and the bias shift `θ/2T`, without calibration.
///
/// The first step of SNN calibration (Li et al., ICML 2021) on its own: among 95 fractions of the
/// largest activation, the threshold whose clipped and floored activations over T steps come
/// closest to the analog ones.
package struct MMSE: LeastSquaresMethod {
  package static let descriptor = MethodDescriptor("mmse", isTied: true) { MMSE(steps: $1) }

  package let duration: Int

  package init(steps: Int) {
    duration = steps
  }
}

/// A method with thresholds by least squares for one T.
package protocol LeastSquaresMethod: ConversionMethod {
  /// T.
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

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.shiftedSpiking(thresholds: thresholds, steps: duration)
  }
}
