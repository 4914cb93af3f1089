import Networks
import PlainText
import SpikeStatistics
import TerminalUI

extension ScreenView {
  /// Which inactivated neurons have spiked: totals per layer, the worst neurons, and why.
  func drawSIN(on canvas: inout Canvas) {
    guard layers.indices.contains(where: { engine.setting.references[$0] != nil }) else {
      let text =
        context.hasANN ? "no analog activations" : "no ANN: the file holds a spiking network"
      canvas.write("\(text); SIN needs the network as trained", row: 1, column: 2)
      return
    }
    var rest = canvas.bounds
    let totals = rest.takeTop(min(layers.count + 2, max(rest.rows / 3, 3)))
    let cause = rest.takeBottom(canvas.size.rows >= 30 ? 12 : 3)
    canvas.panel("totals", in: totals) { drawTotals(on: &$0) }
    canvas.panel("table", in: rest) { drawRows(on: &$0) }
    canvas.panel("cause", in: cause) { drawSelectedCause(on: &$0) }
  }

  /// A line per layer around the cursor's, and one for all.
  private func drawTotals(on canvas: inout Canvas) {
    let rows = max(canvas.size.rows - 2, 0)
    var window = ScrollWindow()
    window.show(cursor: state.sinTable.layer ?? state.layer, height: rows, count: layers.count)
    let visible = window.first..<min(window.first + rows, layers.count)
    let isWhole = visible.count == layers.count
    canvas.write(
      isWhole ? "layer" : "\(visible.count) of \(layers.count)", row: 0, column: 2, style: .label)
    canvas.write(
      "SIN of inactive  ratio  local inherited  spikes of spikes  t<=\(SINTotal.earlySteps)",
      row: 0, column: 14, style: .label)
    let totals = layers.indices.map { SINTotal(of: $0, status: engine) }
    for (row, layer) in visible.enumerated() {
      let isFilter = state.sinTable.layer == layer
      if isFilter { canvas[row + 1, 0] = Cell(canvas.glyphs.cursor, style: .selection) }
      drawTotal(
        totals[layer], name: network.layers[layer].name,
        style: isFilter ? .selection : .plain, row: row + 1, on: &canvas)
    }
    let isAll = state.sinTable.layer == nil
    var start = SINTotal()
    start.local = 0
    drawTotal(
      totals.compactMap(\.self).reduce(start, +), name: "all \(layers.count)",
      style: isAll ? .selection : .title, row: visible.count + 1, on: &canvas)
  }

  private func drawTotal(
    _ total: SINTotal?, name: String, style: Style, row: Int, on canvas: inout Canvas
  ) {
    canvas.write(name, row: row, column: 2, style: style, maxWidth: 10)
    guard let total else {
      canvas.write("no analog counterpart", row: row, column: 14, style: .label)
      return
    }
    let cells: [(String, Int, Int)] = [
      (grouped(total.neurons), 11, 6), (grouped(total.inactive), 18, 11),
      (percent(ratio(total.neurons, of: total.inactive)), 30, 6),
      (total.local.map(grouped) ?? "-", 37, 6), (total.inherited.map(grouped) ?? "-", 44, 9),
      (grouped(total.spikes), 54, 7),
      (percent(ratio(total.spikes, of: total.allSpikes)), 62, 9),
      (percent(ratio(total.earlySpikes, of: total.spikes), digits: 0), 72, 5),
    ]
    for (text, column, width) in cells {
      let isSIN = total.neurons > 0 && column == 11 && style == .plain
      canvas.write(
        text, row: row, column: column, width: width, alignment: .right,
        style: isSIN ? .sinSpike : style)
    }
  }

  func drawRows(on canvas: inout Canvas) {
    let table = state.sinTable
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    canvas.write(
      " \(tableTitle) ", row: 0, column: 2, width: canvas.size.columns - 4, alignment: .left,
      style: .title)
    guard !table.rows.isEmpty else {
      canvas.write(noRowsText, row: 2, column: 2, style: .label)
      return
    }
    let names = ["neuron", "spikes", "first", "last", "D", "v", "ANN z", "origin"]
    let columns = names.enumerated().map {
      TextTable.Column($1, alignment: $0 == 0 || $0 == 7 ? .left : .right)
    }
    let area = Rect(
      row: 1, column: 0, rows: canvas.size.rows - 1, columns: canvas.size.columns)
    let text = TextTable(
      columns: columns, count: table.rows.count, around: table.selected, height: area.rows
    ) { row(for: table.rows[$0]) }
    canvas.draw(text, in: area, around: table.selected, marksCursor: state.screen == .sin)
  }

  private var tableTitle: String {
    let table = state.sinTable
    let place = table.layer.map { network.layers[$0].name } ?? "all layers"
    let filter = table.filter.isEmpty ? "" : ", /\(table.filter.text)"
    return "\(place)\(filter), by \(table.order.title), "
      + "\(grouped(table.rows.count)) of \(grouped(table.unfilteredCount))"
  }

  private var noRowsText: String {
    if step == 0 { return "no step has been taken: Space runs, . steps" }
    return state.sinTable.unfilteredCount == 0
      ? "no inactivated neuron has fired"
      : "no row matches '\(state.sinTable.filter.text)': / changes the filter"
  }

  private func row(for row: NeuronFacts) -> [TextTable.Entry] {
    [
      .init(name(ofUnit: row.unit, in: row.layer)),
      .init("\(row.spikes)", style: .sinSpike),
      .init("\(row.firstStep)"), .init("\(row.lastStep)"),
      .init(signed(row.deviation.map(Double.init), digits: network.coding == .rate ? 0 : 3)),
      .init(decimal(row.potential.map(Double.init), digits: 2)),
      .init(signed(row.preactivation.map(Double.init), digits: 3)),
      .init(row.isLocal.map { $0 ? "local" : "inherited" } ?? "-"),
    ]
  }

  /// The sum in two lines, or with its largest terms where there is room.
  private func drawSelectedCause(on canvas: inout Canvas) {
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    guard let inspection = state.inspection, let cause = inspection.cause,
      state.sinTable.selectedRow != nil
    else { return }
    guard canvas.size.rows <= 3 else {
      drawCause(inspection, on: &canvas)
      return
    }
    for (row, line) in causeLines(cause).enumerated() {
      canvas.write(
        line, row: row + 1, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: row == 0 ? .plain : .label)
    }
  }
}
