import PlainText
import SpikeStatistics
import TerminalUI

extension ScreenView {
  private var seen: SeenAccuracy.Account {
    state.seenAccuracy.account(of: context.methods[context.method])
  }

  /// Whether any answer will ever be right or wrong: there is an output, and a class to be met.
  var knowsAccuracy: Bool { knowsOutput && context.truth != nil }

  /// How often the answer was right, where any can be; of one image that is said in few rows.
  func accuracyPanes(columns: Extent) -> [Pane<String>] {
    guard knowsAccuracy else { return [] }
    let isOne = seen.imageCount < 2
    let rows = Extent(3, ideal: isOne ? 4 : 6, maximum: isOne ? 9 : nil)
    return [Pane("accuracy", rows: rows, columns: columns, priority: 5)]
  }

  /// How many opened images do not count, in words; nothing where all do.
  private var leftOut: [String] {
    let count = state.seenAccuracy.leftOutCount(of: context.methods[context.method])
    return count == 0 ? [] : ["\(grouped(count)) left out"]
  }

  /// Of which images it is: others than on the screen that runs all of them.
  func accuracyTitle() -> PaneTitle {
    let now = seen.tally(atStep: step)
    // The second line says it of several images, where it has room.
    if now.predicted > 1, state.size.columns >= 120 {
      return PaneTitle("accuracy", ["of opened images"] + leftOut)
    }
    let verdict = context.label == nil ? "as the ANN" : "right"
    let images = leftOut.isEmpty ? " opened images" : ""
    return PaneTitle(
      "accuracy",
      ["\(grouped(now.right)) of \(grouped(now.predicted))\(images) \(verdict)"] + leftOut)
  }

  /// The share of right predictions over time, of the images that were opened and got there.
  func drawAccuracy(on canvas: inout Canvas) {
    guard seen.lastStep > 0 else {
      let text =
        leftOut.isEmpty
        ? "no image has been run yet"
        : "no image counts yet: what is opened for what came of it says nothing of how often "
          + "that is"
      let lines = wrapped(text, width: max(canvas.size.columns - 2, 1)).prefix(canvas.size.rows)
      for (row, line) in lines.enumerated() {
        canvas.write(line, row: row, column: 1, style: .label)
      }
      return
    }
    var rest = canvas.bounds
    let ruler = rest.takeBottom(rest.rows >= 4 ? 1 : 0)
    let (column, axis) = courseAxis(columns: rest.columns)
    let plot = Rect(row: 0, column: column, rows: rest.rows, columns: axis.width)
    let shares = (0..<axis.width).map { cell -> Double in
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= seen.lastStep else {
        return .nan
      }
      return seen.accuracy(atStep: min(steps.upperBound, seen.lastStep)) ?? .nan
    }
    canvas.addPlot(plot)
    var dots = DotGrid(plot.size)
    dots.addCurve(shares, over: axis, range: 0...1, style: .right)
    canvas.draw(dots, row: plot.row, column: plot.column)
    axis.drawPresent(step: step, in: plot, on: &canvas)
    canvas.writeApart(
      [(1, 0), (0, rest.rows - 1)].map {
        AxisLabel(percent($0, digits: 0), row: $1, column: 0, width: column - 1)
      })
    if !ruler.isEmpty {
      axis.drawRuler(step: step, row: ruler.row, column: column, on: &canvas)
    }
  }
}
