import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

extension ScreenView {
  /// The whole network over time: what it answers, its SIN spikes, and where a second one differs.
  func drawLanes(on canvas: inout Canvas) {
    let axis = liveAxis(on: canvas)
    let column = liveLabelWidth + 1
    var row = 0
    drawPredictions(axis, row: row, column: column, on: &canvas)
    row += 1
    if let comparison = engine.comparison, canvas.size.rows > row {
      drawDifferenceLane(comparison, axis, row: row, column: column, on: &canvas)
      row += 1
    }
    if context.hasANN, canvas.size.rows > row {
      let area = Rect(row: row, column: column, rows: canvas.size.rows - row, columns: axis.width)
      drawSINSpikes(axis, in: area, on: &canvas)
    }
    let drawn = Rect(row: 0, column: column, rows: canvas.size.rows, columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
    drawEvents(axis, row: 0, column: column, on: &canvas)
  }

  /// The classes that were predicted, each by its name where it has room, in the colour of right
  /// and wrong.
  private func drawPredictions(
    _ axis: TimeAxis, row: Int, column: Int, on canvas: inout Canvas
  ) {
    canvas.write("prediction", row: row, column: 1, style: .label)
    let now = runState.simulation.prediction.map(context.className)
    canvas.write(
      now ?? (knowsOutput ? "no output yet" : "no output told"), row: row, column: 12,
      width: liveLabelWidth - 13, alignment: .right, style: .title)
    let answers = (0..<axis.width).map { cell in
      axis.steps(ofCell: cell).flatMap { steps in
        engine.history.prediction(at: min(steps.upperBound, engine.history.lastStep))
          .flatMap { steps.lowerBound <= engine.history.lastStep ? $0 : nil }
      }
    }
    var first = 0
    while first < answers.count {
      let end = answers[first...].firstIndex { $0 != answers[first] } ?? answers.count
      defer { first = end }
      guard let answer = answers[first] else { continue }
      let style: Style = context.truth.map { $0 == answer ? .running : .warning } ?? .plain
      canvas.drawHorizontalLine(
        row: row, column: column + first, width: end - first, style: style)
      canvas.write(
        context.className(answer), row: row, column: column + first, style: style.with(.bold),
        maxWidth: max(end - first - (end < answers.count ? 1 : 0), 1))
    }
  }

  /// SIN spikes of all layers per step, the most of them in full height.
  private func drawSINSpikes(_ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas) {
    let values = (0..<axis.width).map { cell in axis.steps(ofCell: cell).map(sinSpikesPerStep) }
    let most = values.compactMap(\.self).filter(\.isFinite).max() ?? 0
    canvas.write("SIN spikes", row: rect.row, column: 1, style: .label)
    canvas.write(
      "most \(grouped(Int(most))) a step", row: rect.row, column: 12,
      width: rect.column - 14, alignment: .right, style: .sinSpike)
    for (cell, value) in values.enumerated() {
      guard let value else { continue }
      let column = rect.column + cell
      if value.isNaN {
        canvas[rect.endRow - 1, column] = Cell(canvas.glyphs.absent, style: .label)
      } else if most > 0 {
        canvas.drawColumn(
          value / most, row: rect.row, column: column, height: rect.rows, style: .sinSpike)
      }
    }
  }

  /// The mean over some steps; NaN where they are not kept, 0 where they are to come.
  private func sinSpikesPerStep(_ steps: ClosedRange<Int>) -> Double {
    let known = steps.clamped(to: 1...max(engine.history.lastStep, 1))
    guard steps.lowerBound <= engine.history.lastStep else { return 0 }
    let sum = known.reduce(0.0) { sum, step in
      layers.indices.reduce(sum) { sum, layer in
        sum + (engine.history.entry(of: layer, at: step).map { Double($0.sinSpikes) } ?? .nan)
      }
    }
    return sum / Double(known.count)
  }

  /// The share of SIN among the spikes of a layer, over time.
  func drawSINLane(of layer: Int, axis: TimeAxis, row: Int, on canvas: inout Canvas) {
    canvas.write("SIN", row: row, column: 10, width: 8, alignment: .right, style: .label)
    let sin = runState.statistics.layers[layer].sin
    canvas.write(
      percent(ratio(sin?.spikes ?? 0, of: runState.statistics.layers[layer].counts.total)),
      row: row, column: 18, width: 12, alignment: .right, style: .label)
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell) else { continue }
      guard let share = sinShare(of: [layer], in: steps) else { continue }
      canvas.drawColumn(share, row: row, column: liveLabelWidth + 1 + cell, style: .sinSpike)
    }
  }

  /// `x` where spikes of two networks differ.
  private func drawDifferenceLane(
    _ comparison: ComparedRun, _ axis: TimeAxis, row: Int, column: Int, on canvas: inout Canvas
  ) {
    let isByDesign = network.coding != comparison.setting.packed.network.coding
    canvas.write(
      isByDesign ? "differ by design" : "differ", row: row, column: 1, style: .label)
    let divergence = comparison.divergence
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= divergence.lastStep,
        let before = divergence.total(upTo: steps.lowerBound - 1),
        let after = divergence.total(upTo: min(steps.upperBound, divergence.lastStep)),
        after > before
      else { continue }
      canvas[row, column + cell] = Cell(
        canvas.glyphs.cross, style: isByDesign ? .label : .warning)
    }
  }

  /// Puts breaks that stopped a run, and marks, on a lane.
  private func drawEvents(_ axis: TimeAxis, row: Int, column: Int, on canvas: inout Canvas) {
    canvas.addTarget(
      .scale(from: axis.firstStep, to: axis.lastStep + 1),
      in: Rect(row: row, column: column, rows: 1, columns: axis.width))
    for breakpoint in engine.breakpoints {
      for cell in breakpoint.steps.compactMap(axis.cell(of:)) {
        canvas[row, column + cell] = Cell("B", style: .paused)
      }
    }
    for mark in state.marksHere {
      guard let cell = axis.cell(of: mark.place.step) else { continue }
      canvas[row, column + cell] = Cell(mark.letter, style: .title)
    }
  }
}
