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
  /// neurons, and the potential of the one under the cursor.
  func phaseLayout(_ size: Size) -> Layout<String> {
    let left = Extent(56, ideal: 90, weight: 3)
    let lanes = Pane(
      "layers", rows: Extent(3, ideal: 2 * layers.count + 1, maximum: 6 * layers.count + 1),
      columns: left, priority: 0)
    let worst = Pane("worst", rows: Extent(3, ideal: 10, weight: 2), columns: left, priority: 1)
    let distributions = { (rows: Extent, columns: Extent) in
      Pane("distributions", rows: rows, columns: columns, priority: 2)
    }
    guard size.columns >= 120 else {
      return .stack([lanes, distributions(Extent(4, ideal: 8, maximum: 10), left), worst])
    }
    let right = Extent(48, ideal: 70, weight: 2)
    let trace = Pane("trace", rows: Extent(9, ideal: 16, weight: 2), columns: right, priority: 3)
    return .columns([
      .stack([lanes, worst]),
      .stack([distributions(Extent(6, ideal: 14, weight: 1), right), trace]),
    ])
  }

  func phaseLayersTitle() -> PaneTitle {
    PaneTitle(
      "lead and lag by layer",
      ["bars: share that leads, that lags; full height \(percent(fullShare, digits: 0))"],
      hints: hints(["next-layer": "layer"]))
  }

  func distributionsTitle() -> PaneTitle {
    guard layers.indices.contains(state.layer) else { return PaneTitle("distributions") }
    return PaneTitle(
      network.layers[state.layer].name,
      ["\(grouped(network.layers[state.layer].shape.count)) neurons", "distributions"],
      click: key(of: .layer))
  }

  func worstTitle() -> PaneTitle {
    guard let phase = state.phaseScreen.inspection else { return PaneTitle("off schedule") }
    return PaneTitle(
      "\(network.layers[phase.layer].name) worst by \(phase.order.title)",
      ["\(grouped(phase.rows.count)) of \(grouped(phase.rowCount)) off schedule"],
      click: state.keyMap.key(for: "sort-rows"),
      hints: hints(["sort-rows": "sort", "inspect": "neuron"]))
  }

  func drawPhaseLayers(_ phase: PhaseInspection, on canvas: inout Canvas) {
    let room = (canvas.size.rows - 1) / max(layers.count, 1)
    let height = min(max(room - room % 2, 1), 6)
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
    let drawn = Rect(
      row: 1, column: labelWidth + 1, rows: min(visible, layers.count) * height,
      columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
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
        let half = rect.rows / 2
        canvas.drawColumn(lead, row: rect.row, column: column, height: half, style: .lead)
        canvas.drawColumn(lag, row: rect.row + half, column: column, height: half, style: .lag)
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

  /// D, psi and dEI of the layer under the cursor, each with whose definition it is: side by side,
  /// or the last one below the others where there is room.
  func drawDistributions(_ phase: PhaseInspection, on canvas: inout Canvas) {
    var rest = canvas.bounds
    let isHigh = rest.rows >= 11
    let timing = isHigh ? rest.takeBottom(5) : rest.takeRight(max(rest.columns - 48, 0))
    let deviations = rest.takeLeft(isHigh ? rest.columns / 2 : 26)
    canvas.inside(deviations) { drawDeviations(phase.deviations, on: &$0) }
    canvas.inside(rest) { drawOffsets(phase.offsets[phase.layer], on: &$0) }
    canvas.inside(timing.inset(columns: isHigh ? 1 : 0)) { drawTiming(phase, on: &$0) }
  }

  private func drawDeviations(_ histogram: DeviationHistogram?, on canvas: inout Canvas) {
    canvas.write("D by z (global, own)", row: 0, column: 1, style: .title)
    guard let histogram else {
      canvas.write("not defined for this network", row: 1, column: 1, style: .label)
      return
    }
    canvas.drawHistogram(
      histogram.counts,
      in: Rect(row: 1, column: 1, rows: canvas.size.rows - 2, columns: canvas.size.columns - 4)
    ) { bin in bin < 5 ? .lag : bin > 5 ? .lead : .running }
    let reach = decimal(Double(5 * histogram.binWidth), digits: histogram.binWidth < 1 ? 2 : 0)
    let row = canvas.size.rows - 1
    let width = canvas.size.columns - 4
    canvas.write("<=-\(reach) lag", row: row, column: 1, style: .lag)
    canvas.write("0", row: row, column: 1 + width / 2 - 1, style: .label)
    canvas.write(
      "lead >=\(reach)", row: row, column: 1, width: width, alignment: .right, style: .lead)
  }

  private func drawOffsets(_ histogram: OffsetHistogram?, on canvas: inout Canvas) {
    canvas.write("psi by C (local)", row: 0, column: 1, style: .title)
    guard let histogram else {
      let isReplayed = runState.simulation.isReplay
      canvas.write(
        isReplayed ? "potentials not told" : "not defined for this network", row: 1, column: 1,
        style: .label)
      return
    }
    canvas.drawHistogram(
      histogram.counts,
      in: Rect(row: 1, column: 1, rows: canvas.size.rows - 2, columns: canvas.size.columns - 3),
      style: offsetStyle)
    let row = canvas.size.rows - 1
    let width = canvas.size.columns - 3
    canvas.write("extra", row: row, column: 1, style: .lead)
    canvas.write("0", row: row, column: 1 + width / 2 - 1, style: .label)
    canvas.write("missing", row: row, column: 1, width: width, alignment: .right, style: .lag)
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

  func drawWorst(_ phase: PhaseInspection, on canvas: inout Canvas) {
    guard !phase.rows.isEmpty else {
      canvas.write(
        nobodyIsOffText, row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: .label)
      return
    }
    let names = ["neuron", "spikes", "D", "lead", "lag", "psi", "dEI", "ANN z", "here"]
    let columns = names.enumerated().map {
      TextTable.Column($1, alignment: [0, 8].contains($0) ? .left : .right)
    }
    let table = TextTable(
      columns: columns, rows: phase.rows.map { row(for: $0, in: phase.layer) })
    canvas.draw(table, in: canvas.bounds, around: state.phaseScreen.selection)
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
