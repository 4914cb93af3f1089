/// Which rows of the SIN table to show: conditions that all must hold, as `spikes>2 D>=1 local`.
///
/// A condition is a word, `local` or `inherited`, or a column, a comparison and a number; the columns
/// are those of the table.
package struct SINFilter: Equatable, Sendable {
  /// A number that a row has.
  package enum Column: String, Equatable, Sendable, CaseIterable {
    case spikes, first, last
    case deviation = "D"
    case potential = "v"
    case preactivation = "z"
  }

  package enum Comparison: String, Equatable, Sendable, CaseIterable {
    // The longer ones first: `>=` begins as `>` does.
    case atLeast = ">="
    case atMost = "<="
    case different = "!="
    case more = ">"
    case less = "<"
    case equal = "="
  }

  package enum Condition: Equatable, Sendable {
    case number(Column, Comparison, Float)
    case isLocal(Bool)
  }

  package let conditions: [Condition]

  /// As typed.
  package let text: String

  package init() {
    conditions = []
    text = ""
  }

  package var isEmpty: Bool { conditions.isEmpty }

  /// - Parameter text: Conditions with blanks between them; none at all for every row.
  package init(_ text: String) throws(CommandError) {
    var conditions: [Condition] = []
    for word in text.split(separator: " ") { conditions.append(try SINFilter.condition(word)) }
    self.conditions = conditions
    self.text = text.split(separator: " ").joined(separator: " ")
  }

  private static func condition(_ word: Substring) throws(CommandError) -> Condition {
    if word == "local" { return .isLocal(true) }
    if word == "inherited" { return .isLocal(false) }
    let place = "'\(word)' in column \(word.startIndex.utf16Offset(in: word.base) + 1)"
    let name = word.prefix { $0.isLetter }
    let rest = word.dropFirst(name.count)
    guard let column = Column.allCases.first(where: { $0.rawValue == name }) else {
      throw CommandError(description: "\(place): the columns are \(columnNames), local, inherited")
    }
    guard let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
      throw CommandError(description: "\(place): compare as in \(name)>2 (>, >=, <, <=, =, !=)")
    }
    let number = rest.dropFirst(comparison.rawValue.count)
    guard let value = Float(number), value.isFinite else {
      throw CommandError(description: "\(place): '\(number)' is not a number")
    }
    return .number(column, comparison, value)
  }

  /// What can be typed, in a line.
  static let hint = "\(columnNames) with >, <, = and a number; local, inherited; empty for all"

  private static let columnNames = Column.allCases.map(\.rawValue).joined(separator: ", ")

  /// A row without a D matches no condition on it.
  package func matches(_ row: SINTable.Row) -> Bool {
    conditions.allSatisfy { condition in
      switch condition {
      case .isLocal(let isLocal): row.isLocal == isLocal
      case .number(let column, let comparison, let bound):
        value(column, of: row).map { comparison.holds($0, bound) } ?? false
      }
    }
  }

  private func value(_ column: Column, of row: SINTable.Row) -> Float? {
    switch column {
    case .spikes: Float(row.spikes)
    case .first: Float(row.firstStep)
    case .last: Float(row.lastStep)
    case .deviation: row.deviation
    case .potential: row.potential
    case .preactivation: row.preactivation
    }
  }
}

extension SINFilter.Comparison {
  fileprivate func holds(_ value: Float, _ bound: Float) -> Bool {
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
