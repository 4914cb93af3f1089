import Networks
import PlainText
import SpikeStatistics
import TerminalUI

private let labelWidth = 46
private let firstOffsetColumn = 38

/// The share of neurons that a bar of full height stands for; more cannot be seen.
private let fullShare = 0.5

extension ScreenView {
  /// Which neurons lead or lag: every layer over time, one layer's distributions, its worst
  /// neurons.
  func drawPhase(on canvas: inout Canvas) {
    guard let phase = state.phaseScreen.inspection, layers.indices.contains(phase.layer) else {
      return
    }
    var rest = canvas.bounds
    let isHigh = canvas.size.rows >= 30
    let limit = isHigh ? canvas.size.rows - 22 : max(canvas.size.rows * 2 / 5, 4)
    let height = 2 * layers.count + 1 <= limit ? 2 : 1
    let summary = rest.takeTop(min(height * layers.count + 1, limit))
    canvas.panel("layers", in: summary) { drawPhaseLayers(phase, on: &$0) }
    let distributions = rest.takeTop(isHigh ? 10 : 6)
    canvas.panel("distributions", in: distributions) { drawDistributions(phase, on: &$0) }
    canvas.panel("worst", in: rest) { drawWorst(phase, on: &$0) }
  }

  func drawPhaseLayers(_ phase: PhaseInspection, on canvas: inout Canvas) {
    let height = canvas.size.rows - 1 >= 2 * layers.count ? 2 : 1
    let axis = timeAxis(width: canvas.size.columns - labelWidth - 1)
    var window = ScrollWindow()
    let visible = max((canvas.size.rows - 1) / height, 0)
    window.show(cursor: state.layer, height: visible, count: layers.count)
    let part = visible < layers.count ? "\(visible) of \(layers.count)" : "D of z"
    canvas.write(part, row: 0, column: 1, style: .label)
    canvas.write("mean  lead   lag  D>0  D<0  psi", row: 0, column: 11, style: .label)
    axis.drawRuler(step: step, row: 0, column: labelWidth + 1, on: &canvas)
    for index in 0..<min(visible, layers.count - window.first) {
      let rows = Rect(
        row: 1 + index * height, column: 0, rows: height, columns: canvas.size.columns)
      drawPhaseLabel(of: window.first + index, phase, in: rows, on: &canvas)
      canvas.drawVerticalLine(row: rows.row, column: labelWidth, height: height)
      drawLeadAndLag(of: window.first + index, axis: axis, in: rows, on: &canvas)
    }
  }

  private func drawPhaseLabel(
    of layer: Int, _ phase: PhaseInspection, in rect: Rect, on canvas: inout Canvas
  ) {
    let style: Style = layer == state.layer ? .selection : .plain
    if layer == state.layer {
      let row = Rect(row: rect.row, column: 0, rows: 1, columns: firstOffsetColumn - 1)
      canvas.fill(row, with: Cell(" ", style: .selection))
      canvas[rect.row, 0] = Cell(canvas.glyphs.cursor, style: .selection)
    }
    canvas.write(network.layers[layer].name, row: rect.row, column: 1, style: style, maxWidth: 8)
    let statistics = runState.statistics.layers[layer].phase
    let isDefined = statistics.map { $0.evaluations > 0 } ?? false
    let count = network.layers[layer].shape.count
    let fields: [(String, Int, Int)] = [
      (signed(statistics?.meanDeviation), 9, 6),
      (decimal(statistics?.meanLead, digits: 2), 15, 6),
      (decimal(statistics?.meanLag, digits: 2), 21, 6),
      (
        isDefined ? percent(ratio(statistics?.leadingCount ?? 0, of: count), digits: 0) : "-", 27, 5
      ),
      (
        isDefined ? percent(ratio(statistics?.laggingCount ?? 0, of: count), digits: 0) : "-", 32, 5
      ),
    ]
    for (text, column, width) in fields {
      canvas.write(
        text, row: rect.row, column: column, width: width, alignment: .right, style: style)
    }
    guard let offsets = phase.offsets[layer] else {
      canvas.write("-", row: rect.row, column: firstOffsetColumn + 3, style: .label)
      return
    }
    canvas.drawHistogram(
      offsets.counts,
      in: Rect(row: rect.row, column: firstOffsetColumn, rows: rect.rows, columns: 7),
      style: offsetStyle)
  }

  /// The share of neurons that lead above the share that lag, step by step; in a single row the
  /// larger of the two.
  ///
  /// Steps that are no longer kept are dots.
  private func drawLeadAndLag(
    of layer: Int, axis: TimeAxis, in rect: Rect, on canvas: inout Canvas
  ) {
    let count = Double(network.layers[layer].shape.count)
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= engine.history.lastStep
      else { continue }
      let column = labelWidth + 1 + cell
      guard let most = mostOffSchedule(of: layer, in: steps) else {
        canvas[rect.row, column] = Cell(canvas.glyphs.absent, style: .label)
        continue
      }
      let lead = Double(most.leading) / count / fullShare
      let lag = Double(most.lagging) / count / fullShare
      if rect.rows > 1 {
        canvas.drawColumn(lead, row: rect.row, column: column, style: .lead)
        canvas.drawColumn(lag, row: rect.row + 1, column: column, style: .lag)
      } else {
        canvas.drawColumn(
          max(lead, lag), row: rect.row, column: column, style: lead >= lag ? .lead : .lag)
      }
    }
  }

  /// The most neurons that led, and that lagged, in one of some steps; `nil` where none is kept.
  private func mostOffSchedule(
    of layer: Int, in steps: ClosedRange<Int>
  ) -> (leading: Int32, lagging: Int32)? {
    var most: (leading: Int32, lagging: Int32)?
    for step in steps {
      guard let entry = engine.history.entry(of: layer, at: step) else { continue }
      most = (max(most?.leading ?? 0, entry.leading), max(most?.lagging ?? 0, entry.lagging))
    }
    return most
  }

  private func offsetStyle(_ bin: Int) -> Style {
    let psi = OffsetHistogram.bins.lowerBound + bin
    return psi < 0 ? .lead : psi > 0 ? .lag : .running
  }

  /// D, psi and dEI of the layer under the cursor, each with whose definition it is.
  private func drawDistributions(_ phase: PhaseInspection, on canvas: inout Canvas) {
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    canvas.write(" \(network.layers[phase.layer].name) ", row: 0, column: 2, style: .title)
    let scale = " bars: share that leads, that lags; full height \(percent(fullShare, digits: 0)) "
    canvas.write(
      scale, row: 0, column: 0, width: canvas.size.columns - 2, alignment: .right, style: .label)
    var rest = canvas.bounds
    _ = rest.takeTop(1)
    let deviations = rest.takeLeft(26)
    let offsets = rest.takeLeft(22)
    canvas.inside(deviations) { drawDeviations(phase.deviations, on: &$0) }
    canvas.inside(offsets) { drawOffsets(phase.offsets[phase.layer], on: &$0) }
    canvas.inside(rest) { drawTiming(phase, on: &$0) }
  }

  private func drawDeviations(_ histogram: DeviationHistogram?, on canvas: inout Canvas) {
    canvas.write("D by z (global, own)", row: 0, column: 1, style: .title)
    guard let histogram else {
      canvas.write("not defined here yet", row: 1, column: 1, style: .label)
      return
    }
    canvas.drawHistogram(
      histogram.counts, in: Rect(row: 1, column: 1, rows: canvas.size.rows - 2, columns: 22)
    ) { bin in bin < 5 ? .lag : bin > 5 ? .lead : .running }
    let reach = decimal(Double(5 * histogram.binWidth), digits: histogram.binWidth < 1 ? 2 : 0)
    let row = canvas.size.rows - 1
    canvas.write("<=-\(reach) lag", row: row, column: 1, style: .lag)
    canvas.write("0", row: row, column: 11, style: .label)
    canvas.write("lead >=\(reach)", row: row, column: 13, style: .lead)
  }

  private func drawOffsets(_ histogram: OffsetHistogram?, on canvas: inout Canvas) {
    canvas.write("psi by C (local)", row: 0, column: 1, style: .title)
    guard let histogram else {
      let isReplayed = runState.simulation.isReplay
      canvas.write(
        isReplayed ? "potentials not told" : "not defined here yet", row: 1, column: 1,
        style: .label)
      return
    }
    canvas.drawHistogram(
      histogram.counts, in: Rect(row: 1, column: 1, rows: canvas.size.rows - 2, columns: 14),
      style: offsetStyle)
    let row = canvas.size.rows - 1
    canvas.write("extra", row: row, column: 1, style: .lead)
    canvas.write("0", row: row, column: 7, style: .label)
    canvas.write("missing", row: row, column: 9, style: .lag)
  }

  private func drawTiming(_ phase: PhaseInspection, on canvas: inout Canvas) {
    let when = phase.timing == nil ? "" : ", t=\(phase.timingStep)"
    canvas.write(
      "dEI, steps (local, own)\(when)", row: 0, column: 0, width: canvas.size.columns,
      alignment: .left, style: .title)
    guard let timing = phase.timing else {
      canvas.write(
        noTimingText, row: 1, column: 0, width: canvas.size.columns, alignment: .left,
        style: .label)
      return
    }
    for (index, mean) in timing.means.enumerated() {
      canvas.write(name(of: mean.group), row: index + 1, column: 0, style: .label)
      canvas.write(
        signed(mean.timingLead), row: index + 1, column: 11, width: 6, alignment: .right,
        style: mean.group == .sin ? .sinSpike : .plain)
      canvas.write(
        "\(grouped(mean.averaged)) of \(grouped(mean.total))", row: index + 1, column: 18,
        width: canvas.size.columns - 18, alignment: .left, style: .label)
    }
    let count = timing.means.reduce(0) { $0 + $1.averaged }
    canvas.write(
      "r(dEI, D) \(signed(timing.correlation)), \(grouped(count)) neurons", row: 4, column: 0,
      width: canvas.size.columns, alignment: .left)
  }

  private var noTimingText: String {
    if step == 0 { return "no step has been taken" }
    if network.layers[state.layer].neuron.pool != nil { return "a max pool has no weights" }
    if runState.simulation.isReplay { return "replayed: needs the weights" }
    return engine.raster.firstStep > 1 ? "the first steps are not kept" : "no ANN pass"
  }

  private func name(of group: SpikingGroup) -> String {
    switch group {
    case .sin: "SIN"
    case .silentOff: "off, silent"
    case .active: "active"
    }
  }

  private func drawWorst(_ phase: PhaseInspection, on canvas: inout Canvas) {
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    let name = network.layers[phase.layer].name
    let shown = min(phase.rows.count, max(canvas.size.rows - 2, 0))
    let part = "\(shown) of \(grouped(phase.rowCount)) off schedule"
    canvas.write(
      " \(name), worst by \(phase.order.title), \(part) ", row: 0, column: 2, style: .title)
    guard !phase.rows.isEmpty else {
      canvas.write(nobodyIsOffText, row: 1, column: 2, style: .label)
      return
    }
    let names = ["neuron", "spikes", "D", "lead", "lag", "psi", "dEI", "ANN z", "here"]
    let columns = names.enumerated().map {
      TextTable.Column($1, alignment: [0, 8].contains($0) ? .left : .right)
    }
    let table = TextTable(
      columns: columns, rows: phase.rows.map { row(for: $0, in: phase.layer) })
    let area = Rect(
      row: 1, column: 0, rows: canvas.size.rows - 1, columns: canvas.size.columns)
    canvas.draw(table, in: area, around: state.phaseScreen.selection)
  }

  private var nobodyIsOffText: String {
    if step == 0 { return "no step has been taken: Space runs, . steps" }
    guard context.hasANN else { return "no ANN: no schedule to be off" }
    return engine.setting.references[state.layer] == nil
      ? "no analog counterpart: no schedule to be off" : "every neuron is on schedule"
  }

  private func row(for row: PhaseInspection.Row, in layer: Int) -> [TextTable.Entry] {
    let digits = network.coding == .rate ? 0 : 3
    let deviation = row.deviation.map(Double.init)
    let reference = engine.setting.references[layer]
    let group = reference.map {
      runState.statistics.layers[layer].group(of: row.unit, reference: $0)
    }
    return [
      .init(name(ofUnit: row.unit, in: layer)), .init("\(row.spikes)"),
      .init(
        signed(deviation, digits: digits), style: (deviation ?? 0) > 0 ? .lead : .lag),
      .init(decimal(Double(row.lead), digits: 2)), .init(decimal(Double(row.lag), digits: 2)),
      .init(row.offset.map { signed(Double($0), digits: 0) } ?? "-"),
      .init(signed(row.timingLead)),
      .init(signed(reference.map { Double($0.preactivation[row.unit]) }, digits: 3)),
      .init(group.map(name(of:)) ?? "-", style: group == .sin ? .sinSpike : .plain),
    ]
  }
}
