/// How a filter compares a number of a row with the one that was typed.
package enum FilterComparison: String, Equatable, Sendable, CaseIterable {
  // The longer ones first: `>=` begins as `>` does.
  case atLeast = ">="
  case atMost = "<="
  case different = "!="
  case more = ">"
  case less = "<"
  case equal = "="

  /// The one that a text begins with; `nil` for none.
  init?(beginning text: some StringProtocol) {
    guard let first = Self.allCases.first(where: { text.hasPrefix($0.rawValue) }) else {
      return nil
    }
    self = first
  }

  func holds<Value: Comparable>(_ value: Value, _ bound: Value) -> Bool {
    switch self {
    case .more: value > bound
    case .atLeast: value >= bound
    case .less: value < bound
    case .atMost: value <= bound
    case .equal: value == bound
    case .different: value != bound
    }
  }
}
