import Networks

/// The thresholds of a quantised network and signed neurons that take spikes back at once
/// (Fast-SNN, Hu, Zheng, Jiang and Pan, IEEE TPAMI 2023, doi:10.1109/TPAMI.2023.3275769; equations
/// as in the authors' public code).
///
/// For networks whose activations were trained with a clip and levels (QCFS among them): θ is the
/// clip, neurons start half charged, `v(0) = θ/2`, and one at or below `-θ⁻ = -0.001` sends a
/// negative spike as long as it has more positive ones to take back; see `SignedNeuron`. The
/// authors' training of quantised networks layer by layer is not part of it.
package struct FastSNN: ConversionMethod {
  package static let descriptor = MethodDescriptor(
    "fast-snn", summary: "thresholds of a quantised network, neurons that take spikes back at once",
    suits: Trained.suits
  ) { _, _ in
    FastSNN()
  }

  /// θ⁻.
  private static let negativeThreshold: Float = 1e-3

  package init() {}

  package func needsImages(givenThresholds: Bool) -> Bool { false }

  package func thresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [Float] {
    try Trained().thresholds(for: network, calibration: &calibration)
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    var spiking = try network.spiking(coding: .rate) { index in
      .signed(threshold: thresholds[index], negativeThreshold: Self.negativeThreshold)
    }
    spiking.chargeHalf()
    return spiking
  }
}
