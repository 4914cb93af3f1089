/// A grid of bits, packed 64 to a word down each column.
///
/// For events over time a column is one step and a row one source.
package struct Bitmap: Hashable, Sendable {
  package let height: Int
  /// From left to right; each holds bit `y` in word `y / 64`, and missing words count as zeros.
  package var columns: [[UInt64]]

  package init(height: Int, columns: [[UInt64]] = []) {
    self.height = height
    self.columns = columns
  }

  package var width: Int { columns.count }

  /// Outside of the bitmap no bit is set.
  package subscript(x: Int, y: Int) -> Bool {
    guard columns.indices.contains(x), y >= 0, y < height else { return false }
    let words = columns[x]
    return y / 64 < words.count && words[y / 64] >> UInt64(y % 64) & 1 == 1
  }
}

extension Canvas {
  /// Draws a raster of dots, two across and four down in each cell, coloured by their density.
  ///
  /// Covers all of the rectangle, also where no dot is set. Cells outside of the canvas are not
  /// drawn, and their dots are not asked for.
  ///
  /// - Parameters:
  ///   - style: The style of a cell with 1 to 8 dots.
  ///   - isSet: Whether there is a dot; x counts from the left, y from the top.
  package mutating func drawRaster(
    in rect: Rect, style: (_ dotCount: Int) -> Style = { .intensity(($0 + 1) / 2) },
    isSet: (_ x: Int, _ y: Int) -> Bool
  ) {
    let visible = rect.intersection(bounds)
    for row in visible.row..<max(visible.endRow, visible.row) {
      for column in visible.column..<max(visible.endColumn, visible.column) {
        let mask = rasterMask(x: (column - rect.column) * 2, y: (row - rect.row) * 4, isSet)
        let count = mask.nonzeroBitCount
        self[row, column] = Cell(
          dotGlyph(mask, capabilities), style: count == 0 ? .plain : style(count))
      }
    }
  }

  /// Draws the dots of a bitmap; see `drawRaster(in:style:isSet:)`.
  ///
  /// What reaches beyond the rectangle or the canvas is not drawn.
  package mutating func drawRaster(
    _ bitmap: Bitmap, in rect: Rect,
    style: (_ dotCount: Int) -> Style = { .intensity(($0 + 1) / 2) }
  ) {
    drawRaster(in: rect, style: style) { bitmap[$0, $1] }
  }

  private func rasterMask(x: Int, y: Int, _ isSet: (Int, Int) -> Bool) -> UInt8 {
    var mask: UInt8 = 0
    for dotX in 0..<2 {
      for dotY in 0..<4 where isSet(x + dotX, y + dotY) {
        mask |= dotMask(x: dotX, y: dotY)
      }
    }
    return mask
  }
}
