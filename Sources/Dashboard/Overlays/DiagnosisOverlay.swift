import Evaluation
import PlainText
import TerminalUI

/// The list of a diagnosis over the whole screen: findings, layers, and what is known of the one
/// under the cursor.
func drawDiagnosis(_ state: DashboardState, selected: Int, on canvas: inout Canvas) {
  guard let diagnosis = state.diagnosis, let context = state.context else { return }
  canvas.fill(canvas.bounds)
  let method = diagnosis.report?.method ?? context.methods[diagnosis.method]
  var inner = canvas.drawBox(canvas.bounds, title: " diagnosis: \(method) ")
  switch diagnosis.outcome {
  case .running:
    let text = state.work ?? "starting"
    canvas.inside(inner) { $0.drawLines([text, "", "x stops it, Esc leaves it at work"]) }
  case .failed(let reason):
    canvas.inside(inner) { canvas in
      canvas.drawLines(wrapped(reason, width: canvas.size.columns - 2) + ["", "r tries again"])
    }
  case .found(let report):
    canvas.inside(inner.takeTop(3)) { $0.drawLines(headLines(report)) }
    let details = detailLines(
      report, row: diagnosis.rows.indices.contains(selected) ? diagnosis.rows[selected] : nil,
      width: inner.columns - 2)
    let detailArea = inner.takeBottom(min(max(details.count, 7), inner.rows / 2) + 1)
    let shown = canvas.inside(inner) {
      drawRows(report, rows: diagnosis.rows, selected: selected, on: &$0)
    }
    canvas.inside(detailArea) { canvas in
      let count = shown < diagnosis.rows.count ? "\(shown) of \(diagnosis.rows.count) rows; " : ""
      canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
      canvas.write(
        " \(count)Enter: to the layer, r: again, Esc: close ", row: 0, column: 2, style: .label)
      var rest = canvas.bounds
      _ = rest.takeTop(1)
      canvas.inside(rest) { $0.drawLines(details) }
    }
  }
}

extension Canvas {
  fileprivate mutating func drawLines(_ lines: [String]) {
    for (row, line) in lines.prefix(size.rows).enumerated() {
      write(line, row: row, column: 1, width: size.columns - 2, alignment: .left)
    }
  }
}

private func headLines(_ report: DiagnosisReport) -> [String] {
  let images =
    report.count == report.requested
    ? "\(report.count) images" : "\(report.count) of \(report.requested) images"
  let promised = report.promisedAccuracy.map { " (card \(percent($0)))" } ?? ""
  return [
    "T = \(report.steps), \(images): ANN \(percent(report.annAccuracy))\(promised), "
      + "SNN \(percent(report.snnAccuracy)), same answer \(percent(report.agreement))",
    report.summary,
  ]
}

/// Findings first, then a table of the layers, as many as fit around the cursor.
///
/// - Returns: How many rows fit.
private func drawRows(
  _ report: DiagnosisReport, rows: [Diagnosis.Row], selected: Int, on canvas: inout Canvas
) -> Int {
  let findings = report.findings
  let height = canvas.size.rows
  // A line of titles stands between the findings and the layers.
  let line = { (row: Int) in row < findings.count ? row : row + 1 }
  var window = ScrollWindow()
  window.show(cursor: line(selected), height: height, count: rows.count + 1)
  for (index, row) in rows.enumerated() {
    let y = line(index) - window.first
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
  let titleRow = findings.count - window.first
  if (0..<height).contains(titleRow) {
    drawCells(layerTitles, row: titleRow, style: .label, on: &canvas)
  }
  return rows.indices.count { (0..<height).contains(line($0) - window.first) }
}

private func drawFinding(_ finding: Finding, number: Int, row: Int, on canvas: inout Canvas) {
  let layer = finding.layer.map { " in \($0)" } ?? ""
  let end = canvas.write(
    "\(number). \(finding.id.title)\(layer)", row: row, column: 2, style: .warning)
  guard let tried = finding.tried else { return }
  let remedy =
    "\(tried.measure) \(percent(tried.accuracyBefore)) -> \(percent(tried.accuracyAfter))"
  canvas.write(
    remedy, row: row, column: end + 2, width: canvas.size.columns - end - 3, alignment: .right)
}

private let layerTitles = [
  "layer", "theta", "removed", "alone", "error", "SIN", "missed", "silent", "satur.", "first",
]

private func drawLayer(_ layer: DiagnosisReport.Layer, row: Int, on canvas: inout Canvas) {
  let shares = [
    layer.attribution?.errorRemoved, layer.attribution?.errorAlone, layer.error?.total,
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
  for (index, (cell, width)) in zip(cells, [8, 8, 8, 7, 7, 7, 8, 8, 8, 6]).enumerated() {
    canvas.write(
      cell, row: row, column: column, width: width, alignment: index == 0 ? .left : .right,
      style: style)
    column += width
  }
}

private func detailLines(
  _ report: DiagnosisReport, row: Diagnosis.Row?, width: Int
) -> [String] {
  switch row {
  case .finding(let index):
    let finding = report.findings[index]
    var lines = wrapped(finding.figure, width: width)
    lines += wrapped("why: \(finding.reason)", width: width)
    if !finding.remedy.isEmpty { lines += wrapped("do: \(finding.remedy)", width: width) }
    if let tried = finding.tried {
      let ann = tried.annAccuracyAfter.map { ", ANN then \(percent($0))" } ?? ""
      lines += wrapped(
        "tried on the same images: \(tried.measure) \(percent(tried.accuracyBefore)) -> "
          + "\(percent(tried.accuracyAfter))\(ann)", width: width)
    }
    return lines
  case .layer(let index):
    let layer = report.layers[index]
    let images = report.attributionImages.map { "on \($0) of \(report.count) images, " } ?? ""
    let rank = report.ranking.firstIndex(of: layer.name).map {
      ", rank \($0 + 1) of \(report.ranking.count) by what each layer costs alone"
    }
    return wrapped(
      "\(layer.name)\(rank ?? ""): \(images)\(percent(layer.attribution?.errorRemoved)) of the "
        + "output error goes when this layer alone delivers the ANN's activations; the output error is "
        + "\(decimal(layer.attribution?.errorAlone)) when it alone spikes (own measures)",
      width: width) + splitLines(layer, width: width)
      + wrapped(
        "bias applied \(decimal(layer.biasApplied, digits: 2)) times (1 as it should be)",
        width: width)
  case nil:
    return []
  }
}

private func splitLines(_ layer: DiagnosisReport.Layer, width: Int) -> [String] {
  guard let error = layer.error else { return [] }
  return wrapped(
    "|rate theta - a| / |a| = \(decimal(error.total)): propagated \(decimal(error.propagated)), "
      + "clipping \(decimal(error.clipping)), quantised \(decimal(error.quantisation)), uneven "
      + "\(decimal(error.unevenness)) (norms; only the signed terms add up)", width: width)
}
