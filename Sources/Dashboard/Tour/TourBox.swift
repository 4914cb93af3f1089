import PlainText
import TerminalUI

extension DashboardState {
  /// How many rows the box of the tour takes; the screen has the others, so that nothing is hidden.
  func tourRows(in size: Size) -> Int {
    guard let (_, step) = tourStep else { return 0 }
    let lines = wrapped(step.text(self), width: tourWidth(size.columns)).count
    return min(lines + 2, size.rows / 2)
  }

  /// Long lines are hard to read.
  private func tourWidth(_ columns: Int) -> Int { min(max(columns - 4, 10), 110) }

  func drawTour(on canvas: inout Canvas) {
    guard let (number, step) = tourStep else { return }
    canvas.fill()
    let title = " tour \(number) of \(TourStep.standard.count): \(step.title) "
    let inner = canvas.drawBox(canvas.bounds, title: title, style: .key, titleStyle: .selection)
    let end = " Esc ends "
    if title.count + end.count + 6 <= canvas.size.columns {
      canvas.write(end, row: 0, column: canvas.size.columns - end.count - 2, style: .hint)
      canvas.addTarget(
        .key(.escape),
        in: Rect(
          row: 0, column: canvas.size.columns - end.count - 2, rows: 1, columns: end.count))
    }
    let lines = wrapped(step.text(self), width: tourWidth(canvas.size.columns))
    var isKey = false
    for (row, line) in lines.prefix(inner.rows).enumerated() {
      var column = inner.column + 1
      for word in line.split(separator: " ") {
        let style: Style = isKey ? .key : .plain
        column = canvas.write(word, row: inner.row + row, column: column, style: style) + 1
        // What is to be pressed stands out.
        isKey = word.hasSuffix("ress")
      }
    }
  }
}
