import TerminalUI

func drawOverlay(_ state: DashboardState, on canvas: inout Canvas) {
  switch state.overlay {
  case .help(let filter, let selected):
    drawHelp(state, filter: filter, selected: selected, on: &canvas)
  case .methods(let selected): drawMethods(state, selected: selected, on: &canvas)
  case .rivals(let selected): drawRivals(state, selected: selected, on: &canvas)
  case .diagnosis(let selected): drawDiagnosis(state, selected: selected, on: &canvas)
  case .breaks(let selected): drawBreakMenu(state, selected: selected, on: &canvas)
  case .goTo, .command, .mark, .filter, .replaceFile, nil: break
  }
}

private func drawMethods(_ state: DashboardState, selected: Int, on canvas: inout Canvas) {
  guard let subject = state.subject else { return }
  let width = min((subject.methods.map(\.count).max() ?? 0) + 12, canvas.size.columns)
  let rows = min(subject.methods.count + 2, canvas.size.rows)
  let frame = Rect(
    row: max((canvas.size.rows - rows) / 2, 0), column: (canvas.size.columns - width) / 2,
    rows: rows, columns: width)
  canvas.fill(frame)
  let inner = canvas.drawBox(frame, title: " conversion method ")
  for (index, method) in subject.methods.enumerated() {
    let style: Style = index == selected ? .selection : index == subject.method ? .key : .plain
    let mark = index == subject.method ? "*" : " "
    canvas.addTarget(
      .item(index),
      in: Rect(row: inner.row + index, column: inner.column, rows: 1, columns: inner.columns))
    canvas.write(
      " \(index + 1) \(mark) \(method)", row: inner.row + index, column: inner.column,
      width: inner.columns, alignment: .left, style: style)
    if index == selected { canvas.placeCursor(row: inner.row + index, column: inner.column) }
  }
}
