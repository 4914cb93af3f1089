import Networks

/// A conversion method with what can be put on top of any of them.
package struct ConversionRecipe: Sendable {
  /// What chooses thresholds and neurons.
  package var method: any ConversionMethod

  /// Whether every neuron starts with half of what its smallest spike takes.
  package var isHalfCharged: Bool

  /// Whether each channel has a threshold of its own.
  package var isChannelWise: Bool

  /// How max pools decide.
  package var maxPool: MaxPoolRule

  /// What corrects the spikes of each image; `nil` for nothing.
  package var corrector: (any Corrector)?

  /// When the readout begins to listen; `nil` for from the first step on.
  package var readout: CountOrWord?

  /// What spikes are shuffled by; `nil` where they are not.
  package var shuffle: Shuffle?

  /// A shuffle control.
  package struct Shuffle: Equatable, Sendable {
    package var seed: Int
    /// T, positive.
    package var steps: Int

    package init(seed: Int, steps: Int) {
      self.seed = seed
      self.steps = steps
    }
  }

  /// T, where the network is made for one number of time steps and no other.
  package var steps: Int? { method.steps ?? shuffle?.steps }

  /// All of the above in words; `nil` of what is put together by hand, of which nothing is kept.
  package var words: String?

  package init(
    method: any ConversionMethod, isHalfCharged: Bool = false, isChannelWise: Bool = false,
    maxPool: MaxPoolRule = .lossless, corrector: (any Corrector)? = nil,
    readout: CountOrWord? = nil, shuffle: Shuffle? = nil, words: String? = nil
  ) {
    self.words = words
    self.method = method
    self.isHalfCharged = isHalfCharged
    self.isChannelWise = isChannelWise
    self.maxPool = maxPool
    self.corrector = corrector
    self.readout = readout
    self.shuffle = shuffle
  }

  /// As on screens and in reports.
  package var title: String {
    method.title + (isChannelWise ? ", channel-wise" : "")
      + (isHalfCharged ? ", half charge" : "")
      + (corrector.map { ", \($0.title)" } ?? "")
      + (readout.map { ", \(DelayedReadout.title($0))" } ?? "")
      + (shuffle.map { ", \(ShuffleControl.title(seed: $0.seed, steps: $0.steps))" } ?? "")
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
      kept.suits(network),
      let spiking = kept.applied(to: try uncalibrated(network, kept.balance))
    {
      calibration.wasAsked = true
      calibration.silentLayers = kept.balance.silentLayers(in: network)
      return try completed(spiking)
    }
    let balance = try balance(of: network, given: given, calibration: &calibration)
    let plain = try uncalibrated(network, balance)
    calibration.silentLayers = given == nil ? balance.silentLayers(in: network) : []
    let spiking = try method.calibrated(plain, from: network, on: &calibration)
    if let question, let kept = KeptConversion(balance, of: spiking, before: plain) {
      calibration.memory?.keepConversion(kept, question)
    }
    return try completed(spiking)
  }

  /// What is asked of the calibration images, in words; `nil` where nothing is, or nobody can say.
  private func question(given: [Float]?) -> String? {
    guard method.needsImages(givenThresholds: given != nil), let words else { return nil }
    let thresholds = given.map { $0.map { String($0.bitPattern, radix: 16) } }
    return words + (thresholds.map { ", thresholds \($0.joined(separator: " "))" } ?? "")
  }

  private func balance(
    of network: AnalogNetwork, given: [Float]?, calibration: inout Calibration
  ) throws -> ThresholdBalance {
    if let given {
      try check(given, of: network)
      return ThresholdBalance(given)
    }
    try checkSpikingForm(of: network)
    guard isChannelWise || method.isChannelWise else {
      return ThresholdBalance(try method.thresholds(for: network, calibration: &calibration))
    }
    return ThresholdBalance(
      channels: try method.channelThresholds(for: network, calibration: &calibration))
  }

  /// Throws where an operation has no spiking form, before images are asked: no others help.
  private func checkSpikingForm(of network: AnalogNetwork) throws(ConversionError) {
    let thresholds = Array(repeating: Float(1), count: network.activations.count)
    _ = try method.spikingNetwork(from: network, thresholds: thresholds)
  }

  private func uncalibrated(
    _ network: AnalogNetwork, _ found: ThresholdBalance
  ) throws(ConversionError) -> SpikingNetwork {
    let balance = try found.settled(in: network)
    try check(balance.thresholds, of: network)
    var spiking = try method.spikingNetwork(from: network, thresholds: balance.thresholds)
      .pooling(by: maxPool).scaled(by: balance)
    if isHalfCharged || corrector?.startsHalfCharged == true { spiking.chargeHalf() }
    return spiking
  }

  private func check(
    _ thresholds: [Float], of network: AnalogNetwork
  ) throws(ConversionError) {
    for (node, threshold) in zip(network.activations, thresholds)
    where !threshold.suitsThresholds {
      throw ConversionError.invalidThreshold(
        layer: network.layerName(of: node), value: threshold)
    }
  }

  /// What is put on top of a calibrated network.
  private func completed(_ network: SpikingNetwork) throws(ConversionError) -> SpikingNetwork {
    var spiking = network
    try corrector?.check(spiking, method: method.name)
    if corrector != nil, spiking.layers.contains(where: \.neuron.sendsNegativeSpikes) {
      throw .signedSpikes(method: method.name)
    }
    spiking.corrector = corrector?.rule
    if let readout {
      spiking = try DelayedReadout.applied(readout, to: spiking, method: method.name)
    }
    if let shuffle {
      spiking = try ShuffleControl.applied(
        seed: shuffle.seed, steps: shuffle.steps, to: spiking, method: method.name)
    }
    return spiking
  }
}

// The options of any method; which corrector is an option of the registry.
extension ConversionRecipe {
  /// Whether every neuron starts with half of what its smallest spike takes.
  package static let halfCharge = ConversionOption(
    "half-charge", .flag, help: "Start every neuron with half of a threshold, v(0) = theta/2.",
    shortForm: .suffix("-half"))

  /// Whether each channel has a threshold of its own.
  package static let channelWise = ConversionOption(
    "channel-wise", .flag,
    help: "Give each channel a threshold of its own, by the rule of the method.")

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
      """)
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
      // Negative values are rounded like positive ones only from 0 on, as Fast-SNN has it.
      if case .signed(var neuron) = layers[index].neuron, !neuron.slopes.isEmpty {
        neuron.negativeThreshold = quantum / 1000
        layers[index].neuron = .signed(neuron)
      }
    }
  }
}
