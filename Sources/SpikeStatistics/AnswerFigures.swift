/// What the answers to one image come to where they are no class: boxes, or classes of places.
package struct AnswerFigures: Codable, Equatable, Sendable {
  /// What one network gives.
  package struct Counts: Codable, Equatable, Sendable {
    /// How many boxes, or places.
    package var given: Int
    /// How many of these are right; `nil` where nobody says what is.
    package var right: Int?
    /// How good it is, in thousandths; `nil` where nobody says what is right.
    ///
    /// F1 of boxes (`ObjectAgreement`), the mean overlap of the classes of places: measured on what
    /// is annotated, without that on what the analog network gives.
    package var score: Int?

    package init(given: Int, right: Int?, score: Int?) {
      self.given = given
      self.right = right
      self.score = score
    }

    private enum CodingKeys: String, CodingKey { case given, right, score }
  }

  /// How many objects, or places, are annotated; `nil` where nobody says.
  package var expected: Int?
  /// Of the analog network; `nil` without one.
  package var analog: Counts?
  /// Of the spiking network at T; `nil` before its first readout.
  package var spiking: Counts?
  /// How many the spiking network has of what the analog network gives.
  package var same: Int?

  /// The score of what is right throughout.
  package static let fullScore = 1000

  package init(expected: Int?, analog: Counts?, spiking: Counts?, same: Int?) {
    self.expected = expected
    self.analog = analog
    self.spiking = spiking
    self.same = same
  }

  private enum CodingKeys: String, CodingKey { case expected, analog, spiking, same }

  /// Whether the spiking network is right throughout; `nil` where nobody says what is.
  package var isRight: Bool? {
    expected == nil && analog == nil ? nil : spiking?.score == Self.fullScore
  }

  /// The same of the analog network.
  package var analogIsRight: Bool? {
    expected.flatMap { _ in analog.map { $0.score == Self.fullScore } }
  }

  /// Whether the spiking network is worse than the analog one; where nothing is annotated, whether
  /// it gives anything else, and without an analog network whether it is not right throughout.
  package var isLost: Bool {
    guard isRight == false else { return false }
    guard expected != nil, let analog = analog?.score else { return true }
    return (spiking?.score ?? 0) < analog
  }

  /// Whether it can be what came of a network.
  var isPossible: Bool {
    let counts = [analog, spiking].compactMap(\.self)
    let numbers =
      [expected, same].compactMap(\.self) + counts.flatMap { [$0.given, $0.right ?? 0] }
    return numbers.allSatisfy { (0...1 << 30).contains($0) }
      && counts.allSatisfy { (0...Self.fullScore).contains($0.score ?? 0) }
  }
}
