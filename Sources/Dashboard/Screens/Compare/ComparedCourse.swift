import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

/// From so many rows of a plot on it shows three classes.
private let rowsForThree = 6

extension ScreenView {
  /// This view of the second network; `nil` where there is none.
  var secondView: ScreenView? {
    engine.second.map { ScreenView(state: state, context: context, engine: $0, memo: RasterMemo()) }
  }

  /// Class probabilities over time, the first network's above and the second's below, with what the
  /// analog network gives as dashes.
  func drawComparedCourse(on canvas: inout Canvas) {
    guard let second = secondView else { return }
    let axis = comparedAxis(on: canvas)
    var rest = canvas.bounds
    // What is compared by eye has the same height: an odd row stays between both.
    let upper = rest.takeTop(rest.rows / 2)
    let lower = rest.takeBottom(upper.rows)
    let target = context.hasANN ? probabilities(context.logits) : []
    let shares = [target, outputShares ?? [], second.outputShares ?? []].filter { !$0.isEmpty }
    let classes = likeliestClasses(
      count: upper.rows < rowsForThree ? 2 : 3, among: shares.map(Optional.some))
    let curves = [curves(of: classes, axis), second.curves(of: classes, axis)]
    let targets = classes.map { target.indices.contains($0) ? target[$0] : .nan }
    let values = curves.joined().joined() + targets
    let top = (max(values.filter(\.isFinite).max() ?? 0, 0.01) * 10).rounded(.up) / 10
    for (side, area, values) in [
      (RunSide.first, upper, curves[0]), (.second, lower, curves[1]),
    ] {
      let plot = Rect(
        row: area.row, column: comparedLabelWidth, rows: area.rows, columns: axis.width)
      drawTargets(targets, top: top, in: plot, on: &canvas)
      drawCurves(values, of: classes, side, axis: axis, top: top, in: plot, on: &canvas)
      if step > 0, !values.joined().contains(where: \.isFinite) {
        (side == .first ? self : second).drawNoOutput(in: plot, on: &canvas)
      }
    }
    let area = Rect(
      row: 0, column: comparedLabelWidth, rows: canvas.size.rows, columns: axis.width)
    axis.drawPresent(step: step, in: area, on: &canvas)
  }

  /// The analog network's values as lines of dashes.
  private func drawTargets(
    _ targets: [Double], top: Double, in plot: Rect, on canvas: inout Canvas
  ) {
    let grid = DotGrid(plot.size)
    for value in targets where value.isFinite && plot.rows > 0 {
      let row = plot.row + grid.dotRow(of: value, range: 0...top) / 4
      for column in plot.column..<plot.endColumn {
        canvas[row, column] = Cell(canvas.glyphs.annTarget, style: .annTarget)
      }
    }
  }

  private func drawCurves(
    _ curves: [[Double]], of classes: [Int], _ side: RunSide, axis: TimeAxis, top: Double,
    in plot: Rect, on canvas: inout Canvas
  ) {
    guard plot.rows > 0 else { return }
    var dots = DotGrid(plot.size)
    var names: [CurveName] = []
    for (values, index) in zip(curves, classes) {
      dots.addCurve(values, over: axis, range: 0...top, style: side.style)
      guard let last = values.last(where: \.isFinite) else { continue }
      let row = plot.row + dots.dotRow(of: last, range: 0...top) / 4
      names.append(
        CurveName(row: row, value: last, name: context.className(index), style: side.style))
    }
    canvas.draw(dots, row: plot.row, column: plot.column)
    canvas.write(side.letter, row: plot.row, column: 1, style: side.style.with(.bold))
    canvas.writeApart(
      [(top, plot.row), (0, plot.endRow - 1)].map {
        AxisLabel(percent($0, digits: 0), row: $1, column: 3, width: comparedLabelWidth - 4)
      })
    let tail = comparedTail(on: canvas)
    guard tail > 1 else { return }
    // Where not all have a row, the likeliest have one.
    canvas.drawNames(
      names.sorted { $0.value > $1.value }, column: plot.endColumn + 1, width: tail - 2,
      rows: plot.row..<plot.endRow)
  }

  /// What both networks answer over time, and how many neurons of all layers differ.
  func drawComparedRun(on canvas: inout Canvas) {
    let axis = comparedAxis(on: canvas)
    let answersRow = engine.hasComparableSpikes ? 1 : 0
    if answersRow > 0 { drawNetworkDifferences(axis, row: 0, on: &canvas) }
    let views = [(RunSide.first, self), (.second, secondView ?? self)]
    let area = Rect(
      row: 0, column: comparedLabelWidth, rows: answersRow + views.count, columns: axis.width)
    axis.drawPresent(step: step, in: area, on: &canvas)
    for (number, (side, view)) in views.enumerated() {
      let row = answersRow + number
      canvas.write(side.letter, row: row, column: 1, style: side.style.with(.bold))
      canvas.write("says", row: row, column: 3, style: .label)
      canvas.drawAnswers(
        view.answerPanels.lane(view, axis), row: row, column: comparedLabelWidth,
        dimmedFrom: axis.firstDimmedCell(step: step))
      drawTail(
        view.answerPanels.words(view) ?? (view.knowsOutput ? "none yet" : "not told"), row: row,
        style: side.style, on: &canvas)
    }
    drawEvents(axis, row: 0, column: comparedLabelWidth, on: &canvas)
  }

  /// How many neurons of all layers differ, per step; full height is the step with the most.
  private func drawNetworkDifferences(_ axis: TimeAxis, row: Int, on canvas: inout Canvas) {
    guard let divergence = engine.comparison?.divergence else { return }
    let values = (0..<axis.width).map { cell -> Double in
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= divergence.lastStep,
        let before = divergence.total(upTo: steps.lowerBound - 1),
        let after = divergence.total(upTo: min(steps.upperBound, divergence.lastStep))
      else { return 0 }
      return Double(after - before)
        / Double(min(steps.upperBound, divergence.lastStep) - steps.lowerBound + 1)
    }
    canvas.write("differ", row: row, column: 1, style: .label)
    let most = values.max() ?? 0
    for (cell, value) in values.enumerated() where value > 0 {
      canvas.drawColumn(value / most, row: row, column: comparedLabelWidth + cell, style: .warning)
    }
    let first = divergence.first.map { "first at t=\($0.step)" } ?? "none so far"
    drawTail(first, row: row, style: .label, on: &canvas)
  }
}
