import PlainText
import SpikeStatistics
import TerminalUI

/// The columns left of the curves, and right of them for the classes' names.
private let scaleWidth = 5
private let namesWidth = 9

/// So many classes can be told apart.
private let curveStyles: [Style] = [.spike(4), .info, .accent3, .running]

extension ScreenView {
  func courseTitle() -> PaneTitle {
    guard knowsOutput else { return PaneTitle("output over time") }
    let classes = classesWithCurves()
    let count = classCount(
      ofOutputs: max(context.logits.count, runState.simulation.readout.count))
    return PaneTitle(
      "output over time",
      [classes.count < count ? "\(classes.count) of \(grouped(count)) classes" : "", "SNN"])
  }

  /// Class probabilities over time, a curve for each of the likeliest classes, and at the right the
  /// ANN's.
  func drawCourse(on canvas: inout Canvas) {
    guard knowsOutput else {
      canvas.write(
        "these spikes come without an output", row: 0, column: 1, width: canvas.size.columns - 1,
        alignment: .left, style: .label)
      return
    }
    var rest = canvas.bounds
    let ruler = rest.takeBottom(rest.rows >= 5 ? 1 : 0)
    let axis = timeAxis(width: rest.columns - scaleWidth - namesWidth)
    let plot = Rect(row: 0, column: scaleWidth, rows: rest.rows, columns: axis.width)
    let classes = classesWithCurves()
    let curves = curves(of: classes, axis)
    let highest = max(curves.joined().filter(\.isFinite).max() ?? 0, 0.01)
    let top = (highest * 10).rounded(.up) / 10
    var names: [(row: Int, name: String, style: Style)] = []
    for (number, values) in curves.enumerated().reversed() {
      var dots = DotGrid(plot.size)
      dots.addCurve(values, over: axis, range: 0...top, style: curveStyles[number])
      canvas.draw(dots, row: plot.row, column: plot.column)
      let last = values.last { $0.isFinite } ?? 0
      let row = plot.row + dots.dotRow(of: last, range: 0...top) / 4
      names.append((row, context.className(classes[number]), curveStyles[number]))
    }
    axis.drawPresent(step: step, in: plot, on: &canvas)
    for (value, row) in [(top, 0), (0, rest.rows - 1)] {
      canvas.write(
        percent(value, digits: 0), row: row, column: 0, width: scaleWidth - 1, alignment: .right,
        style: .label)
    }
    drawNames(names.reversed(), column: plot.endColumn + 1, rows: rest.rows, on: &canvas)
    if !ruler.isEmpty {
      axis.drawRuler(step: step, row: ruler.row, column: scaleWidth, on: &canvas)
    }
  }

  /// Each beside the end of its curve, or the nearest free row.
  private func drawNames(
    _ names: [(row: Int, name: String, style: Style)], column: Int, rows: Int,
    on canvas: inout Canvas
  ) {
    var free = Array(0..<rows)
    for (row, name, style) in names {
      guard let index = free.indices.min(by: { abs(free[$0] - row) < abs(free[$1] - row) })
      else { return }
      let place = free.remove(at: index)
      canvas.write(
        name, row: place, column: column, width: namesWidth - 1, alignment: .left, style: style)
    }
  }

  /// The likeliest by now, what the analog network answers and the label among them.
  private func classesWithCurves() -> [Int] {
    let shares = outputShares ?? []
    let analog = context.hasANN ? probabilities(context.logits) : []
    let count = max(shares.count, analog.count)
    let key = { (index: Int) in
      (shares.isEmpty ? 0 : shares[index])
        + (index == context.label || index == context.truth ? 1 : 0)
    }
    return (0..<count).sorted { (key($0), $1) > (key($1), $0) }.prefix(curveStyles.count).map(
      \.self)
  }

  /// The shares of some classes at the last step of each cell; `nan` where they are not known.
  private func curves(of classes: [Int], _ axis: TimeAxis) -> [[Double]] {
    var curves = Array(
      repeating: Array(repeating: Double.nan, count: axis.width), count: classes.count)
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell),
        let shares = outputShares(at: min(steps.upperBound, engine.potentials.lastStep)),
        steps.lowerBound <= engine.potentials.lastStep
      else { continue }
      for (number, index) in classes.enumerated() { curves[number][cell] = shares[index] }
    }
    return curves
  }

  /// What the output after a step stands for; `nil` where that is not kept, or not complete.
  func outputShares(at step: Int) -> [Double]? {
    engine.outputShares(at: step, since: state.stream?.senderStep ?? 1)
  }
}

extension DotGrid {
  /// Draws a curve through one value for each cell of an axis; a value that is not finite is a gap.
  mutating func addCurve(
    _ values: [Double], over axis: TimeAxis, range: ClosedRange<Double>, style: Style
  ) {
    var previous: (x: Int, y: Int)?
    for (cell, value) in values.enumerated() {
      guard value.isFinite else {
        previous = nil
        continue
      }
      let dot = (x: 2 * cell + 1, y: dotRow(of: value, range: range))
      addLine(from: previous ?? (2 * cell, dot.y), to: dot, style: style)
      previous = dot
    }
  }
}
