/// A class for each place of a map.
package struct ClassMap: Codable, Equatable, Sendable {
  package var rows: Int
  package var columns: Int
  /// Row by row; negative, or no number of a class, where nobody says.
  package var labels: [Int16]

  package init(rows: Int, columns: Int, labels: [Int16]) {
    precondition(labels.count == rows * columns, "\(labels.count) places of \(rows)x\(columns)")
    self.rows = rows
    self.columns = columns
    self.labels = labels
  }

  private enum CodingKeys: String, CodingKey { case rows, columns, labels }

  /// The map in another resolution: each place has the class of what lies under its middle.
  package func resized(rows: Int, columns: Int) -> ClassMap {
    guard (rows, columns) != (self.rows, self.columns) else { return self }
    var result: [Int16] = []
    result.reserveCapacity(rows * columns)
    for row in 0..<rows {
      let y = (2 * row + 1) * self.rows / (2 * rows)
      for column in 0..<columns {
        result.append(labels[y * self.columns + (2 * column + 1) * self.columns / (2 * columns)])
      }
    }
    return ClassMap(rows: rows, columns: columns, labels: result)
  }
}
