import TerminalUI

extension TextTable {
  /// The table with as many of its columns as have room, those that matter least gone first.
  ///
  /// - Parameters:
  ///   - columns: The cells from left to right that there are.
  ///   - groups: Titles of columns that leave together, in the order in which they leave: what is
  ///     compared leaves as a pair. Columns that are in none of them stay.
  package func fitting(columns room: Int, leaving groups: [[String]]) -> TextTable {
    let tables = (0...groups.count).lazy.map { without(Set(groups.prefix($0).joined())) }
    // Behind the last column there need be no space.
    return tables.first { $0.width - 2 <= room } ?? without(Set(groups.joined()))
  }

  private func without(_ titles: Set<String>) -> TextTable {
    let kept = columns.indices.filter { !titles.contains(columns[$0].title) }
    var table = self
    table.columns = kept.map { columns[$0] }
    table.rows = rows.map { row in kept.compactMap { row.indices.contains($0) ? row[$0] : nil } }
    return table
  }
}
