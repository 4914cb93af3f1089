import TerminalUI

/// A plot in a terminal: tick labels, the y axis, and the cells right of it.
struct TextFrame {
  /// The cells of the data; the row below belongs to the x axis.
  let plot: Rect
  private let scale: AxisScale
  private let labelWidth: Int

  /// - Parameters:
  ///   - top: The first row of the data.
  ///   - rows: How many rows the data get.
  ///   - columns: The width of the canvas.
  /// - Returns: `nil` if there is no room for data.
  init?(yAxis: Axis, values: [Double], top: Int, rows: Int, columns: Int) {
    scale = AxisScale(yAxis, values: values, tickLimit: rows / 2, ends: .onTicks)
    labelWidth = scale.ticks.map(\.label.count).max() ?? 0
    plot = Rect(row: top, column: labelWidth + 2, rows: rows, columns: columns - labelWidth - 4)
    guard rows >= 2, columns - labelWidth - 4 >= 8 else { return nil }
  }

  func fraction(of value: Double) -> Double? { scale.fraction(of: value) }

  /// The row of a value; `nil` if it has no place on the axis.
  func row(of value: Double) -> Int? {
    scale.fraction(of: value).map { fraction in
      plot.endRow - 1 - Int((fraction * Double(plot.rows - 1)).rounded())
    }
  }

  /// Draws both axes and the labels of the y axis.
  func draw(on canvas: inout Canvas) {
    let axis = plot.column - 1
    canvas.drawVerticalLine(row: plot.row, column: axis, height: plot.rows)
    canvas.drawHorizontalLine(row: plot.endRow, column: plot.column, width: plot.columns)
    canvas[plot.endRow, axis] = Cell(canvas.glyphs.corners.2, style: .border)
    for tick in scale.ticks {
      guard let row = row(of: tick.value) else { continue }
      canvas.write(
        tick.label, row: row, column: 0, width: labelWidth, alignment: .right, style: .label)
      canvas[row, axis] = Cell(canvas.glyphs == .braille ? "┤" : "+", style: .border)
    }
  }
}
