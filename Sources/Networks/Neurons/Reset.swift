/// What a spike leaves behind.
package enum Reset: Codable, Equatable, Sendable {
  /// The threshold is subtracted, and the charge above it stays.
  case bySubtraction
  /// The potential becomes zero, and the charge above the threshold is lost.
  case toZero
  /// The threshold is subtracted in the step after: until then the potential stays above it.
  ///
  /// (What snnTorch calls `reset_delay`, and does unless told otherwise.)
  case bySubtractionInNextStep

  /// As in written JSON: `{"bySubtraction":{}}`.
  private enum CodingKeys: String, CodingKey {
    case bySubtraction, toZero, bySubtractionInNextStep
  }

  /// In a word, as files and options have it.
  package var word: String {
    switch self {
    case .bySubtraction: "soft"
    case .toZero: "hard"
    case .bySubtractionInNextStep: "soft-delayed"
    }
  }

  /// - Returns: `nil` for a word that is none of these.
  package init?(word: String) {
    let all: [Reset] = [.bySubtraction, .toZero, .bySubtractionInNextStep]
    guard let reset = all.first(where: { $0.word == word }) else { return nil }
    self = reset
  }
}
