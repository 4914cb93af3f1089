import Networks

/// Which network, and what is to be done otherwise than its card says.
package struct ModelRequest: Equatable, Sendable {
  /// A file of a trained network, or a NIR file.
  package var path: String

  /// The model card; `nil` for the file beside the model that has its name.
  package var card: String?

  /// Factor for raw pixels, before mean and deviation; `nil` for that of the card, as below.
  package var scale: Float?

  /// After scaling: one number per channel, or one for all.
  package var mean: [Float]?
  package var standardDeviation: [Float]?

  /// Names in the order of the outputs.
  package var classNames: [String]?

  /// The lengths of an image, for a file that leaves some open.
  package var inputShape: [Int]?

  /// The time step of a NIR network in seconds; `nil` for what file or card say.
  package var timeStep: Float?

  /// What a spike in a NIR network does to the potential.
  package var reset: ResetRule?

  /// The outputs of an ONNX model that are wanted, by name; `nil` for all.
  package var outputs: [String]?

  /// Which boxes of a detector are its answer; `nil` for what the card says, as below.
  package var minimumScore: Double?
  /// The overlap from which on a box is left out for a better one.
  package var largestOverlap: Double?
  package var boxLimit: Int?

  package enum ResetRule: String, CaseIterable, Codable, Sendable {
    /// Subtracts the threshold.
    case soft
    /// Subtracts it in the next step.
    case softDelayed = "soft-delayed"
    /// Sets it to v_reset.
    case hard
  }

  /// Which potentials fire in a NIR network; `nil` for what file or card say.
  package var spikeAt: FiringRule?

  /// How quantities of a NIR network decay; `nil` for what the file says.
  package var integration: ContinuousNeuron.Integration?

  /// How many spikes a neuron of a NIR network fires in a step; `nil` for what the file says.
  package var spikesPerStep: SpikesPerStep?

  /// What a step of a NIR network does to synaptic currents; `nil` for what the file says.
  package var synapses: SynapseRule?

  package enum SpikesPerStep: String, CaseIterable, Codable, Sendable {
    /// One at most.
    case one
    /// As many as the potential holds thresholds.
    case several
  }

  /// The options in use that are for NIR files.
  package var nirFlags: [String] {
    [
      ("--dt", timeStep != nil), ("--reset", reset != nil), ("--spike-at", spikeAt != nil),
      ("--integration", integration != nil), ("--spikes-per-step", spikesPerStep != nil),
      ("--synapses", synapses != nil),
    ].filter(\.1).map(\.0)
  }

  package init(
    path: String, card: String? = nil, scale: Float? = nil, mean: [Float]? = nil,
    standardDeviation: [Float]? = nil,
    classNames: [String]? = nil, timeStep: Float? = nil, reset: ResetRule? = nil
  ) {
    self.path = path
    self.card = card
    self.scale = scale
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.classNames = classNames
    self.timeStep = timeStep
    self.reset = reset
  }
}

extension ModelRequest: Codable {
  private enum CodingKeys: String, CodingKey {
    case path
    case card
    case scale
    case mean
    case standardDeviation = "std"
    case classNames = "classes"
    case inputShape = "input_shape"
    case timeStep = "dt"
    case reset
    case spikeAt = "spike_at"
    case integration
    case spikesPerStep = "spikes_per_step"
    case synapses
    case outputs
    case minimumScore = "min_score"
    case largestOverlap = "nms_iou"
    case boxLimit = "max_boxes"
  }
}

extension ModelRequest {
  /// Which boxes are the answer, where the request says it otherwise than a card.
  package func boxSelection(_ usual: BoxSelection) -> BoxSelection {
    var selection = usual
    selection.minimumScore = minimumScore ?? usual.minimumScore
    selection.largestOverlap = largestOverlap ?? usual.largestOverlap
    selection.limit = boxLimit ?? usual.limit
    return selection
  }

  /// The options in use that say which boxes are the answer.
  package var boxFlags: [String] {
    [
      ("--min-score", minimumScore != nil), ("--nms", largestOverlap != nil),
      ("--max-boxes", boxLimit != nil),
    ].filter(\.1).map(\.0)
  }
}
