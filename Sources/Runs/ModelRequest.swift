/// Which network, and what is to be done otherwise than its card says.
package struct ModelRequest: Equatable, Sendable {
  /// An ONNX or a NIR file.
  package var path: String

  /// Factor for raw pixels, before mean and deviation; `nil` for that of the card, as below.
  package var scale: Float?

  /// After scaling: one number per channel, or one for all.
  package var mean: [Float]?
  package var standardDeviation: [Float]?

  /// Names in the order of the outputs.
  package var classNames: [String]?

  /// The time step of a NIR network in seconds; `nil` for what file or card say.
  package var timeStep: Float?

  /// What a spike in a NIR network does to the potential.
  package var reset: ResetRule?

  package enum ResetRule: String, CaseIterable, Codable, Sendable {
    /// Subtracts the threshold.
    case soft
    /// Sets it to v_reset.
    case hard
  }

  package init(
    path: String, scale: Float? = nil, mean: [Float]? = nil, standardDeviation: [Float]? = nil,
    classNames: [String]? = nil, timeStep: Float? = nil, reset: ResetRule? = nil
  ) {
    self.path = path
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
    case scale
    case mean
    case standardDeviation = "std"
    case classNames = "classes"
    case timeStep = "dt"
    case reset
  }
}
