import Foundation
import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

extension ScreenView {
  /// The image, the classes beside the analog network's, and the layer under the cursor.
  func drawAnswer(on canvas: inout Canvas) {
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    var rest = canvas.bounds
    _ = rest.takeTop(1)
    let timeline = rest.takeBottom(1)
    drawTimeline(row: timeline.row, on: &canvas)
    if let comparison = engine.comparison {
      drawDivergence(comparison, row: rest.takeBottom(1).row, on: &canvas)
    }
    drawAnswerParts(in: rest, on: &canvas)
  }

  /// The image, the classes and the layer side by side.
  func drawAnswerParts(in rect: Rect, on canvas: inout Canvas) {
    var rest = rect
    let picture = rest.takeLeft(min(2 * rest.rows + 2, 34))
    canvas.drawImage(
      context.picture,
      in: Rect(
        row: picture.row, column: picture.column + 1, rows: picture.rows,
        columns: picture.columns - 1), palette: .grey)
    let classes = rest.takeLeft(min(max(rest.columns / 2, 32), 60))
    canvas.panel("output", in: classes) { drawClasses(on: &$0) }
    canvas.panel("layer", in: rest) { drawLayerSummary(on: &$0) }
  }

  /// The output as class probabilities, SNN over ANN; without an ANN the mean over the steps, and
  /// that of the last step alone.
  private func drawClasses(on canvas: inout Canvas) {
    guard knowsOutput || context.hasANN else {
      canvas.write(
        "these spikes come without an output", row: 0, column: 1, width: canvas.size.columns - 1,
        alignment: .left, style: .label)
      return
    }
    let isReady = step >= network.firstReadout && knowsOutput
    let target = probabilities(context.hasANN ? context.logits : runState.stepOutput)
    let time = Float(max(network.outputTime(atStep: step), 1))
    let output =
      isReady ? probabilities(runState.simulation.readout.map { $0 / time }) : nil
    let shown = classesToShow(count: canvas.size.rows - 1, target: target, output: output)
    let isCut = shown.count < target.count
    let mean = isCut ? "mean, \(shown.count) of \(target.count)" : "mean output"
    let absence = knowsOutput ? "  no output yet" : "  no output told"
    let title = (context.hasANN ? "output   SNN" : mean) + (isReady ? "" : absence)
    canvas.write(title, row: 0, column: 1, style: .label)
    canvas.write(
      context.hasANN ? "ANN" : "no ANN: step", row: 0, column: 0,
      width: canvas.size.columns - 1, alignment: .right, style: .label)
    let width = max(canvas.size.columns - 24, 4)
    for (row, index) in shown.enumerated() {
      let isLabel = index == context.label
      canvas.write(
        context.className(index), row: row + 1, column: 1, width: 10, alignment: .left,
        style: isLabel ? .title : .plain)
      let isBest = index == runState.simulation.prediction
      canvas.drawBar(
        output?[index] ?? 0, in: Rect(row: row + 1, column: 12, rows: 1, columns: width),
        style: isBest ? .spike(4) : .spike(2), track: Cell(" "))
      canvas.write(
        output.map { percent($0[index], digits: 0) } ?? "-", row: row + 1, column: 12 + width,
        width: 5, alignment: .right, style: isBest ? .title : .plain)
      let isKnown = context.hasANN || step > 0
      canvas.write(
        isKnown ? percent(target[index], digits: 0) : "-", row: row + 1, column: 18 + width,
        width: 5, alignment: .right, style: context.hasANN ? .annTarget : .plain)
    }
    if isCut, context.hasANN {
      canvas.write(
        "\(shown.count) of \(target.count)", row: 0, column: canvas.size.columns - 14, style: .label
      )
    }
  }

  /// Whether the readout is computed, or replayed with the spikes.
  private var knowsOutput: Bool {
    !runState.simulation.isReplay
      || network.readouts.allSatisfy {
        engine.potentials.potentials(of: $0, at: max(step, 1)) != nil
      }
  }

  /// The likeliest classes in the order of their numbers, the label among them.
  private func classesToShow(count: Int, target: [Double], output: [Double]?) -> [Int] {
    let ranked = target.indices.sorted { left, right in
      let key = { (index: Int) -> Double in
        max(target[index], output?[index] ?? 0, index == context.label ? 2 : 0)
      }
      return key(left) == key(right) ? left < right : key(left) > key(right)
    }
    return ranked.prefix(max(count, 0)).sorted()
  }

  private func drawLayerSummary(on canvas: inout Canvas) {
    guard state.layer < layers.count else { return }
    let statistics = runState.statistics.layers[state.layer]
    var lines: [(String, Style)] = [(network.layers[state.layer].name, .title)]
    if let sin = statistics.sin {
      let ratio = percent(ratio(sin.spikes, of: statistics.counts.total))
      lines.append(
        (
          "SIN \(grouped(sin.neurons)) of \(grouped(sin.inactiveCount)) (\(percent(sin.ratio)))",
          sin.neurons > 0 ? .sinSpike : .plain
        ))
      lines.append(
        (
          "\(grouped(sin.spikes)) of \(grouped(statistics.counts.total)) spikes (\(ratio))", .plain
        ))
    } else {
      lines.append((context.hasANN ? "no analog counterpart" : "no ANN: no SIN, no D", .label))
    }
    if let phase = statistics.phase {
      let (lead, lag) = (decimal(phase.meanLead, digits: 2), decimal(phase.meanLag, digits: 2))
      lines.append(("D \(signed(phase.meanDeviation)) lead \(lead) lag \(lag)", .plain))
    }
    if engine.setting.knowsFanOut {
      lines.append(("network synops \(grouped(runState.statistics.synapticOperations))", .plain))
    }
    for (row, line) in lines.enumerated() {
      canvas.write(
        line.0, row: row, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: line.1)
    }
    drawHistories(below: lines.count, on: &canvas)
  }

  /// SIN spikes of all layers per step.
  func drawSINHistory(on canvas: inout Canvas) {
    let rows = canvas.size.rows - 1
    let width = canvas.size.columns - 2
    guard rows > 0, width > 0, engine.history.lastStep > 0 else { return }
    guard context.hasANN else {
      canvas.write("no ANN: no SIN spikes", row: 0, column: 1, style: .label)
      return
    }
    // The latest steps, or those before the present where that lies further back.
    let end = min(max(step, width), engine.history.lastStep)
    let last = engine.history.lastStep - width < step ? engine.history.lastStep : end
    let steps = max(last - width + 1, 1)...last
    canvas.write(
      "network SIN, t=\(steps.lowerBound)-\(steps.upperBound)", row: 0, column: 1,
      style: .label)
    let values = steps.map(sinSpikes(at:))
    canvas.drawSparkline(
      values, in: Rect(row: 1, column: 1, rows: rows, columns: width), style: .sinSpike)
    for (column, value) in values.enumerated() where value.isNaN {
      canvas[rows, 1 + column] = Cell(canvas.glyphs.absent, style: .label)
    }
  }

  /// The SIN spikes of all layers in a step; NaN where that is no longer kept.
  private func sinSpikes(at step: Int) -> Double {
    layers.indices.reduce(0.0) { sum, layer in
      sum + (engine.history.entry(of: layer, at: step).map { Double($0.sinSpikes) } ?? .nan)
    }
  }

  /// The whole run: where the present is, what was reached, and where the prediction was right.
  func drawTimeline(row: Int, on canvas: inout Canvas) {
    let end = max(engine.horizon, engine.history.lastStep, 1)
    let start = canvas.write("prediction ", row: row, column: 1, style: .label)
    let width = canvas.size.columns - start - 18
    guard width > 0 else { return }
    for cell in 0..<width {
      let step = cell * end / width + 1
      canvas[row, start + cell] = predictionCell(at: step, glyphs: canvas.glyphs)
    }
    drawEvents(row: row, column: start, width: width, end: end, on: &canvas)
    let now =
      runState.simulation.prediction.map(context.className)
      ?? (knowsOutput ? "no output yet" : "no output told")
    canvas.write(
      now, row: row, column: start + width + 1, width: 16, alignment: .left, style: .title)
  }

  private func predictionCell(at step: Int, glyphs: Glyphs) -> Cell {
    guard step <= engine.history.lastStep, let prediction = engine.history.prediction(at: step)
    else { return Cell(glyphs == .braille ? "·" : ".", style: .label) }
    guard let truth = context.truth else { return Cell("-") }
    return prediction == truth
      ? Cell(glyphs == .braille ? "█" : "#", style: .running)
      : Cell(glyphs == .braille ? "░" : "-", style: .lag)
  }
}

/// The softmax of an output.
func probabilities(_ output: [Float]) -> [Double] {
  let largest = Double(output.max() ?? 0)
  let powers = output.map { exp(Double($0) - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
