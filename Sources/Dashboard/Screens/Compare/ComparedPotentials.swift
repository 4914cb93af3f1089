import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

private let axisWidth = 8

extension ScreenView {
  /// The potentials of one neuron in two networks, each in units of its threshold, and its spikes.
  func drawPotentials(_ comparison: ComparedRun, on canvas: inout Canvas) {
    guard let traces = state.compareScreen.traces,
      let counterpart = comparison.matching.second(of: state.layer)
    else {
      canvas.write("B has no such neuron", row: 0, column: 1, style: .label)
      return
    }
    var rest = canvas.bounds
    let lanes = rest.takeBottom(2)
    let ruler = rest.rows >= 5 ? rest.takeBottom(1) : nil
    let axis = timeAxis(width: rest.columns - axisWidth - 1)
    let layers = [
      network.layers[state.layer], comparison.setting.packed.network.layers[counterpart],
    ]
    let points = [traces.first, traces.second].map { trace in
      trace.points.filter { axis.cell(of: $0.step) != nil }
    }
    if let ruler { axis.drawRuler(step: step, row: ruler.row, column: axisWidth, on: &canvas) }
    let plot = Rect(row: rest.row, column: axisWidth, rows: rest.rows, columns: axis.width)
    drawCurves(
      points, thresholds: layers.map { $0.neuron.threshold ?? 1 }, axis: axis, in: plot,
      on: &canvas)
    for (index, name) in ["A", "B"].enumerated() {
      let row = lanes.row + index
      let style: Style = index == 0 ? .firstRun : .secondRun
      canvas.write(
        "\(name) fires", row: row, column: 0, width: axisWidth - 1, alignment: .right,
        style: style)
      for point in points[index] where point.fired {
        guard let cell = axis.cell(of: point.step) else { continue }
        canvas[row, axisWidth + cell] = Cell(
          point.charge < 0 ? canvas.glyphs.horizontal : canvas.glyphs.vertical, style: style)
      }
    }
    for area in [plot, Rect(row: lanes.row, column: axisWidth, rows: 2, columns: axis.width)] {
      axis.drawPresent(step: step, in: area, on: &canvas)
    }
  }

  /// The first network as a line and the second as dots, so that no colour is needed.
  private func drawCurves(
    _ points: [[NeuronTrace.Point]], thresholds: [Float], axis: TimeAxis, in plot: Rect,
    on canvas: inout Canvas
  ) {
    let values = zip(points, thresholds).map { points, threshold in
      points.map { (x: $0.step, y: Double($0.membranePotential / threshold)) }
    }
    let all = values.joined().map(\.y).filter(\.isFinite)
    // Both neurons may be driven so hard that they lie above the scale all the time.
    let (bottom, top) = (max(all.min() ?? 0, -2), max(min(all.max() ?? 1, 3), 1.2))
    let range = (bottom < top ? bottom : 0)...top
    var dots = DotGrid(plot.size)
    canvas.drawHorizontalLine(
      row: plot.row + dots.dotRow(of: 1, range: range) / 4, column: plot.column,
      width: plot.columns, style: .threshold)
    var previous: (x: Int, y: Int)?
    for value in values[0] where value.y.isFinite {
      guard let x = axis.dotColumn(of: value.x) else { continue }
      let dot = (x: x, y: dots.dotRow(of: value.y, range: range))
      dots.addLine(from: previous ?? dot, to: dot, style: .spike(3))
      previous = dot
    }
    for value in values[1] where value.y.isFinite {
      guard let x = axis.dotColumn(of: value.x) else { continue }
      dots.set(x: x, y: dots.dotRow(of: value.y, range: range), style: .secondRun)
    }
    canvas.draw(dots, row: plot.row, column: plot.column)
    for value in [range.upperBound, 1, range.lowerBound] {
      canvas.write(
        decimal(value, digits: 2), row: plot.row + dots.dotRow(of: value, range: range) / 4,
        column: 0, width: axisWidth - 1, alignment: .right, style: value == 1 ? .threshold : .label)
    }
  }
}
