import TerminalUI

/// What runs can be told to stop at, around the cursor, with the condition that says so.
func drawBreakMenu(_ state: DashboardState, selected: Int, on canvas: inout Canvas) {
  let proposals = state.breakProposals
  let titleWidth = proposals.map(\.title.count).max() ?? 0
  let conditionWidth = proposals.compactMap { $0.condition?.text.count }.max() ?? 0
  let width = min(titleWidth + conditionWidth + 10, canvas.size.columns)
  let rows = min(proposals.count + 2, canvas.size.rows)
  let frame = Rect(
    row: max((canvas.size.rows - rows) / 2, 0), column: (canvas.size.columns - width) / 2,
    rows: rows, columns: width)
  canvas.fill(frame)
  let inner = canvas.drawBox(frame, title: " stop runs where ")
  for (index, proposal) in proposals.enumerated() where index < inner.rows {
    let style: Style = index == selected ? .selection : .plain
    let row = inner.row + index
    canvas.addTarget(
      .item(index), in: Rect(row: row, column: inner.column, rows: 1, columns: inner.columns))
    canvas.write(
      " \(index + 1)  \(proposal.title)", row: row, column: inner.column, width: inner.columns,
      alignment: .left, style: style)
    canvas.write(
      proposal.condition?.text ?? ":break \(canvas.glyphs.ellipsis)",
      row: row, column: inner.column + titleWidth + 6,
      width: max(inner.columns - titleWidth - 6, 0), alignment: .left,
      style: index == selected ? style : .label)
    if index == selected { canvas.placeCursor(row: row, column: inner.column) }
  }
}
