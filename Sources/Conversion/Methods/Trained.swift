import Networks

/// The thresholds that were trained with the network.
///
/// Rate-norm layers (RNL, Ding et al., IJCAI 2021) train the clip of their activation, quantised
/// clip-floor-shift layers (QCFS, Bu et al., ICLR 2022) the clip of a staircase; both become the
/// threshold as they are. QCFS was made for a half-charged start, `--half-charge`.
package struct Trained: ConversionMethod {
  package static let descriptor = MethodDescriptor(
    "trained", summary: "the thresholds that were trained with the network",
    menuForms: ["trained", "trained-half"], suits: suits
  ) { _, _ in Trained() }

  package init() {}

  /// Whether every activation of a network has a trained threshold.
  package static func suits(_ network: AnalogNetwork) -> Bool {
    network.activations.allSatisfy { network.nodes[$0].operation.trainedThreshold != nil }
  }

  package func needsImages(givenThresholds: Bool) -> Bool { false }

  package func thresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [Float] {
    try network.activations.map { index in
      let node = network.nodes[index]
      guard let threshold = node.operation.trainedThreshold else {
        throw ConversionError.notTrained(node: node.name, fileName: node.fileName)
      }
      return threshold
    }
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try Max().spikingNetwork(from: network, thresholds: thresholds)
  }
}

extension AnalogOperation {
  /// The largest value that an activation was trained to give; `nil` where it cuts off nothing
  /// above.
  var trainedThreshold: Float? {
    guard case .activation(let activation) = self else { return nil }
    switch activation {
    case .clipped(let maximum), .quantized(let maximum, _): return maximum
    case .relu, .leaky, .clamp: return nil
    }
  }
}
