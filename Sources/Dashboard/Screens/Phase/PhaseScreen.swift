import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The share of neurons that a bar of full height stands for; more cannot be seen.
let fullShare = 0.5

/// With fewer columns a bar on both sides of 0 says nothing.
private let leastTimingBar = 11

/// With fewer columns a course over time says nothing.
private let leastCourse = 12

/// The rows that a list of neurons has, with its titles, before layers get more than one.
private let rowsOfAList = 13

/// From so many columns on a row says where its neuron lies.
private let columnsForPlaces = 124

extension ScreenView {
  /// Which neurons lead or lag: every layer over time, one layer's distributions, its worst
  /// neurons, and the potential of the one under the cursor.
  func phaseLayout(_ size: Size) -> Layout<String> {
    let left = Extent(56, ideal: 90, weight: 3)
    let isWide = size.columns >= 120
    let lines = phaseLines(rows: size.rows - (isWide ? 3 : 12))
    let lanes = Pane(
      "layers", rows: Extent(3, ideal: lines, maximum: lines), columns: left, priority: 0)
    let worst = Pane("worst", rows: Extent(3, ideal: 10, weight: 2), columns: left, priority: 1)
    let distributions = { (rows: Extent, columns: Extent) in
      Pane("distributions", rows: rows, columns: columns, priority: 2)
    }
    guard isWide else {
      return .stack([lanes, distributions(Extent(4, ideal: 8, maximum: 10), left), worst])
    }
    let right = Extent(48, ideal: 70, weight: 2)
    let trace = Pane("trace", rows: Extent(9, ideal: 16, weight: 2), columns: right, priority: 3)
    return .columns([
      .stack([lanes, worst]),
      .stack([distributions(Extent(6, ideal: 14, weight: 1), right), trace]),
    ])
  }

  /// The rows for all layers, as many for each: what is left by a list of neurons that is worth
  /// reading.
  ///
  /// - Parameter rows: For both.
  private func phaseLines(rows: Int) -> Int {
    let neurons = state.layer < layers.count ? network.layers[state.layer].shape.count : 0
    let list = min(neurons + 1, max(rowsOfAList, rows / 2))
    let room = (rows - list - 1) / max(layers.count, 1)
    // With an ANN a layer has no use for five rows, nor for more than six.
    let each =
      hasSpikesAlone ? min(max(room, 1), mostRhythmRows) : room == 5 ? 4 : min(max(room, 1), 6)
    return each * layers.count + 1
  }

  func phaseLayersTitle() -> PaneTitle {
    guard !hasSpikesAlone else { return rhythmLayersTitle() }
    return phaseLanesTitle()
  }

  private func phaseLanesTitle() -> PaneTitle {
    PaneTitle(
      "lead and lag by layer",
      [
        meansText, "strip: mean D, full at \(visibleDecimal(largestMeanDeviation))",
        "bars: share that leads, that lags; full height \(percent(fullShare, digits: 0))",
      ],
      hints: hints(state.layerHints))
  }

  /// Which steps lead and lag are means of, while D is that of now.
  private var meansText: String {
    guard step > 0 else { return "" }
    return "lead, lag: mean of \(network.coding == .rate ? "t=1-\(step)" : "all cycles so far")"
  }

  func distributionsTitle() -> PaneTitle {
    guard layers.indices.contains(state.layer) else { return PaneTitle("distributions") }
    return PaneTitle(
      network.layers[state.layer].name, ["distributions"],
      click: key(of: .layer))
  }

  func worstTitle() -> PaneTitle {
    guard let phase = state.phaseScreen.inspection else { return PaneTitle("off schedule") }
    guard !hasSpikesAlone else { return rhythmTitle(phase) }
    var title = PaneTitle(
      "\(network.layers[phase.layer].name) worst by \(phase.order.title)",
      ["\(grouped(phase.rows.count)) of \(grouped(phase.rowCount)) off schedule", meansText],
      click: state.keyMap.key(for: "sort-rows"),
      hints: hints(
        [ActionHint("sort-rows", "sort")] + .when(!phase.rows.isEmpty, "inspect", "neuron")))
    if state.phaseScreen.isOnInspectedNeuron { title.position = inspectedText }
    return title
  }

  func offsetStyle(_ bin: Int) -> Style {
    let psi = OffsetHistogram.bins.lowerBound + bin
    return psi < 0 ? .lead : psi > 0 ? .lag : .running
  }

  /// D, psi and dEI of the layer under the cursor, each with whose definition it is: side by side,
  /// or the last one below the others where there is room.
  func drawDistributions(_ phase: PhaseInspection, on canvas: inout Canvas) {
    guard !hasSpikesAlone else { return drawRhythmDistributions(on: &canvas) }
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
    let reach = visibleDecimal(
      Double(5 * histogram.binWidth), digits: histogram.binWidth < 1 ? 2 : 0)
    let row = canvas.size.rows - 1
    let width = canvas.size.columns - 4
    canvas.writeEnds(("<=-\(reach) lag", .lag), ("lead >=\(reach)", .lead), row: row, width: width)
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
    canvas.writeEnds(("extra", .lead), ("missing", .lag), row: row, width: width)
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
    let largest = timing.means.compactMap(\.timingLead).reduce(0) { max($0, abs($1)) }
    let counts = timing.means.map { "\(grouped($0.averaged)) of \(grouped($0.total))" }
    let barColumn = 19 + (counts.map(\.count).max() ?? 0) + 1
    for (index, mean) in timing.means.enumerated() {
      canvas.write(name(of: mean.group), row: index + 1, column: 0, style: .label)
      canvas.write(
        signed(mean.timingLead), row: index + 1, column: 11, width: 6, alignment: .right,
        style: mean.group == .sin ? .sinSpike : .plain)
      canvas.write(
        counts[index], row: index + 1, column: 18, width: canvas.size.columns - 18,
        alignment: .left, style: .label)
      let columns = canvas.size.columns - barColumn - 1
      guard let lead = mean.timingLead, largest > 0, columns >= leastTimingBar else { continue }
      canvas.drawSignedBar(lead / largest, row: index + 1, column: barColumn, columns: columns)
    }
    let count = timing.means.reduce(0) { $0 + $1.averaged }
    canvas.write(
      "r(dEI, D) \(signed(timing.correlation)), \(counted(count, "neuron"))", row: 4, column: 0,
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
    guard !hasSpikesAlone else { return drawRhythms(phase, on: &canvas) }
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
    var table = TextTable(
      columns: columns,
      rows: phase.rows.map {
        row(for: $0, in: phase.layer, hasPlace: canvas.size.columns >= columnsForPlaces)
      })
    table.sortedTitle = phase.order.columnTitle
    let visible = drawPhaseRows(table, on: &canvas)
    drawCourses(
      of: phase.rows[visible], in: phase.layer, rightOf: table.width(ofRows: visible), on: &canvas)
  }

  /// Draws as many rows as fit around the one of the cursor, which is marked if it is listed.
  ///
  /// - Returns: Which rows are drawn.
  func drawPhaseRows(_ table: TextTable, on canvas: inout Canvas) -> Range<Int> {
    let row = state.phaseRow
    let visible = canvas.scroll.rows(
      of: "rows", around: row ?? 0, height: canvas.size.rows - 1, count: table.rows.count)
    // With one that there is not, all can be clicked on and none is marked.
    canvas.draw(
      table, in: canvas.bounds, firstRow: visible.lowerBound, selectedRow: row ?? table.rows.count)
    return visible
  }

  /// D over time of the neurons of a list, where there is room beside the numbers.
  private func drawCourses(
    of rows: ArraySlice<PhaseInspection.Row>, in layer: Int, rightOf column: Int,
    on canvas: inout Canvas
  ) {
    let width = canvas.size.columns - column - 1
    guard width >= leastCourse else { return }
    let axis = timeAxis(width: width)
    axis.drawRuler(step: step, row: 0, column: column, on: &canvas)
    let courses = rows.map { deviationCourse(of: $0.unit, in: layer, axis) }
    let reach = courses.joined().filter(\.isFinite).reduce(1) { max($0, abs($1)) }
    for (row, course) in courses.enumerated() {
      canvas.drawLeadLagStrip(course, reach: reach, row: row + 1, column: column)
    }
    let drawn = Rect(row: 1, column: column, rows: courses.count, columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
  }

  private var nobodyIsOffText: String {
    if step == 0 { return "no step has been taken: Space runs, . steps" }
    guard context.hasANN else { return "no ANN: no schedule to be off" }
    return engine.setting.references[state.layer] == nil
      ? "no analog counterpart: no schedule to be off" : "every neuron is on schedule"
  }

  private func row(
    for row: PhaseInspection.Row, in layer: Int, hasPlace: Bool
  ) -> [TextTable.Entry] {
    let digits = network.coding == .rate ? 0 : 3
    let deviation = row.deviation.map(Double.init)
    let reference = engine.setting.references[layer]
    let group = reference.map {
      runState.statistics.layers[layer].group(of: row.unit, reference: $0)
    }
    return [
      .init(name(ofUnit: row.unit, in: layer, hasPlace: hasPlace)), .init("\(row.spikes)"),
      .init(
        visibleSigned(deviation, digits: digits), style: (deviation ?? 0) > 0 ? .lead : .lag),
      .init(visibleDecimal(Double(row.lead))), .init(visibleDecimal(Double(row.lag))),
      .init(row.offset.map { signed(Double($0), digits: 0) } ?? "-"),
      .init(signed(row.timingLead)),
      .init(signed(reference.map { Double($0.preactivation[row.unit]) }, digits: 3)),
      .init(group.map(name(of:)) ?? "-", style: group == .sin ? .sinSpike : .plain),
    ]
  }
}

extension Canvas {
  /// What the ends of a histogram around 0 stand for, and where there is room its middle.
  fileprivate mutating func writeEnds(
    _ left: (text: String, style: Style), _ right: (text: String, style: Style), row: Int,
    width: Int
  ) {
    writeApart([
      AxisLabel(left.text, row: row, column: 1, width: width, alignment: .left, style: left.style),
      AxisLabel(right.text, row: row, column: 1, width: width, style: right.style),
      AxisLabel("0", row: row, column: 1 + width / 2 - 1, width: 1),
    ])
  }
}
