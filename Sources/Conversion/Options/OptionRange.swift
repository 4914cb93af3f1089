/// Which numbers an option takes.
package enum OptionRange: Equatable, Sendable {
  /// Both ends included.
  case between(Double, Double)
  /// The upper end included.
  case above(Double, upTo: Double)
  case positive
  case notNegative

  /// Always false of NaN.
  package func contains(_ number: Double) -> Bool {
    switch self {
    case .between(let lowest, let highest): number >= lowest && number <= highest
    case .above(let bound, let highest): number > bound && number <= highest
    case .positive: number > 0
    case .notNegative: number >= 0
    }
  }

  /// The rest of a sentence that begins with "must".
  package var requirement: String {
    switch self {
    case .between(let lowest, let highest): "lie between \(text(lowest)) and \(text(highest))"
    case .above(let bound, let highest): "lie above \(text(bound)) and up to \(text(highest))"
    case .positive: "be positive"
    case .notNegative: "not be negative"
    }
  }

  /// As `1 to 16`; `nil` without two ends.
  var extent: String? {
    guard case .between(let lowest, let highest) = self else { return nil }
    return "\(text(lowest)) to \(text(highest))"
  }

  private func text(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
