import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The columns of all numbers of a layer, and of its share of SIN neurons alone.
private let wholeWidth = 78
private let shareWidth = 24

/// From so many columns on the potential and its cause stand beside the table.
private let columnsForTwo = 144

/// So many have all columns of the table, which stand there in one column of panes, too.
private let leastTable = 96

/// From so many columns on a row says where its neuron lies.
private let columnsForPlaces = 84

/// With fewer columns a lane over time, or a bar, says nothing.
private let leastLane = 12

/// The sum in words, the titles, and inputs below them: with fewer rows there would be none.
private let leastCause = 6

/// As many layers are shown before anything leaves for them.
private let leastLayers = 4

extension ScreenView {
  /// Totals per layer, the worst neurons, and of the one under the cursor its potential and why.
  func sinLayout(_ size: Size) -> Layout<String> {
    layout(size, last: "cause", rows: Extent(leastCause, ideal: 8, weight: 2))
  }

  /// The same where spikes alone tell something: totals, the most active neurons, and of the one
  /// under the cursor its potential, and how those of its layer are spread.
  func spikesAloneLayout(_ size: Size) -> Layout<String> {
    layout(
      size, last: state.knowsPotentials ? "potential-bins" : "interval-bins",
      rows: Extent(4, ideal: 8, weight: 2))
  }

  /// Totals and table at the left, the potential of a neuron and a last pane at the right; without
  /// room for two columns all but the potential below each other.
  private func layout(_ size: Size, last name: String, rows: Extent) -> Layout<String> {
    let left = Extent(
      size.columns < columnsForTwo ? 56 : leastTable, ideal: leastTable, weight: 3)
    let right = Extent(44, ideal: 64, weight: 2)
    let totals = Pane(
      "totals",
      rows: Extent(
        min(layers.count, leastLayers) + 2, ideal: layers.count + 2, maximum: layers.count + 2),
      columns: left, priority: 1)
    let table = Pane("table", rows: Extent(5, ideal: 12, weight: 3), columns: left, priority: 0)
    let last = { (columns: Extent) in Pane(name, rows: rows, columns: columns, priority: 2) }
    guard size.columns >= columnsForTwo else { return .stack([totals, table, last(left)]) }
    let trace = Pane("trace", rows: Extent(8, ideal: 16, weight: 2), columns: right, priority: 3)
    return .columns([.stack([totals, table]), .stack([trace, last(right)])])
  }

  private var hasEarlySteps: Bool { SINTotal.hasEarlySteps(network.coding) }

  /// Whether no analog network says what neurons should do, so that spikes alone tell something.
  var hasSpikesAlone: Bool { engine.setting.references.allSatisfy { $0 == nil } }

  /// What there is to say first, where nothing counts as inactivated.
  private var noSINText: String? {
    guard !layers.indices.contains(where: { engine.setting.references[$0] != nil }) else {
      return nil
    }
    guard !context.hasANN else {
      return "no analog activations; SIN needs the network as trained"
    }
    return runState.simulation.isReplay && !context.hasPicture
      ? "no ANN: there are spikes alone" : "no ANN: the file holds a spiking network"
  }

  func totalsTitle() -> PaneTitle {
    PaneTitle(
      hasSpikesAlone ? "spikes by layer" : "SIN by layer",
      hints: hints(["next-layer": "one layer's rows", "previous-layer": "back to all"]))
  }

  /// A line per layer around the cursor's, and one for all.
  func drawTotals(on canvas: inout Canvas) {
    guard !hasSpikesAlone else { return drawSpikeTotals(noSINText ?? "", on: &canvas) }
    let rows = max(canvas.size.rows - 2, 0)
    let visible = canvas.scroll.rows(
      of: "layers", around: state.sinTable.layer ?? state.layer, height: rows, count: layers.count)
    canvas.write("layer", row: 0, column: 2, style: .label)
    let hasAll = canvas.size.columns >= wholeWidth
    let titles =
      "SIN of inactive  ratio  local inherited  spikes    of all"
      + (hasEarlySteps ? "  t<=\(SINTotal.earlySteps)" : "")
    canvas.write(
      hasAll ? titles : "   SIN  ratio", row: 0, column: 14, style: .label)
    let start = (hasAll ? wholeWidth : shareWidth + 6) + 1
    let lane = timeAxis(width: canvas.size.columns - start - 1)
    let hasLane = canvas.size.columns - start - 1 >= leastLane
    if hasLane { lane.drawRuler(step: step, row: 0, column: start, on: &canvas) }
    let totals = layers.indices.map { SINTotal(of: $0, status: engine) }
    for (row, layer) in visible.enumerated() {
      let isFilter = state.sinTable.layer == layer
      drawTotal(
        totals[layer], name: network.layers[layer].name,
        style: isFilter ? .selection : .plain, row: row + 1, hasAll: hasAll, on: &canvas)
      if hasLane { drawSINCourse(of: [layer], lane, row: row + 1, column: start, on: &canvas) }
    }
    let isAll = state.sinTable.layer == nil
    var sum = SINTotal()
    sum.local = 0
    drawTotal(
      totals.compactMap(\.self).reduce(sum, +), name: "all \(layers.count)",
      style: isAll ? .selection : .title, row: visible.count + 1, hasAll: hasAll, on: &canvas)
    guard hasLane else { return }
    drawSINCourse(
      of: Array(layers.indices), lane, row: visible.count + 1, column: start, on: &canvas)
    let drawn = Rect(row: 1, column: start, rows: visible.count + 1, columns: lane.width)
    lane.drawPresent(step: step, in: drawn, on: &canvas)
  }

  private func drawTotal(
    _ total: SINTotal?, name: String, style: Style, row: Int, hasAll: Bool,
    on canvas: inout Canvas
  ) {
    if style == .selection {
      let columns = hasAll ? wholeWidth : shareWidth + 5
      canvas.fill(
        Rect(row: row, column: 0, rows: 1, columns: min(columns, canvas.size.columns)),
        with: Cell(" ", style: .selection))
      canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection)
    }
    canvas.write(name, row: row, column: 2, style: style, maxWidth: 10)
    guard let total else {
      canvas.write("no analog counterpart", row: row, column: 14, style: .label)
      return
    }
    let share = percent(ratio(total.neurons, of: total.inactive))
    let cells: [(String, Int, Int)] =
      hasAll
      ? [
        (grouped(total.neurons), 11, 6), (grouped(total.inactive), 18, 11), (share, 30, 6),
        (total.local.map(grouped) ?? "-", 37, 6), (total.inherited.map(grouped) ?? "-", 44, 9),
        (grouped(total.spikes), 54, 7),
        (percent(ratio(total.spikes, of: total.allSpikes)), 62, 9),
        (
          hasEarlySteps ? percent(ratio(total.earlySpikes, of: total.spikes), digits: 0) : "", 72, 5
        ),
      ] : [(grouped(total.neurons), 12, 8), (share, 21, 7)]
    for (text, column, width) in cells {
      let isSIN = total.neurons > 0 && column <= 12 && style == .plain
      canvas.write(
        text, row: row, column: column, width: width, alignment: .right,
        style: isSIN ? .sinSpike : style)
    }
  }

  /// The share of spikes that are SIN over time, full height for all of them.
  private func drawSINCourse(
    of layers: [Int], _ axis: TimeAxis, row: Int, column: Int, on canvas: inout Canvas
  ) {
    for cell in 0..<axis.width {
      guard let share = axis.steps(ofCell: cell).flatMap({ sinShare(of: layers, in: $0) })
      else { continue }
      canvas.drawColumn(share, row: row, column: column + cell, style: .sinSpike)
    }
  }

  /// The SIN spikes of some layers over all their spikes, in some steps; `nil` where there are
  /// none, or they are not kept.
  func sinShare(of layers: [Int], in steps: ClosedRange<Int>) -> Double? {
    var (spikes, sinSpikes) = (0, 0)
    let (history, references) = (engine.history, engine.setting.references)
    let known = layers.filter { references[$0] != nil }
    for step in steps where step <= history.lastStep {
      for layer in known {
        guard let entry = history.entry(of: layer, at: step) else { continue }
        spikes += Int(entry.spikes)
        sinSpikes += Int(entry.sinSpikes)
      }
    }
    return sinSpikes > 0 ? ratio(sinSpikes, of: spikes) : nil
  }

  func tableTitle() -> PaneTitle {
    let table = state.sinTable
    let place = table.layer.map { network.layers[$0].name } ?? "all layers"
    let count = "\(grouped(table.rows.count)) of \(grouped(table.unfilteredCount))"
    let order = "by \(table.order.title)"
    // What is said first stays on a narrow terminal.
    let isWhole = table.rows.count == table.unfilteredCount
    var title = PaneTitle(
      hasSpikesAlone ? "neurons that fired" : "inactivated neurons that fired",
      [
        isWhole ? order : count, isWhole ? count : order,
        table.filter.isEmpty ? place : "\(place), /\(table.filter.text)",
      ], click: state.keyMap.key(for: "sort-rows"),
      hints: table.unfilteredCount == 0
        ? []
        : hints([
          "sort-rows": "sort", "filter-rows": "filter",
          "inspect": hasSpikesAlone ? "neuron" : "why",
        ]))
    if state.screen == .sin, table.isOnInspectedNeuron { title.position = inspectedText }
    return title
  }

  /// Why the cursor of a list is not on its first row.
  var inspectedText: String { "cursor: inspected neuron" }

  func drawRows(on canvas: inout Canvas) {
    let table = state.sinTable
    guard !table.rows.isEmpty else {
      canvas.write(
        noRowsText, row: 0, column: 2, width: canvas.size.columns - 3, alignment: .left,
        style: .label)
      return
    }
    // Where there is room, the place of a neuron on its map.
    let isWide = canvas.size.columns >= columnsForPlaces
    let figures =
      hasSpikesAlone ? ["v", "ISI", "CV"] : ["D", "v", "ANN z", "origin"]
    let names = ["neuron"] + (isWide ? ["place"] : []) + ["spikes", "first", "last"] + figures
    let columns = names.map { name in
      TextTable.Column(
        name, alignment: ["neuron", "place", "origin"].contains(name) ? .left : .right)
    }
    let area = canvas.bounds
    let visible = canvas.scroll.rows(
      of: "rows", around: cursorRow ?? table.selected, height: area.rows - 1,
      count: table.rows.count)
    var text = TextTable(columns: columns, count: table.rows.count, visible: visible) {
      row(for: table.rows[$0], hasPlace: isWide)
    }
    text.sortedTitle = table.order.columnTitle
    canvas.draw(text, in: area, firstRow: visible.lowerBound, selectedRow: cursorRow)
    drawSpikeTrains(
      of: table.rows[visible].map { ($0.unit, $0.layer) }, rightOf: text.width,
      style: hasSpikesAlone ? .title : .sinSpike, on: &canvas)
  }

  /// The row with the cursor: the selected one, on other screens that of the neuron under their
  /// cursor; `nil` where that has none.
  private var cursorRow: Int? {
    let table = state.sinTable
    guard state.screen != .sin else { return table.selected }
    return table.rows.firstIndex { ($0.layer, $0.unit) == (state.layer, state.unit) }
  }

  /// When some neurons fired, one in a row below a ruler, where there is room for that; in the
  /// colour of lag where they took spikes back.
  func drawSpikeTrains(
    of neurons: [(unit: Int, layer: Int)], rightOf column: Int, style: Style,
    on canvas: inout Canvas
  ) {
    let width = canvas.size.columns - column - 1
    guard width >= leastLane else { return }
    let axis = timeAxis(width: width)
    axis.drawRuler(step: step, row: 0, column: column, on: &canvas)
    for (number, neuron) in neurons.enumerated() {
      var dots = DotGrid(Size(rows: 1, columns: axis.width))
      let first = max(engine.raster.firstStep, axis.firstStep)
      let last = min(step, engine.raster.lastStep)
      if first <= last {
        let steps = engine.raster.spikeTrain(
          of: neuron.unit, in: neuron.layer, steps: first...last)
        let takesBack = network.takesSpikesBack(in: neuron.layer)
        for fired in steps {
          guard let x = axis.dotColumn(of: fired) else { continue }
          let isTakenBack =
            takesBack && engine.raster.value(of: neuron.unit, in: neuron.layer, at: fired) < 0
          for y in 1...2 { dots.set(x: x, y: y, style: isTakenBack ? .lag : style) }
        }
      }
      canvas.draw(dots, row: number + 1, column: column)
    }
    let drawn = Rect(row: 1, column: column, rows: neurons.count, columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
  }

  private var noRowsText: String {
    if step == 0 { return "no step has been taken: Space runs, . steps" }
    return state.sinTable.unfilteredCount == 0
      ? "no \(hasSpikesAlone ? "" : "inactivated ")neuron has fired"
      : "no row matches '\(state.sinTable.filter.text)': / changes the filter"
  }

  private func row(for row: NeuronFacts, hasPlace: Bool) -> [TextTable.Entry] {
    let first: [TextTable.Entry] =
      [.init(name(ofUnit: row.unit, in: row.layer))]
      + (hasPlace ? [.init(place(ofUnit: row.unit, in: row.layer), style: .label)] : []) + [
        .init("\(row.spikes)", style: hasSpikesAlone ? .plain : .sinSpike),
        .init("\(row.firstStep)"), .init("\(row.lastStep)"),
      ]
    let potential = TextTable.Entry(decimal(row.potential.map(Double.init), digits: 2))
    guard !hasSpikesAlone else {
      let layerStep = layerStep(row.layer)
      return first + [
        potential, .init(Figure.intervalMean.text(of: row.unit, in: layerStep)),
        .init(Figure.intervalVariation.text(of: row.unit, in: layerStep)),
      ]
    }
    return first + [
      .init(visibleSigned(row.deviation.map(Double.init), digits: network.coding == .rate ? 0 : 3)),
      potential,
      .init(signed(row.preactivation.map(Double.init), digits: 3)),
      .init(row.isLocal.map { $0 ? "local" : "inherited" } ?? "-"),
    ]
  }

  func causeTitle() -> PaneTitle {
    guard let row = state.sinTable.selectedRow else { return PaneTitle("why") }
    return PaneTitle(
      "why \(name(ofUnit: row.unit, in: row.layer))", ["spikes against the schedule"])
  }

  /// The sum with its largest terms.
  func drawSelectedCause(on canvas: inout Canvas) {
    guard let inspection = state.inspection, state.sinTable.selectedRow != nil else { return }
    drawCause(inspection, on: &canvas)
  }
}
