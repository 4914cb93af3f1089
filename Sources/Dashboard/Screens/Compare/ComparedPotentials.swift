import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

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
    let axis = comparedAxis(on: canvas)
    let layers = [
      network.layers[state.layer], comparison.setting.packed.network.layers[counterpart],
    ]
    let points = [traces.first, traces.second].map { trace in
      trace.points.filter { axis.cell(of: $0.step) != nil }
    }
    let plot = Rect(row: rest.row, column: comparedLabelWidth, rows: rest.rows, columns: axis.width)
    let scale = drawCurves(
      points, thresholds: layers.map { $0.neuron.threshold ?? 1 }, axis: axis, in: plot,
      on: &canvas)
    for (index, side) in [RunSide.first, .second].enumerated() {
      let row = lanes.row + index
      let style = side.style
      canvas.write(side.letter, row: row, column: 1, style: style.with(.bold))
      canvas.write("fires", row: row, column: 3, style: .label)
      drawPresentPotential(
        points[index], threshold: layers[index].neuron.threshold ?? 1, side, row: row, on: &canvas)
      for point in points[index] where point.fired {
        guard let cell = axis.markCell(of: point.step) else { continue }
        canvas[row, comparedLabelWidth + cell] = Cell(
          point.charge < 0 ? canvas.glyphs.horizontal : canvas.glyphs.vertical, style: style)
      }
    }
    let area = Rect(
      row: 0, column: comparedLabelWidth, rows: canvas.size.rows, columns: axis.width)
    axis.drawPresent(step: step, in: area, on: &canvas)
    drawWhatIsCut(scale, in: plot, on: &canvas)
  }

  /// Where the potential is now, at the right.
  private func drawPresentPotential(
    _ points: [NeuronTrace.Point], threshold: Float, _ side: RunSide, row: Int,
    on canvas: inout Canvas
  ) {
    guard let now = points.last(where: { $0.step == step }), now.membranePotential.isFinite
    else { return }
    drawTail(
      "v \(decimal(Double(now.membranePotential / threshold), digits: 2))", row: row,
      style: side.style, on: &canvas)
  }

  /// The first network as a line and the second as dots, so that no colour is needed.
  ///
  /// - Returns: Their scale.
  private func drawCurves(
    _ points: [[NeuronTrace.Point]], thresholds: [Float], axis: TimeAxis, in plot: Rect,
    on canvas: inout Canvas
  ) -> PotentialScale {
    let values = zip(points, thresholds).map { points, threshold in
      points.map { (x: $0.step, y: Double($0.membranePotential / threshold)) }
    }
    let all = values.joined().map(\.y)
    let scale = PotentialScale(lowest: all, highest: all, keeping: [0, 1.2])
    let range = scale.range
    var dots = DotGrid(plot.size)
    canvas.drawHorizontalLine(
      row: plot.row + dots.dotRow(of: 1, range: range) / 4, column: plot.column,
      width: plot.columns, style: .threshold)
    var previous: (x: Int, y: Int)?
    for value in values[0] where value.y.isFinite {
      guard let x = axis.dotColumn(of: value.x) else { continue }
      if let columns = axis.dotColumnsOfWideStep(value.x) {
        previous = dots.addStep(
          over: columns, before: value.y, after: value.y, range: range, from: previous,
          style: .firstRun, resetStyle: .firstRun)
        continue
      }
      let dot = (x: x, y: dots.dotRow(of: value.y, range: range))
      dots.addLine(from: previous ?? dot, to: dot, style: .firstRun)
      previous = dot
    }
    for value in values[1] where value.y.isFinite {
      guard let x = axis.dotColumn(of: value.x) else { continue }
      dots.set(x: x, y: dots.dotRow(of: value.y, range: range), style: .secondRun)
    }
    canvas.draw(dots, row: plot.row, column: plot.column)
    canvas.writeApart(
      [1, range.upperBound, range.lowerBound].map { value in
        AxisLabel(
          decimal(value, digits: 2), row: plot.row + dots.dotRow(of: value, range: range) / 4,
          column: 0, width: comparedLabelWidth - 1, style: value == 1 ? .threshold : .label)
      })
    return scale
  }
}
