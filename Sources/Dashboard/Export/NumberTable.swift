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
  /// Their fields, as the file has them.
  package private(set) var rows: [[String]] = []
  /// How many rows there would be, had all been kept; `nil` for as many as there are.
  package var total: Int?

  package init(_ columns: [String]) {
    self.columns = columns
  }

  package var extent: Extent { Extent(rows: rows.count, total: total ?? rows.count) }

  /// Numbers stay bare, and everything else is text: what may be a number with a sign is given as
  /// one, or as `CSVNumber`.
  package mutating func append(_ row: [any CustomStringConvertible]) {
    rows.append(row.map(csvCell))
  }

  /// A row of fields as the file has them.
  mutating func append(cells: [String]) { rows.append(cells) }

  /// As RFC 4180 has it, but with line feeds alone.
  package var csv: String {
    csvLine(columns) + "\n" + rows.map { $0.joined(separator: ",") + "\n" }.joined()
  }
}
