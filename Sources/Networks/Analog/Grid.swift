/// A number of rows and a number of columns.
package struct Grid: Codable, Hashable, Sendable {
  package var rows: Int
  package var columns: Int

  private enum CodingKeys: String, CodingKey { case rows, columns }

  package init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// Rows and columns around a map.
package struct Margins: Codable, Hashable, Sendable {
  package var top: Int
  package var left: Int
  package var bottom: Int
  package var right: Int

  private enum CodingKeys: String, CodingKey { case top, left, bottom, right }

  package init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  var sides: [Int] { [top, left, bottom, right] }
}

/// How many windows lie on a map and its padding, or `nil` if not even one does.
///
///     ⌊(length + padding - ((kernel - 1) · dilation + 1)) / stride⌋ + 1     on each axis
func windows(
  _ kernel: Grid, stride: Grid, dilation: Grid, padding: Margins, over map: MapShape
) -> Grid? {
  let rows = map.height + padding.top + padding.bottom - (kernel.rows - 1) * dilation.rows - 1
  let columns =
    map.width + padding.left + padding.right - (kernel.columns - 1) * dilation.columns - 1
  guard rows >= 0, columns >= 0 else { return nil }
  return Grid(rows / stride.rows + 1, columns / stride.columns + 1)
}
