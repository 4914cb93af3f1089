import TerminalUI

/// The methods that a second network can be converted by.
func drawRivals(_ state: DashboardState, selected: Int, on canvas: inout Canvas) {
  guard let subject = state.subject else { return }
  let lines = zip(subject.methodNames, subject.methods).map { name, title in
    title.hasPrefix(name) ? title : "\(name)  \(title)"
  }
  let hint = "  0  none; options: ':compare bistable:phases=8'"
  let width = min(max((lines.map(\.count).max() ?? 0) + 12, hint.count + 4), canvas.size.columns)
  let rows = min(lines.count + 3, canvas.size.rows)
  let frame = Rect(
    row: max((canvas.size.rows - rows) / 2, 0), column: (canvas.size.columns - width) / 2,
    rows: rows, columns: width)
  canvas.fill(frame)
  let inner = canvas.drawBox(frame, title: " compare with ")
  var window = ScrollWindow()
  window.show(cursor: selected, height: inner.rows - 1, count: lines.count)
  for (row, index) in lines.indices.dropFirst(window.first).prefix(inner.rows - 1).enumerated() {
    let isCurrent = subject.methodNames[index] == subject.rival?.text
    canvas.addTarget(
      .item(index),
      in: Rect(row: inner.row + row, column: inner.column, rows: 1, columns: inner.columns))
    let style: Style = index == selected ? .selection : isCurrent ? .key : .plain
    canvas.write(
      " \(index + 1) \(isCurrent ? "*" : " ") \(lines[index])", row: inner.row + row,
      column: inner.column, width: inner.columns, alignment: .left, style: style)
    if index == selected { canvas.placeCursor(row: inner.row + row, column: inner.column) }
  }
  canvas.write(
    hint, row: inner.endRow - 1, column: inner.column, width: inner.columns, alignment: .left,
    style: .label)
}
