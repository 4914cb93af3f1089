import PlainText

/// Numbers in rows and columns, for other programs.
package struct NumberTable: Equatable, Sendable {
  package struct Extent: Equatable, Sendable {
    package var rows: Int
    /// How many there would be, had all been kept.
    package var total: Int

    package init(rows: Int, total: Int) {
      self.rows = rows
      self.total = total
    }
  }

  package var columns: [String]
  package private(set) var rows: [[String]] = []
  /// How many rows there would be, had all been kept; `nil` for as many as there are.
  package var total: Int?

  package init(_ columns: [String]) {
    self.columns = columns
  }

  package var extent: Extent { Extent(rows: rows.count, total: total ?? rows.count) }

  package mutating func append(_ row: [any CustomStringConvertible]) {
    rows.append(row.map(\.description))
  }

  /// As RFC 4180 has it, but with line feeds alone.
  package var csv: String {
    ([columns] + rows).map { csvLine($0) + "\n" }.joined()
  }
}
