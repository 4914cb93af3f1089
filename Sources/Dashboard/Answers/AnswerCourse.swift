import PlainText
import TerminalUI

/// A number that says of each step how good or how large the answer was.
struct AnswerCourse {
  /// What the upper edge of a plot stands for; `nil` for the largest value of all steps.
  var top: Double?
  /// A value on the scale.
  var text: (Double) -> String
  /// The value at the present, where there is room for it; empty where it says nothing.
  var presentText: (Double) -> String
  /// `nil` where the outputs of the step are not kept, and before the first complete readout.
  var value: (_ step: Int) -> Double?
}

extension ScreenView {
  /// Draws a number over time as a curve with its scale and a ruler.
  ///
  /// Of outputs with so many values that not every cell can have its own, some cells have one and
  /// lines lead from one to the next.
  func drawAnswerCourse(_ course: AnswerCourse, on canvas: inout Canvas) {
    var rest = canvas.bounds
    let ruler = rest.takeBottom(rest.rows >= 5 ? 1 : 0)
    let (column, axis) = courseAxis(columns: rest.columns)
    guard axis.width > 0, rest.rows > 0 else { return }
    let runs = answerPoints(course, axis)
    // Below the layers their labels leave room in front of it.
    if column > liveLabelWidth, let now = course.value(step) {
      canvas.write(
        course.presentText(now), row: rest.rows / 2, column: 1, width: column - 2,
        alignment: .left, style: .label)
    }
    let top = course.top ?? max(runs.joined().map(\.value).max() ?? 1, 1)
    let plot = Rect(row: 0, column: column, rows: rest.rows, columns: axis.width)
    var dots = DotGrid(plot.size)
    for run in runs { dots.addCurve(run, range: 0...top, style: .firstRun) }
    canvas.draw(dots, row: plot.row, column: plot.column)
    axis.drawPresent(step: step, in: plot, on: &canvas)
    canvas.writeApart(
      [(top, 0), (0, rest.rows - 1)].map {
        AxisLabel(course.text($0), row: $1, column: 0, width: column - 1)
      })
    if !ruler.isEmpty {
      axis.drawRuler(step: step, row: ruler.row, column: column, on: &canvas)
    }
  }

  /// Unbroken runs of points by dot columns.
  private func answerPoints(
    _ course: AnswerCourse, _ axis: TimeAxis
  ) -> [[(x: Int, value: Double)]] {
    let lastStep = engine.potentials.lastStep
    let known = (0..<axis.width).filter {
      axis.steps(ofCell: $0).map { $0.lowerBound <= lastStep } ?? false
    }
    let stride = cellsPerAnswer(cells: axis.width)
    var (runs, run) = ([[(x: Int, value: Double)]](), [(x: Int, value: Double)]())
    for cell in known where cell % stride == 0 || cell == known.last {
      let steps = axis.steps(ofCell: cell)
      guard let value = steps.flatMap({ course.value(min($0.upperBound, lastStep)) }) else {
        if !run.isEmpty { runs.append(run) }
        run = []
        continue
      }
      if run.isEmpty { run.append((2 * cell, value)) }
      run.append((2 * cell + 1, value))
    }
    return run.isEmpty ? runs : runs + [run]
  }
}
