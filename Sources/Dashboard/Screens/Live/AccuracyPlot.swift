import PlainText
import SpikeStatistics
import TerminalUI

private let scaleWidth = 6

extension ScreenView {
  private var seen: SeenAccuracy.Account {
    state.seenAccuracy.account(of: context.methods[context.method])
  }

  func accuracyTitle() -> PaneTitle {
    let now = seen.tally(atStep: step)
    let verdict = context.label == nil ? "as the ANN" : "right"
    return PaneTitle(
      "accuracy", ["\(grouped(now.right)) of \(grouped(now.predicted)) images \(verdict)"])
  }

  /// The share of right predictions over time, of the images that got there.
  func drawAccuracy(on canvas: inout Canvas) {
    guard seen.lastStep > 0 else {
      canvas.write(
        "no image has been run yet", row: 0, column: 1, width: canvas.size.columns - 2,
        alignment: .left, style: .label)
      return
    }
    let axis = timeAxis(width: canvas.size.columns - scaleWidth - 1)
    let plot = Rect(row: 0, column: scaleWidth, rows: canvas.size.rows, columns: axis.width)
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell),
        let share = seen.accuracy(atStep: min(steps.upperBound, seen.lastStep)),
        steps.lowerBound <= seen.lastStep
      else { continue }
      canvas.drawColumn(
        share, row: plot.row, column: plot.column + cell, height: plot.rows, style: .running)
    }
    axis.drawPresent(step: step, in: plot, on: &canvas)
    let last = canvas.size.rows - 1
    for (text, row) in last > 0 ? [("100 %", 0), ("0 %", last)] : [("100 %", 0)] {
      canvas.write(
        text, row: row, column: 0, width: scaleWidth - 1, alignment: .right, style: .label)
    }
  }
}
