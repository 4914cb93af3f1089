import PlainText
import TerminalUI

/// Findings first, then a table of the layers, as many as fit around the cursor.
///
/// - Returns: Which rows are visible.
func drawRows(
  _ report: Diagnosis.Report, rows: [Diagnosis.Row], selected: Int, on canvas: inout Canvas
) -> Range<Int> {
  let findings = report.findings
  let height = canvas.size.rows
  // A line of titles stands between the findings and the layers.
  let line = { (row: Int) in row < findings.count ? row : row + 1 }
  let window = canvas.scroll.rows(
    of: "lines", around: line(selected), height: height, count: rows.count + 1)
  for (index, row) in rows.enumerated() {
    let y = line(index) - window.lowerBound
    guard (0..<height).contains(y) else { continue }
    canvas.addTarget(
      .item(index), in: Rect(row: y, column: 0, rows: 1, columns: canvas.size.columns))
    switch row {
    case .finding(let finding):
      drawFinding(findings[finding], number: finding + 1, row: y, on: &canvas)
    case .layer(let layer): drawLayer(report.layers[layer], row: y, on: &canvas)
    }
    if index == selected {
      canvas.restyle(Rect(row: y, column: 0, rows: 1, columns: canvas.size.columns), .selection)
      canvas[y, 0] = Cell(canvas.glyphs.cursor, style: .selection)
      canvas.placeCursor(row: y, column: 0)
    }
  }
  let titleRow = findings.count - window.lowerBound
  if (0..<height).contains(titleRow) {
    drawCells(layerTitles, row: titleRow, style: .label, on: &canvas)
  }
  let visible = rows.indices.filter { window.contains(line($0)) }
  return (visible.first ?? 0)..<(visible.last.map { $0 + 1 } ?? 0)
}

private func drawFinding(
  _ finding: Diagnosis.Finding, number: Int, row: Int, on canvas: inout Canvas
) {
  let layer = finding.layer.map { " in \($0)" } ?? ""
  let end = canvas.write(
    "\(number). \(finding.title)\(layer)", row: row, column: 2, style: .warning)
  guard let tried = finding.tried else { return }
  let remedy =
    "\(tried.measure) \(percent(tried.accuracyBefore)) -> \(percent(tried.accuracyAfter))"
  canvas.write(
    remedy, row: row, column: end + 2, width: canvas.size.columns - end - 3, alignment: .right)
}

private let layerTitles = [
  "layer", "theta", "removed", "alone", "error", "SIN", "missed", "silent", "satur.", "half by",
]

private func drawLayer(_ layer: Diagnosis.Layer, row: Int, on canvas: inout Canvas) {
  let shares = [
    layer.errorRemoved, layer.errorAlone, layer.error?.total,
    layer.sinRatio, layer.missedRatio, layer.silentShare, layer.saturatedShare,
  ]
  drawCells(
    [layer.name, decimal(Double(layer.theta))] + shares.map { decimal($0) }
      + [decimal(layer.firstSpike, digits: 0)],
    row: row, style: .plain, on: &canvas)
}

/// The first cell to the left, the others to the right.
private func drawCells(_ cells: [String], row: Int, style: Style, on canvas: inout Canvas) {
  var column = 2
  for (index, (cell, width)) in zip(cells, [8, 8, 8, 7, 7, 7, 8, 7, 7, 8]).enumerated() {
    canvas.write(
      cell, row: row, column: column, width: width, alignment: index == 0 ? .left : .right,
      style: style)
    column += width
  }
}
