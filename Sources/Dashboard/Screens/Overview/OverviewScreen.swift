import TerminalUI

/// The smallest size, of the screen without its title and its last lines, that shows all parts.
private let smallestOverview = Size(rows: 44, columns: 160)

extension ScreenView {
  /// Layers, the neuron under the cursor, SIN, phase and the whole run at once.
  func drawOverview(on canvas: inout Canvas) {
    let need = smallestOverview
    guard canvas.size.rows >= need.rows, canvas.size.columns >= need.columns else {
      canvas.write(
        "all at once needs \(need.columns)x\(need.rows + 3); 1 to 5 show the parts", row: 1,
        column: 2, style: .label)
      return
    }
    var rest = canvas.bounds
    let run = rest.takeBottom(engine.comparison == nil ? 5 : 6)
    let left = rest.takeLeft(rest.columns / 2)
    canvas.drawVerticalLine(row: 0, column: rest.column, height: rest.rows)
    _ = rest.takeLeft(1)
    canvas.inside(left) { drawLayersAndAnswer(on: &$0) }
    canvas.inside(rest) { canvas in canvas.withoutItems { drawNeuronAndTables(on: &$0) } }
    canvas.panel("run", in: run) { drawWholeRun(on: &$0) }
  }

  private func drawLayersAndAnswer(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let lower = rest.takeBottom(14)
    canvas.panel("strips", in: rest) { drawStrips(on: &$0) }
    if let comparison = engine.comparison {
      canvas.panel("differences", in: lower) { drawDifferences(comparison, on: &$0) }
    } else {
      canvas.inside(lower) { canvas in
        canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
        var answer = canvas.bounds
        _ = answer.takeTop(1)
        drawAnswerParts(in: answer, on: &canvas)
      }
    }
  }

  private func drawNeuronAndTables(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let neuron = rest.takeTop(rest.rows / 2)
    let phase = rest.takeBottom(min(layers.count + 2, rest.rows / 2))
    canvas.inside(neuron) { drawNeuron(on: &$0) }
    canvas.panel("table", in: rest) { drawRows(on: &$0) }
    canvas.panel("phase", in: phase) { canvas in
      canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
      canvas.write(" phase ", row: 0, column: 2, style: .title)
      guard let phase = state.phaseScreen.inspection else { return }
      var layers = canvas.bounds
      _ = layers.takeTop(1)
      canvas.inside(layers) { drawPhaseLayers(phase, on: &$0) }
    }
  }

  /// What was predicted when, where the networks part, and what can be returned to.
  private func drawWholeRun(on canvas: inout Canvas) {
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    canvas.write(" run ", row: 0, column: 2, style: .title)
    var row = 1
    drawTimeline(row: row, on: &canvas)
    if let comparison = engine.comparison {
      row += 1
      drawDivergence(comparison, row: row, on: &canvas)
    }
    drawRun(row: row + 1, tail: "", on: &canvas)
    drawKept(row: row + 2, on: &canvas)
    if let last = state.log.entries.last {
      canvas.write(
        "log t=\(last.step) \(last.text)", row: row + 3, column: 1,
        width: canvas.size.columns - 2, alignment: .left, style: .label)
    }
  }
}
