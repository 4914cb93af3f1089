import PlainText
import TerminalUI

extension LineChart {
  /// Draws the chart over all of a canvas: curves of braille dots, a marker at every point.
  func draw(on canvas: inout Canvas) {
    let columns = 0..<canvas.size.columns
    canvas.write(title, row: 0, within: columns, style: .title)
    let legend = legendLines(width: canvas.size.columns, unicode: canvas.glyphs == .braille)
    let isTall = canvas.size.rows >= legend.count + 8
    if isTall {
      for (index, line) in legend.enumerated() {
        canvas.write(line, row: 1 + index, within: columns, style: .label)
      }
    }
    let top = isTall ? legend.count + 1 : 1
    // Below the plot stand the axis, its ticks, and its label together with that of the other axis.
    let below = isTall ? 3 : 2
    let frame = TextFrame(
      yAxis: yAxis, values: yScaleValues, top: top, rows: canvas.size.rows - top - below,
      columns: canvas.size.columns)
    guard let frame else { return }
    frame.draw(on: &canvas)
    drawXAxis(frame, on: &canvas)
    if isTall {
      let labels = [yAxis.label, xAxis.label].filter { !$0.isEmpty }.joined(separator: " over ")
      canvas.write(
        canvas.shown(labels), row: frame.plot.endRow + 2, column: frame.plot.column,
        width: frame.plot.columns, alignment: .center, style: .label)
    }
    drawCurves(frame, on: &canvas)
    if isEmpty {
      let middle = frame.plot.row + frame.plot.rows / 2
      canvas.write(
        "no data", row: middle, column: frame.plot.column, width: frame.plot.columns,
        alignment: .center, style: .label)
    }
  }

  private func legendLines(width: Int, unicode: Bool) -> [String] {
    var lines: [String] = []
    for (index, series) in series.enumerated() {
      let marker = SeriesLook(index).marker.character(unicode: unicode)
      append("\(marker) \(series.name)", to: &lines, width: width, separator: "   ")
    }
    for reference in references {
      append(
        "\(unicode ? "┄┄" : "--") \(reference.name)", to: &lines, width: width, separator: "   ")
    }
    return lines
  }

  private func xScale(_ frame: TextFrame) -> AxisScale {
    AxisScale(xAxis, values: xScaleValues, tickLimit: frame.plot.columns / 8, ends: .onData)
  }

  private func drawXAxis(_ frame: TextFrame, on canvas: inout Canvas) {
    let scale = xScale(frame)
    var free = 0
    for tick in scale.ticks {
      guard let fraction = scale.fraction(of: tick.value) else { continue }
      let column = frame.plot.column + Int((fraction * Double(frame.plot.columns - 1)).rounded())
      let start = min(
        max(column - tick.label.count / 2, 0), canvas.size.columns - tick.label.count)
      guard start >= free else { continue }
      free = start + tick.label.count + 1
      canvas[frame.plot.endRow, column] = Cell(canvas.glyphs == .braille ? "┬" : "+")
      canvas.write(tick.label, row: frame.plot.endRow + 1, column: start, style: .label)
    }
  }

  private func drawCurves(_ frame: TextFrame, on canvas: inout Canvas) {
    let x = xScale(frame)
    for reference in references {
      guard let row = frame.row(of: reference.value) else { continue }
      canvas.fill(
        Rect(row: row, column: frame.plot.column, rows: 1, columns: frame.plot.columns),
        with: Cell(canvas.glyphs.dashed, style: .accent2))
    }
    let curves = series.map { series in
      runs(of: series).map { run in
        run.compactMap { point -> (x: Double, y: Double)? in
          guard let x = x.fraction(of: point.x), let y = frame.fraction(of: point.y) else {
            return nil
          }
          return (x, y)
        }
      }
    }
    var dots = DotGrid(frame.plot.size)
    for run in curves.joined() {
      let places = run.map { dot($0, in: dots) }
      for (start, end) in zip(places, places.dropFirst()) { dots.addLine(from: start, to: end) }
    }
    canvas.draw(dots, row: frame.plot.row, column: frame.plot.column)
    for (index, runs) in curves.enumerated() {
      drawMarkers(Array(runs.joined()), look: SeriesLook(index), dots: dots, frame, on: &canvas)
    }
  }

  private func drawMarkers(
    _ points: [(x: Double, y: Double)], look: SeriesLook, dots: DotGrid, _ frame: TextFrame,
    on canvas: inout Canvas
  ) {
    let stride = max(points.count * 4 / max(frame.plot.columns, 1), 1)
    let marker = look.marker.character(unicode: canvas.glyphs == .braille)
    for (index, point) in points.enumerated() where index % stride == 0 {
      let place = dot(point, in: dots)
      canvas[frame.plot.row + place.y / 4, frame.plot.column + place.x / 2] = Cell(marker)
    }
  }

  private func dot(_ point: (x: Double, y: Double), in dots: DotGrid) -> (x: Int, y: Int) {
    (
      x: Int((point.x * Double(dots.width - 1)).rounded()),
      y: dots.dotRow(of: point.y, range: 0...1)
    )
  }
}
