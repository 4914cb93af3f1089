import PlainText
import SpikeStatistics
import TerminalUI

private let scaleWidth = 6

extension ScreenView {
  private var seen: SeenAccuracy.Account {
    state.seenAccuracy.account(of: context.methods[context.method])
  }

  /// How often the answer was right, where any can be; of one image that is said in few rows.
  func accuracyPanes(columns: Extent) -> [Pane<String>] {
    guard knowsOutput, context.truth != nil else { return [] }
    let isOne = seen.imageCount < 2
    let rows = Extent(3, ideal: isOne ? 3 : 5, maximum: isOne ? 9 : nil)
    return [Pane("accuracy", rows: rows, columns: columns, priority: 5)]
  }

  func accuracyTitle() -> PaneTitle {
    let now = seen.tally(atStep: step)
    // The second line says it of several images, where it has room.
    if now.predicted > 1, state.size.columns >= 120 { return PaneTitle("accuracy") }
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
    let shares = (0..<axis.width).map { cell -> Double in
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= seen.lastStep else {
        return .nan
      }
      return seen.accuracy(atStep: min(steps.upperBound, seen.lastStep)) ?? .nan
    }
    canvas.addPlot(plot)
    var dots = DotGrid(plot.size)
    dots.addCurve(shares, over: axis, range: 0...1, style: .running)
    canvas.draw(dots, row: plot.row, column: plot.column)
    axis.drawPresent(step: step, in: plot, on: &canvas)
    let last = canvas.size.rows - 1
    for (text, row) in last > 0 ? [("100 %", 0), ("0 %", last)] : [("100 %", 0)] {
      canvas.write(
        text, row: row, column: 0, width: scaleWidth - 1, alignment: .right, style: .label)
    }
  }
}
