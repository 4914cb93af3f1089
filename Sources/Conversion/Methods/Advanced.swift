import Networks

/// `MMSE` with calibrated initial potentials (the advanced pipeline of SNN calibration, Li et al.,
/// ICML 2021), and with calibrated weights before them if asked for.
///
/// Layer by layer, behind the layers corrected before, per neuron i over images:
///
///     v_i(0) += T · (mean of a_i - mean of θ·N_i(T)/T)
///
/// (The paper writes it for neurons that start at rest, where it is the same.)
package struct Advanced: LeastSquaresMethod {
  package static let descriptor = MethodDescriptor(
    "advanced", summary: "as mmse, then initial potentials calibrated neuron by neuron",
    isTied: true, options: [weights]
  ) { values, steps in
    Advanced(steps: steps, calibratesWeights: values.isSet(weights))
  }

  private static let weights = ConversionOption(
    "calibrate-weights", .flag,
    help: "Let 'advanced' fit the weights to the spikes before the potentials.")

  /// T, positive.
  package let duration: Int

  /// Whether the weights are fitted first, which costs some hundred steps of descent per layer.
  package let calibratesWeights: Bool

  package init(steps: Int, calibratesWeights: Bool = false) {
    precondition(steps > 0, "\(steps) steps")
    duration = steps
    self.calibratesWeights = calibratesWeights
  }

  package var title: String {
    "\(name) T=\(duration)" + (calibratesWeights ? " with weights" : "")
  }

  package func needsImages(givenThresholds: Bool) -> Bool { true }

  package func calibrated(
    _ network: SpikingNetwork, from analog: AnalogNetwork, on calibration: inout Calibration
  ) throws -> SpikingNetwork {
    var layerwise = try LayerwiseCalibration(
      network, from: analog, on: &calibration, steps: duration)
    try layerwise.visitLayers { layerwise, layer in
      if calibratesWeights { try layerwise.fitWeights(of: layer) }
      let shortfall = try layerwise.shortfall(of: layer)
      layerwise.addPotential(shortfall.map { $0 * Double(duration) }, to: layer)
    }
    return layerwise.network
  }
}
