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

  /// All of the above in words; `nil` of what is put together by hand, of which nothing is kept.
  package var words: String?

  package init(
    method: any ConversionMethod, isHalfCharged: Bool = false, maxPool: MaxPoolRule = .lossless,
    corrector: (any Corrector)? = nil, words: String? = nil
  ) {
    self.words = words
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
  /// What an earlier run of the program has kept of the same conversion takes the place of
  /// calibration images.
  ///
  /// - Parameter given: One threshold per spiking layer in place of the method's own, in the order
  ///   of `AnalogNetwork.activations`, or `nil`.
  /// - Throws: `ConversionError`, and what the calibration images throw.
  package func converted(
    _ network: AnalogNetwork, calibration: inout Calibration, thresholds given: [Float]? = nil
  ) throws -> SpikingNetwork {
    let question = question(given: given)
    if let question, let kept = calibration.memory?.conversion(question),
      kept.thresholds.count == network.activations.count,
      kept.thresholds.allSatisfy(\.suitsThresholds),
      let spiking = kept.applied(to: try uncalibrated(network, thresholds: kept.thresholds))
    {
      calibration.wasAsked = true
      return try corrected(spiking)
    }
    let thresholds = try given ?? method.thresholds(for: network, calibration: &calibration)
    let plain = try uncalibrated(network, thresholds: thresholds)
    let spiking = try method.calibrated(plain, from: network, on: &calibration)
    if let question,
      let kept = KeptConversion(thresholds: thresholds, of: spiking, before: plain)
    {
      calibration.memory?.keepConversion(kept, question)
    }
    return try corrected(spiking)
  }

  /// What is asked of the calibration images, in words; `nil` where nothing is, or nobody can say.
  private func question(given: [Float]?) -> String? {
    guard method.needsImages(givenThresholds: given != nil), let words else { return nil }
    let thresholds = given.map { $0.map { String($0.bitPattern, radix: 16) } }
    return words + (thresholds.map { ", thresholds \($0.joined(separator: " "))" } ?? "")
  }

  private func uncalibrated(
    _ network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    for (node, threshold) in zip(network.activations, thresholds)
    where !threshold.suitsThresholds {
      throw ConversionError.invalidThreshold(
        layer: network.nodes[network.nodes[node].inputs[0]].name, value: threshold)
    }
    var spiking = try method.spikingNetwork(from: network, thresholds: thresholds)
      .pooling(by: maxPool)
    if isHalfCharged || corrector?.startsHalfCharged == true { spiking.chargeHalf() }
    return spiking
  }

  private func corrected(_ network: SpikingNetwork) throws -> SpikingNetwork {
    var spiking = network
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
