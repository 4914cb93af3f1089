import Networks

extension ClassMap {
  /// The map of a picture as a network sees it: each place of its output has the class of what lies
  /// under its middle, and -1 where that is beside the picture.
  ///
  /// - Parameters:
  ///   - frame: Where the network's input lies in the picture.
  ///   - input: The size of that input.
  package func seen(
    through frame: InputFrame, input: MapShape, rows: Int, columns: Int
  ) -> ClassMap {
    // Whole numbers where they do: a middle may lie between two places.
    let isWhole =
      frame.x == 0 && frame.y == 0
      && Double(self.columns) == frame.columnScale * Double(input.width)
      && Double(self.rows) == frame.rowScale * Double(input.height)
    if isWhole { return resized(rows: rows, columns: columns) }
    let place = { (number: Int, count: Int, length: Int, scale: Double, start: Double) -> Int in
      let middle = (Double(number) + 0.5) * Double(length) / Double(count)
      return Int((start + middle * scale).rounded(.down))
    }
    var result: [Int16] = []
    result.reserveCapacity(rows * columns)
    for row in 0..<rows {
      let y = place(row, rows, input.height, frame.rowScale, frame.y)
      for column in 0..<columns {
        let x = place(column, columns, input.width, frame.columnScale, frame.x)
        let isInside = (0..<self.rows).contains(y) && (0..<self.columns).contains(x)
        result.append(isInside ? labels[y * self.columns + x] : -1)
      }
    }
    return ClassMap(rows: rows, columns: columns, labels: result)
  }
}
