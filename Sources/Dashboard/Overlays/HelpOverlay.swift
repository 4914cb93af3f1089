import TerminalUI

private let keyWidth = 21

/// The help: all that matches what was typed, and a cursor to execute it.
func drawHelp(_ state: DashboardState, filter: String, selected: Int, on canvas: inout Canvas) {
  let width = min(canvas.size.columns, 84)
  let frame = Rect(
    row: 0, column: (canvas.size.columns - width) / 2, rows: canvas.size.rows, columns: width)
  canvas.fill(frame)
  let title =
    filter.isEmpty
    ? " help: type to search, Enter does it, Esc closes " : " help: \(filter)_  Enter does it "
  let inner = canvas.drawBox(frame, title: title)
  let lines = state.helpLines(filter: filter)
  var window = ScrollWindow()
  window.show(cursor: selected, height: inner.rows, count: lines.count)
  for (row, line) in lines.dropFirst(window.first).prefix(inner.rows).enumerated() {
    let index = window.first + row
    let area = Rect(row: inner.row + row, column: inner.column, rows: 1, columns: inner.columns)
    canvas.addTarget(.item(index), in: area)
    canvas.inside(area) { $0.draw(line, isSelected: index == selected) }
  }
  if lines.count > inner.rows {
    let last = min(window.first + inner.rows, lines.count)
    canvas.write(
      " \(window.first + 1)-\(last) of \(lines.count) lines ", row: frame.endRow - 1,
      column: frame.column + 2, style: .label)
  }
}

extension Canvas {
  fileprivate mutating func draw(_ line: HelpLine, isSelected: Bool) {
    let end = write(line.key, row: 0, column: 1, style: .key)
    let column = line.key.isEmpty ? 1 : max(keyWidth + 1, end + 1)
    write(
      line.text, row: 0, column: column, width: size.columns - column, alignment: .left,
      style: line.isTitle ? .title : .plain)
    guard isSelected else { return }
    restyle(bounds, .selection)
    self[0, 0] = Cell(glyphs.cursor, style: .selection)
    placeCursor(row: 0, column: 0)
  }
}
