import Networks

/// A conversion method with what can be put on top of any of them.
package struct ConversionRecipe: Sendable {
  /// What chooses thresholds and neurons.
  package var method: any ConversionMethod

  /// Whether every neuron starts with half of what its smallest spike takes.
  package var isHalfCharged: Bool

  /// How max pools decide.
  package var maxPool: MaxPoolRule

  /// What corrects the spikes of each image; `nil` for nothing.
  package var corrector: (any Corrector)?

  package init(
    method: any ConversionMethod, isHalfCharged: Bool = false, maxPool: MaxPoolRule = .lossless,
    corrector: (any Corrector)? = nil
  ) {
    self.method = method
    self.isHalfCharged = isHalfCharged
    self.maxPool = maxPool
    self.corrector = corrector
  }

  /// As on screens and in reports.
  package var title: String {
    method.title + (isHalfCharged ? ", half charge" : "")
      + (corrector.map { ", \($0.title)" } ?? "")
  }

  /// The spiking network: thresholds, neurons, initial potentials, calibration, corrector.
  ///
  /// - Parameter thresholds: One per spiking layer in place of the method's own, in the order of
  ///   `AnalogNetwork.activations`, or `nil`.
  /// - Throws: `ConversionError`, and what the calibration images throw.
  package func converted(
    _ network: AnalogNetwork, calibration: inout Calibration, thresholds: [Float]? = nil
  ) throws -> SpikingNetwork {
    let thresholds =
      try thresholds ?? method.thresholds(for: network, calibration: &calibration)
    for (node, threshold) in zip(network.activations, thresholds)
    where !threshold.suitsThresholds {
      throw ConversionError.invalidThreshold(
        layer: network.nodes[network.nodes[node].inputs[0]].name, value: threshold)
    }
    var spiking = try method.spikingNetwork(from: network, thresholds: thresholds)
      .pooling(by: maxPool)
    if isHalfCharged || corrector?.startsHalfCharged == true { spiking.chargeHalf() }
    spiking = try method.calibrated(spiking, from: network, on: &calibration)
    try corrector?.check(spiking, method: method.name)
    spiking.corrector = corrector?.rule
    return spiking
  }
}

// The options of any method; which corrector is an option of the registry.
extension ConversionRecipe {
  /// Whether every neuron starts with half of what its smallest spike takes.
  package static let halfCharge = ConversionOption(
    "half-charge", .flag, help: "Start every neuron with half of a threshold, v(0) = theta/2.",
    shortForm: .suffix("-half"), demandsConversion: true)

  /// How max pools decide.
  package static let maxPool = ConversionOption(
    "max-pool", .choice(MaxPoolRule.self, standard: MaxPoolRule.lossless.rawValue),
    help: """
      How max pools decide: gated passes on the spikes of the strongest input so far, lossless \
      sends as many as it in all.
      """)

  /// A file with thresholds in place of those of the method; see `ThresholdFile`.
  package static let thresholds = ConversionOption(
    "thresholds", .file(extensions: ["json"]),
    help: """
      A JSON file with thresholds by layer name, as a list in the order of the layers, or as \
      'convert' or 'evaluate --format json' writes them.
      """, demandsConversion: true)
}

extension MaxPoolRule: OptionChoice {}

extension SpikingNetwork {
  /// Charges every neuron that stands for an activation by half of its smallest spike.
  ///
  /// In rate coding `v(0) = θ/2` (QCFS, Bu et al., ICLR 2022, theorem 2): the flooring error is
  /// then zero on average. In cycle coding half of the last digit, `θ·2^(-P-1)`, for the same
  /// reason (this project's own rule).
  mutating func chargeHalf() {
    for index in layers.indices where layers[index].activationNode != nil {
      guard let quantum = layers[index].neuron.quantum else { continue }
      layers[index].initialPotential = .uniform(quantum / 2)
    }
  }
}
