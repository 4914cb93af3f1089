import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

extension ScreenView {
  /// The outputs of two networks as class probabilities, beside the analog network's.
  func drawOutputs(_ comparison: ComparedRun, on canvas: inout Canvas) {
    let target = probabilities(context.logits)
    let outputs = [output(of: runState), output(of: comparison.runState)]
    let answers = [runState.simulation.prediction, comparison.runState.simulation.prediction]
    let shown = likeliestClasses(count: canvas.size.rows - 1, among: [target] + outputs)
    let barWidth = max((canvas.size.columns - 26) / 2, 2)
    let columns = [9, 9 + barWidth + 6]
    let title = shown.count < target.count ? "\(shown.count) of \(target.count)" : "output"
    canvas.write(title, row: 0, column: 1, style: .label)
    for (column, name) in zip(columns, ["A", "B"]) {
      canvas.write(name, row: 0, column: column, style: .label)
    }
    canvas.write(
      "ANN", row: 0, column: 0, width: canvas.size.columns - 1, alignment: .right, style: .label)
    for (row, index) in shown.enumerated() {
      canvas.write(
        context.className(index), row: row + 1, column: 1, width: 7, alignment: .left,
        style: index == context.label ? .title : .plain)
      for (network, column) in columns.enumerated() {
        let isBest = index == answers[network]
        canvas.drawBar(
          outputs[network]?[index] ?? 0,
          in: Rect(row: row + 1, column: column, rows: 1, columns: barWidth),
          style: isBest ? .spike(4) : .spike(2))
        canvas.write(
          outputs[network].map { percent($0[index], digits: 0) } ?? "-", row: row + 1,
          column: column + barWidth, width: 5, alignment: .right, style: isBest ? .title : .plain)
      }
      canvas.write(
        percent(target[index], digits: 0), row: row + 1, column: canvas.size.columns - 6,
        width: 5, alignment: .right, style: .annTarget)
    }
  }

  /// `nil` before the first readout, and where spikes are replayed without an output.
  private func output(of runState: RunState) -> [Double]? {
    let network = runState.simulation.network
    guard runState.step >= network.firstReadout,
      runState.simulation.populations.last?.knowsPotential == true
    else { return nil }
    let time = Float(max(network.outputTime(atStep: runState.step), 1))
    return probabilities(runState.simulation.readout.map { $0 / time })
  }

  /// The classes that one of some outputs finds likeliest, in the order of their numbers.
  private func likeliestClasses(count: Int, among outputs: [[Double]?]) -> [Int] {
    let keys = (0..<classCount(ofOutputs: context.logits.count)).map { index in
      index == context.label ? 2 : outputs.compactMap { $0?[index] }.max() ?? 0
    }
    return keys.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] > keys[$1] }
      .prefix(max(count, 0)).sorted()
  }

  /// Where in the run spikes differ, and where the answers do.
  func drawComparedRun(_ comparison: ComparedRun, on canvas: inout Canvas) {
    let tailWidth = min(max(canvas.size.columns / 4, 18), 48)
    drawDivergence(comparison, row: 0, tailWidth: tailWidth, on: &canvas)
    let end = max(engine.horizon, engine.history.lastStep, 1)
    let start = canvas.write("answers    ", row: 1, column: 1, style: .label)
    let answers = [runState.simulation.prediction, comparison.runState.simulation.prediction].map {
      $0.map(context.className) ?? "none yet"
    }
    let tail =
      answers[0] == answers[1] ? "both \(answers[0])" : "A \(answers[0])  B \(answers[1])"
    let width = canvas.size.columns - start - tailWidth
    guard width > 0 else { return }
    for cell in 0..<width {
      canvas[1, start + cell] = agreement(
        comparison, at: cell * end / width + 1, glyphs: canvas.glyphs)
    }
    canvas.write(
      tail, row: 1, column: start + width + 1, width: tailWidth - 2, alignment: .left, style: .title
    )
  }

  /// `=` where both networks answer the same, `/` where they do not.
  private func agreement(_ comparison: ComparedRun, at step: Int, glyphs: Glyphs) -> Cell {
    guard step <= min(engine.history.lastStep, comparison.history.lastStep),
      let ours = engine.history.prediction(at: step),
      let theirs = comparison.history.prediction(at: step)
    else { return Cell(glyphs == .braille ? "·" : ".", style: .label) }
    return ours == theirs ? Cell("=", style: .running) : Cell("/", style: .warning)
  }

  /// A row that stands for the whole run: `x` where spikes differ, breaks, marks and the present.
  ///
  /// Networks that code differently part by design: that is no warning.
  func drawDivergence(
    _ comparison: ComparedRun, row: Int, tailWidth: Int = 18, on canvas: inout Canvas
  ) {
    let isByDesign = network.coding != comparison.setting.packed.network.coding
    let end = max(engine.horizon, engine.history.lastStep, 1)
    let start = canvas.write(
      isByDesign ? "differ     " : "diverge    ", row: row, column: 1, style: .label)
    let width = canvas.size.columns - start - tailWidth
    guard width > 0 else { return }
    let divergence = comparison.divergence
    for cell in 0..<width {
      let before = cell * end / width
      let last = min(max((cell + 1) * end / width, before + 1), divergence.lastStep)
      guard before < last, let after = divergence.total(upTo: last),
        let sum = divergence.total(upTo: before)
      else {
        canvas[row, start + cell] = Cell(canvas.glyphs == .braille ? "·" : ".", style: .label)
        continue
      }
      canvas[row, start + cell] = Cell(
        after > sum ? "x" : " ", style: isByDesign ? .label : .warning)
    }
    drawEvents(row: row, column: start, width: width, end: end, on: &canvas)
    let first = divergence.first.map { "from t=\($0.step)" } ?? "none so far"
    canvas.write(
      first, row: row, column: start + width + 1, width: tailWidth - 2, alignment: .left,
      style: .label)
  }
}
