import PlainText
import TerminalUI

extension Canvas {
  /// Draws a bar from the middle of a row: to the right for what is above 0, to the left for what
  /// is below, in the colours of lead and lag.
  ///
  /// - Parameters:
  ///   - fraction: -1 to 1; more is cut, and NaN is 0.
  ///   - columns: With fewer than 5 nothing is drawn.
  mutating func drawSignedBar(_ fraction: Double, row: Int, column: Int, columns: Int) {
    guard columns >= 5 else { return }
    let half = (columns - 1) / 2
    let middle = column + half
    self[row, middle] = Cell(glyphs.vertical, style: .border)
    if fraction > 0 {
      drawBar(
        fraction, in: Rect(row: row, column: middle + 1, rows: 1, columns: half), style: .lead)
    } else if fraction < 0 {
      // There are no blocks that are filled from the right: whole cells, and a half for less.
      let halves = Int((min(-fraction, 1) * Double(2 * half)).rounded())
      let isBlock = glyphs == .braille
      for cell in 0..<halves / 2 {
        self[row, middle - 1 - cell] = Cell(isBlock ? "█" : "#", style: .lag)
      }
      if halves % 2 == 1, isBlock { self[row, middle - 1 - halves / 2] = Cell("▐", style: .lag) }
    }
  }

  /// Such bars for the visible rows of a table, right of it, the largest of all values as the
  /// scale.
  ///
  /// - Parameters:
  ///   - values: Of the visible rows, from the first row below the titles on.
  ///   - largest: What the whole length stands for.
  mutating func drawSignedBars(
    _ values: [Double], largest: Double, below titles: Int, column: Int, columns: Int
  ) {
    guard columns >= leastSignedBar, largest > 0 else { return }
    write(
      "full: \(visibleDecimal(largest, digits: 3))", row: titles, column: column, width: columns,
      alignment: .center, style: .label)
    addPlot(Rect(row: titles + 1, column: column, rows: values.count, columns: columns))
    for (row, value) in values.enumerated() {
      drawSignedBar(value / largest, row: titles + 1 + row, column: column, columns: columns)
    }
  }
}

extension Canvas {
  /// Draws what a sum is split into: the table of its terms, bars of the visible ones beside it,
  /// and below them the account, up to the sum.
  ///
  /// - Parameters:
  ///   - values: Of the visible rows.
  ///   - largest: What the longest bar stands for.
  ///   - account: Its lines; of these as many as there is room for.
  mutating func drawSplit(
    _ table: TextTable, visible: Range<Int>, selectedRow: Int?, values: [Double], largest: Double,
    in area: Rect, account: [String], below: Rect
  ) {
    draw(table, in: area, firstRow: visible.lowerBound, selectedRow: selectedRow)
    let end = table.width(ofRows: visible)
    drawSignedBars(
      values, largest: largest, below: area.row, column: end, columns: area.columns - end - 1)
    for (row, line) in account.prefix(below.rows).enumerated() {
      write(
        line, row: below.row + row, column: 2, width: max(below.columns - 3, 1), alignment: .left,
        style: .title)
    }
  }
}

/// With fewer columns a bar on both sides of 0 says nothing.
private let leastSignedBar = 11
