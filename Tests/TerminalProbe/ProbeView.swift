import TerminalUI

/// What the probe shows.
struct ProbeState {
  var keys: [Key] = []
  /// The last report of the mouse.
  var report: ScreenInput?
  var frames = 0
  var pace = Pace(framesPerSecond: 0)
}

/// Draws every widget once.
func draw(_ state: ProbeState, size: Size, capabilities: Capabilities) -> Canvas {
  var canvas = Canvas(size: size, capabilities: capabilities)
  var rest = canvas.bounds
  let title = rest.takeTop(1)
  let footer = rest.takeBottom(1)
  canvas.write("probe \(size.columns)x\(size.rows)", row: title.row, style: .title)
  canvas.write(
    "colors \(capabilities.colorCount) \(capabilities.glyphs)", row: title.row, column: 16)
  canvas.write("frame \(state.frames)", row: title.row, column: 40, style: .label)
  let hints = [Hint("q", "quit"), Hint("X", "trap"), Hint("S", "segfault")]
  canvas.drawHints(hints, in: footer)

  let keys = rest.takeTop(1)
  let last = state.keys.last.map { "\($0)" } ?? "none"
  let report =
    if case .mouse(let report) = state.report {
      "  mouse \(report.kind) at \(report.position.column),\(report.position.row)"
        + (report.isShifted ? " shifted" : "")
    } else { "" }
  canvas.write("keys \(state.keys.count) last \(last)\(report)", in: keys, style: .key)
  drawRoles(in: rest.takeTop(3), on: &canvas)
  let right = rest.takeRight(rest.columns / 2)
  drawPlots(in: rest, frame: state.frames, on: &canvas)
  drawTable(in: right, on: &canvas)
  return canvas
}

private func drawRoles(in area: Rect, on canvas: inout Canvas) {
  canvas.inside(area) { canvas in
    var column = 0
    var row = 0
    for role in Role.all {
      let name = "\(role)".replacing("(", with: "").replacing(")", with: "")
      if column + name.count > canvas.size.columns { (row, column) = (row + 1, 0) }
      column = canvas.write(name, row: row, column: column, style: Style(role)) + 1
    }
  }
}

private func drawPlots(in area: Rect, frame: Int, on canvas: inout Canvas) {
  var rest = area
  let values = (0..<200).map { 0.5 + 0.5 * triangle(Double($0 + frame) / 40) }
  let sparkline = rest.takeBottom(2)
  canvas.drawSparkline(values, in: sparkline, range: 0...1, style: .intensity(3))
  canvas.drawBar(0.37, in: rest.takeBottom(1), style: .positive)
  let raster = rest.takeTop(rest.rows / 2)
  let inner = canvas.drawBox(raster, title: "raster")
  canvas.drawRaster(in: inner) { hasSpike(step: $0 + frame, unit: $1) }
  let plot = canvas.drawBox(rest, title: "curve")
  var dots = DotGrid(plot.size)
  dots.addCurve(values, range: 0...1, style: .accent2)
  canvas.draw(dots, row: plot.row, column: plot.column)
}

private func drawTable(in area: Rect, on canvas: inout Canvas) {
  var rest = canvas.drawBox(area, title: "table")
  let pixels: [Float] = (0..<28 * 28).map { index in Float(index % 28 + index / 28) / 54 }
  let picture = rest.takeBottom(rest.rows / 2)
  let image = PixelImage(width: 28, height: 28, values: pixels)
  let drawn = canvas.drawImage(image, in: picture)
  var beside = picture
  _ = beside.takeLeft(drawn.columns + 1)
  canvas.drawImage(image, in: beside, palette: .amount)
  let table = TextTable(
    columns: [.init("unit"), .init("layer"), .init("spikes", alignment: .right)],
    rows: [["#2210", "conv3", "2"], ["#0148", "conv3", "11"], ["#3391", "fc1", "1"]])
  canvas.draw(table, in: rest, selectedRow: 1)
}

/// Scattered dots, the same in every run.
private func hasSpike(step: Int, unit: Int) -> Bool {
  let mixed = (UInt64(step) << 20 | UInt64(unit)) &* 0x9E37_79B9_7F4A_7C15
  return mixed >> 61 == 0
}

/// Rises from -1 to 1 and falls again, once per unit.
private func triangle(_ x: Double) -> Double {
  let fraction = x - x.rounded(.down)
  return fraction < 0.5 ? 4 * fraction - 1 : 3 - 4 * fraction
}
