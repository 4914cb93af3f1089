import TerminalUI

extension BarChart {
  /// Draws the chart over all of a canvas: one strip of bars per series, all of one scale.
  ///
  /// Without colour, bars of several series in one group could not be told apart. Bars stand on the
  /// lower end of the scale, also where it is below 0.
  func draw(on canvas: inout Canvas) {
    canvas.write(title, row: 0, within: 0..<canvas.size.columns, style: .title)
    // Below the strips stand the axis, names of categories, and what they are.
    let rows = canvas.size.rows - 4
    if isEmpty { canvas.write("no data", row: 1, within: 0..<canvas.size.columns) }
    guard !isEmpty, rows >= 1 else { return }
    let shown = series.prefix(rows)
    let stripRows = min(rows / shown.count, 8)
    guard let strip = Strip(self, rows: stripRows, columns: canvas.size.columns) else { return }
    for (index, series) in shown.enumerated() {
      strip.draw(series, row: 1 + index * stripRows, on: &canvas)
    }
    let bottom = 1 + shown.count * stripRows
    strip.drawNames(row: bottom, on: &canvas)
    let missing = series.count - shown.count
    let note =
      strip.note + (missing > 0 ? "; \(missing) more of \(series.count) need more rows" : "")
    canvas.write(
      note, row: bottom + 2, within: 0..<canvas.size.columns, style: .label)
  }
}

/// The common layout of all strips of a bar chart.
private struct Strip {
  let chart: BarChart
  let rows: Int
  private let nameWidth: Int
  private let labelWidth: Int
  private let scale: AxisScale
  /// The columns of each bar, or 1 if a column stands for several categories.
  private let barWidth: Int
  private let categoriesPerColumn: Int
  private let columnCount: Int

  /// - Returns: `nil` if there is no room for bars.
  init?(_ chart: BarChart, rows: Int, columns: Int) {
    self.chart = chart
    self.rows = rows
    scale = AxisScale(chart.yAxis, values: chart.yScaleValues, tickLimit: 6, ends: .onTicks)
    nameWidth = min(chart.series.map(\.name.count).max() ?? 0, max(columns / 4, 1))
    labelWidth = rows > 1 ? scale.ticks.map(\.label.count).max() ?? 0 : 0
    let available = columns - nameWidth - labelWidth - 3
    guard available >= 4 else { return nil }
    let count = chart.categories.count
    barWidth = min(max(available / count, 1), 6)
    categoriesPerColumn = (count + available - 1) / available
    columnCount = (count + categoriesPerColumn - 1) / categoriesPerColumn
  }

  private var left: Int { nameWidth + labelWidth + 2 }

  /// Draws the name, the ends of the scale, and the bars of one series.
  func draw(_ series: BarChart.Series, row: Int, on canvas: inout Canvas) {
    let name = canvas.shortened(series.name, width: nameWidth)
    canvas.write(name, row: row, style: .label)
    canvas.drawVerticalLine(row: row, column: left - 1, height: rows)
    if rows > 1, let first = scale.ticks.first, let last = scale.ticks.last {
      for (tick, tickRow) in [(last, row), (first, row + rows - 1)] {
        canvas.write(
          tick.label, row: tickRow, column: nameWidth + 1, width: labelWidth, alignment: .right,
          style: .label)
      }
    }
    for column in 0..<columnCount {
      let place = Rect(
        row: row, column: left + column * barWidth, rows: rows, columns: max(barWidth - gap, 1))
      guard let value = value(series, column: column), let fraction = scale.fraction(of: value)
      else {
        canvas[place.endRow - 1, place.column] = Cell("-")
        continue
      }
      canvas.drawColumns(repeatElement(fraction, count: place.columns), in: place)
    }
  }

  /// Blank columns after each bar.
  private var gap: Int { barWidth > 1 ? 1 : 0 }

  /// The largest value of the categories of a column; `nil` if they have none.
  private func value(_ series: BarChart.Series, column: Int) -> Double? {
    let first = column * categoriesPerColumn
    let last = min(first + categoriesPerColumn, chart.categories.count)
    return (first..<last).compactMap { chart.value(series, category: $0) }.max()
  }

  /// Writes as many names as fit, each from its own bar to the right, below a tick.
  func drawNames(row: Int, on canvas: inout Canvas) {
    canvas.drawHorizontalLine(row: row, column: left, width: columnCount * barWidth)
    var free = 0
    for column in 0..<columnCount {
      let name = canvas.shown(chart.categories[column * categoriesPerColumn])
      let start = left + column * barWidth
      guard start >= free, start + name.count <= canvas.size.columns || free == 0 else { continue }
      free = start + name.count + 2
      canvas[row, start] = Cell(canvas.glyphs == .braille ? "┬" : "+", style: .border)
      canvas.write(name, row: row + 1, column: start, style: .label)
    }
  }

  /// What the axes are, and what a column stands for.
  var note: String {
    let ends = [scale.ticks.first, scale.ticks.last].compactMap { $0?.label }
    let range = ends.joined(separator: " to ")
    let shared =
      categoriesPerColumn > 1
      ? "; largest of \(categoriesPerColumn) per column" : ""
    let axes = [chart.yAxis.label, chart.categoryLabel].filter { !$0.isEmpty }
    return (axes.isEmpty ? "" : axes.joined(separator: " by ") + ", ") + range + shared
  }
}
