import PlainText
import TerminalUI

/// The list of a diagnosis over the whole screen: findings, layers, and what is known of the one
/// under the cursor.
struct DiagnosisOverlay: OverlayContent {
  var selected: Int

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    let last = max((state.diagnosis?.rows.count ?? 0) - 1, 0)
    let page = max(state.rowsOfOverlay - 1, 1)
    switch key {
    case .up, .character("k"): state.overlay = selecting(max(selected - 1, 0))
    case .down, .character("j"): state.overlay = selecting(min(selected + 1, last))
    case .pageUp: state.overlay = selecting(max(selected - page, 0))
    case .pageDown: state.overlay = selecting(min(selected + page, last))
    case .home: state.overlay = selecting(0)
    case .end: state.overlay = selecting(last)
    case .enter: state.jump(toRow: selected)
    case .character("r"):
      return state.showDiagnosis(again: true, steps: state.diagnosis?.steps)
    case .character("e"): state.openCommandLine("export ", over: selecting(selected))
    case .character(":"): state.openCommandLine(over: selecting(selected))
    case .character("x"):
      return state.diagnosis?.isRunning == true ? [.stopDiagnosis] : []
    case .escape, .backspace, .character("q"): state.overlay = nil
    case .character, .left, .right, .tab, .backtab, .delete, .function, .control, .resized: break
    }
    return []
  }

  func selecting(_ row: Int) -> Overlay? { .diagnosis(selected: row) }

  var asksSomething: Bool { false }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    guard let diagnosis = state.diagnosis, let context = state.context else { return }
    canvas.fill(canvas.bounds)
    let method = diagnosis.report?.method ?? context.methods[diagnosis.method]
    let listed = state.imageList.knownCount > 0 ? state.imageList.subject?.steps : nil
    let other = listed.flatMap { $0 == diagnosis.steps ? nil : " (Images: T = \($0))" }
    var inner = canvas.drawBox(
      canvas.bounds, title: " diagnosis: \(method), T = \(diagnosis.steps)\(other ?? "") ")
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
        let position = position(of: shown, of: diagnosis.rows.count, named: "rows")
        let count = position.map { "\($0); " } ?? ""
        canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
        canvas.write(
          " \(count)Enter: to the layer, r: again, e: export, Esc: close ", row: 0, column: 2,
          style: .label)
        var rest = canvas.bounds
        _ = rest.takeTop(1)
        canvas.inside(rest) { $0.drawLines(details) }
      }
    }
  }

  func sentences(in state: DashboardState) -> [String] {
    switch state.diagnosis?.outcome {
    case .running, nil: ["The diagnosis is under way."]
    case .failed(let reason): [sentence(reason)]
    case .found(let report):
      [
        "Diagnosis of \(report.method) at T=\(report.steps): of \(imagesText(report)) the analog "
          + "network is right on \(percent(report.annAccuracy)), the spiking one on "
          + "\(percent(report.snnAccuracy)).",
        sentence(report.summary),
      ] + report.findings.enumerated().map { findingSentence($1, number: $0 + 1) }
    }
  }

  private func findingSentence(_ finding: Diagnosis.Finding, number: Int) -> String {
    let layer = finding.layer.map { " in \($0)" } ?? ""
    let tried = finding.tried.map {
      "; tried: \($0.measure), accuracy \(percent($0.accuracyBefore)) before and "
        + "\(percent($0.accuracyAfter)) after"
    }
    return "Finding \(number): \(finding.title)\(layer)\(tried ?? "")."
  }
}

extension Canvas {
  fileprivate mutating func drawLines(_ lines: [String]) {
    for (row, line) in lines.prefix(size.rows).enumerated() {
      writeClauses(line, row: row, column: 1, width: size.columns - 2)
    }
  }
}

/// How many images it is about, of how many that were asked for.
private func imagesText(_ report: Diagnosis.Report) -> String {
  report.count == report.requested
    ? counted(report.count, "image")
    : "\(report.count) of \(counted(report.requested, "image"))"
}

private func headLines(_ report: Diagnosis.Report) -> [String] {
  let promised = report.promisedAccuracy.map { " (card \(percent($0)))" } ?? ""
  return [
    "T = \(report.steps), \(imagesText(report)): ANN \(percent(report.annAccuracy))\(promised), "
      + "SNN \(percent(report.snnAccuracy)), same answer \(percent(report.agreement))",
    report.summary,
  ]
}
