import Networks
import PlainText
import TerminalUI
import TimeTravel

/// From so many rows on a panel has a line above it.
let roomForLines = 9

extension ScreenView {
  /// Two networks in lock-step: where their spikes part, layer by layer, one neuron, the outputs.
  func drawCompare(on canvas: inout Canvas) {
    guard let comparison = engine.comparison, let secondRun = context.secondRun,
      state.layer < layers.count
    else {
      drawNoComparison(on: &canvas)
      return
    }
    var rest = canvas.bounds
    canvas.inside(rest.takeTop(2)) { drawHeadline(comparison, secondRun: secondRun, on: &$0) }
    canvas.inside(rest.takeBottom(2)) { drawComparedRun(comparison, on: &$0) }
    let rows = comparedLayers(comparison)
    let height = min(rows.count + 1, max(rest.rows * 3 / 10, 3))
    canvas.panel("layers", in: rest.takeTop(height)) { drawComparedLayers(rows, on: &$0) }
    if rest.rows >= 12 {
      let lower = rest.takeBottom(rest.rows / 2)
      canvas.inside(lower) { drawNeuronAndOutputs(comparison, on: &$0) }
    }
    canvas.panel("differences", in: rest) { drawDifferences(comparison, on: &$0) }
  }

  private func drawNoComparison(on canvas: inout Canvas) {
    let lines = [
      "One network runs alone.",
      "",
      "c chooses the method of a second one, before the same image, in lock-step.",
      "With options:           :compare bistable:phases=8",
      "In another precision:   :compare :precision=q15",
      "To end it:              :compare off",
    ]
    for (row, line) in lines.enumerated() {
      canvas.write(
        line, row: row + 1, column: 2, width: canvas.size.columns - 3, alignment: .left,
        style: row == 0 ? .title : .label)
    }
  }

  /// Which networks, and where they part first.
  private func drawHeadline(
    _ comparison: ComparedRun, secondRun: RunContext.SecondRun, on canvas: inout Canvas
  ) {
    let half = canvas.size.columns / 2
    canvas.write(
      "A \(context.methods[context.method])", row: 0, column: 1, width: half - 2,
      alignment: .left, style: .spike(4))
    canvas.write(
      "B \(secondRun.title)", row: 0, column: half, width: half - 1, alignment: .left,
      style: .replay)
    let (text, style) = headline(comparison)
    canvas.write(
      text, row: 1, column: 1, width: canvas.size.columns - 2, alignment: .left, style: style)
  }

  private func headline(_ comparison: ComparedRun) -> (String, Style) {
    let (code, other) = (network.coding, comparison.setting.packed.network.coding)
    let first = comparison.divergence.first.map(firstText)
    if code != other {
      let from = first.map { "   first \($0)" } ?? ""
      return (
        "\(code.words) beside \(other.words): spikes differ by design, compare the outputs\(from)",
        .plain
      )
    }
    guard let first else {
      return (
        "no spike differs up to t=\(comparison.divergence.lastStep)"
          + (comparison.matching.pairs.isEmpty ? ": no layer has a counterpart" : ""), .plain
      )
    }
    let count = comparison.divergence.total(upTo: step).map {
      "   \(grouped($0)) differ up to t=\(step)"
    }
    return ("first difference \(first)\(count ?? "")", .warning)
  }

  /// `t=3 conv3 #1290 (A fires, B holds)`.
  private func firstText(_ first: DivergenceHistory.First) -> String {
    let counts =
      switch (first.firstCount, first.secondCount) {
      case (1, 0): "A fires, B holds"
      case (0, 1): "B fires, A holds"
      case (let a, let b): "A \(a), B \(b) spikes"
      }
    return "t=\(first.step) \(name(ofUnit: first.unit, in: first.layer)) (\(counts))"
  }

  /// The traces beside the outputs, which keep to a width that their bars need.
  private func drawNeuronAndOutputs(_ comparison: ComparedRun, on canvas: inout Canvas) {
    var rest = canvas.bounds
    if rest.rows >= roomForLines {
      canvas.drawHorizontalLine(row: rest.takeTop(1).row, width: canvas.size.columns)
    }
    let outputs = rest.takeRight(min(max(rest.columns * 2 / 5, 33), 70))
    canvas.drawVerticalLine(row: outputs.row, column: outputs.column, height: outputs.rows)
    canvas.panel("potentials", in: rest) { drawPotentials(comparison, on: &$0) }
    let inner = Rect(
      row: outputs.row, column: outputs.column + 1, rows: outputs.rows,
      columns: outputs.columns - 1)
    canvas.panel("outputs", in: inner) { drawOutputs(comparison, on: &$0) }
  }
}

extension SpikeCoding {
  fileprivate var words: String {
    switch self {
    case .rate: "rates"
    case .cycles(let phases): "cycles of 2x\(phases) steps"
    }
  }
}
