import Networks
import SpikeStatistics
import TerminalUI

extension ScreenView {
  /// Which inactivated neurons have spiked: totals per layer, the worst neurons, and why.
  func drawSIN(on canvas: inout Canvas) {
    guard layers.indices.contains(where: { engine.setting.references[$0] != nil }) else {
      canvas.write("no analog activations: SIN needs the network as trained", row: 1, column: 2)
      return
    }
    var rest = canvas.bounds
    let totals = rest.takeTop(min(layers.count, rest.rows / 3) + 1)
    let cause = rest.takeBottom(3)
    canvas.inside(totals) { drawTotals(on: &$0) }
    canvas.inside(rest) { drawRows(on: &$0) }
    canvas.inside(cause) { drawSelectedCause(on: &$0) }
  }

  private func drawTotals(on canvas: inout Canvas) {
    let rows = canvas.size.rows - 1
    var window = ScrollWindow()
    window.show(cursor: state.sinTable.layer ?? state.layer, height: rows, count: layers.count)
    let visible = window.first..<min(window.first + rows, layers.count)
    canvas.write(
      "layer       SIN neurons   of inactive    ratio   SIN spikes    of spikes", row: 0,
      column: 2, style: .label)
    for (row, layer) in visible.enumerated() {
      drawTotal(of: layer, row: row + 1, on: &canvas)
    }
    if visible.count < layers.count {
      canvas.write(
        "\(visible.count) of \(layers.count) layers", row: 0, column: 0,
        width: canvas.size.columns - 1, alignment: .right, style: .label)
    }
  }

  private func drawTotal(of layer: Int, row: Int, on canvas: inout Canvas) {
    let isFilter = state.sinTable.layer == layer
    let style: Style = isFilter ? .selection : .plain
    if isFilter { canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection) }
    canvas.write(network.layers[layer].name, row: row, column: 2, style: style)
    let statistics = moment.statistics.layers[layer]
    guard let sin = statistics.sin else {
      canvas.write("no analog counterpart", row: row, column: 14, style: .label)
      return
    }
    let load = ratio(sin.spikes, of: statistics.counts.total)
    let cells: [(String, Int, Int)] = [
      (grouped(sin.neurons), 13, 12), (grouped(sin.inactiveCount), 26, 13),
      (percent(sin.ratio), 40, 8), (grouped(sin.spikes), 49, 12), (percent(load), 62, 12),
    ]
    for (text, column, width) in cells {
      canvas.write(
        text, row: row, column: column, width: width, alignment: .right,
        style: isFilter ? style : sin.neurons > 0 && column == 13 ? .sinSpike : style)
    }
  }

  private func drawRows(on canvas: inout Canvas) {
    let table = state.sinTable
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    let filter = table.layer.map { network.layers[$0].name } ?? "all layers"
    let count = "\(grouped(table.rows.count)) of \(grouped(table.rowCount))"
    canvas.write(
      " \(filter), sorted by \(table.order.title), \(count) ", row: 0, column: 2, style: .title)
    guard !table.rows.isEmpty else {
      canvas.write(
        step == 0
          ? "no step has been taken: Space runs, . steps" : "no inactivated neuron has fired",
        row: 2, column: 2, style: .label)
      return
    }
    let names = ["neuron", "spikes", "first", "last", "D", "v", "origin"]
    let columns = names.enumerated().map {
      TextTable.Column($1, alignment: $0 == 0 || $0 == 6 ? .left : .right)
    }
    let text = TextTable(columns: columns, rows: table.rows.map(row(for:)))
    let area = Rect(
      row: 1, column: 0, rows: canvas.size.rows - 1, columns: canvas.size.columns)
    var window = ScrollWindow()
    window.show(cursor: table.selected, height: area.rows - 1, count: table.rows.count)
    canvas.draw(text, in: area, firstRow: window.first, selectedRow: table.selected)
  }

  private func row(for row: SINTable.Row) -> [TextTable.Entry] {
    [
      .init(name(ofUnit: row.unit, in: row.layer)),
      .init("\(row.spikes)", style: .sinSpike),
      .init("\(row.firstStep)"), .init("\(row.lastStep)"),
      .init(signed(row.deviation.map(Double.init), digits: network.coding == .rate ? 0 : 3)),
      .init(decimal(Double(row.potential), digits: 2)),
      .init(network.coding == .rate ? row.isLocal ? "local" : "inherited" : "-"),
    ]
  }

  private func drawSelectedCause(on canvas: inout Canvas) {
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    guard let cause = state.inspection?.cause, state.sinTable.selectedRow != nil else { return }
    for (row, line) in causeLines(cause).enumerated() {
      canvas.write(
        line, row: row + 1, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: row == 0 ? .plain : .label)
    }
  }
}
