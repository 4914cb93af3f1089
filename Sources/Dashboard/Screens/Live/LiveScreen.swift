import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The columns left of the strips: cursor, layer, neurons, rate, SIN, D.
private let ownColumns = 32

/// The columns that each further figure takes, behind those.
private let furtherColumns = 8

extension ScreenView {
  /// All layers as strips, and below them the image, the answer and the selected layer.
  func drawLive(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let bottom = rest.takeBottom(canvas.size.rows >= 34 ? 16 : 10)
    canvas.panel("strips", in: rest) { drawStrips(on: &$0) }
    canvas.inside(bottom) { drawAnswer(on: &$0) }
  }

  func drawStrips(on canvas: inout Canvas) {
    guard state.rasterView.mode != .waterfall else {
      drawWaterfall(on: &canvas)
      return
    }
    var rest = canvas.bounds
    let header = rest.takeTop(1)
    let legend = rest.takeBottom(1)
    let visible = visibleLayers(rows: rest.rows)
    let axis = timeAxis(width: canvas.size.columns - labelWidth - 1)
    canvas.write(liveHeader, row: header.row, column: 0, style: .label, maxWidth: labelWidth)
    axis.drawRuler(step: step, row: header.row, column: labelWidth + 1, on: &canvas)
    let height = max(min(rest.rows / max(visible.count, 1), 12), 1)
    for layer in visible {
      let taken = heightOfStrip(
        layer, usual: height, visible: visible.count, rows: canvas.size.rows - 2)
      let rows = rest.takeTop(taken)
      canvas.addTarget(.item(layer), in: rows)
      drawLabel(of: layer, row: rows.row, on: &canvas)
      canvas.drawVerticalLine(row: rows.row, column: labelWidth, height: rows.rows)
      // A blank row keeps high strips apart.
      let strip = Rect(
        row: rows.row, column: labelWidth + 1, rows: rows.rows > 3 ? rows.rows - 1 : rows.rows,
        columns: axis.width)
      if !network.layers[layer].neuron.sendsPotential {
        self.strip(of: layer, dotRows: strip.rows * 4).draw(
          axis, towards: .right, in: strip, memo: memo, on: &canvas)
      }
      drawSilence(of: layer, in: strip, on: &canvas)
    }
    drawLegend(dotRows: (height > 3 ? height - 1 : height) * 4, visible, in: legend, on: &canvas)
  }

  private var labelWidth: Int { ownColumns + furtherColumns * furtherLayerFigures.count }

  private var liveHeader: String {
    let titles = furtherLayerFigures.map { $0.columnTitle.leftPadded(furtherColumns) }
    let own = " layer     neurons  rate   SIN      D"
    return titles.isEmpty ? own : own.prefix(ownColumns) + titles.joined()
  }

  /// Where one layer is shown large, it takes the rows that the others can spare.
  private func heightOfStrip(_ layer: Int, usual: Int, visible: Int, rows: Int) -> Int {
    guard state.rasterView.unitsPerDot > 1 else { return usual }
    return layer == state.layer ? max(rows - visible + 1, 1) : 1
  }

  /// Time downwards: the layers side by side, and their numbers at the left.
  private func drawWaterfall(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let header = rest.takeTop(1)
    let legend = rest.takeBottom(1)
    canvas.write(liveHeader, row: header.row, column: 0, style: .label, maxWidth: labelWidth)
    let ruler = rest.takeLeft(labelWidth + 6)
    canvas.drawVerticalLine(row: rest.row, column: labelWidth, height: rest.rows)
    let axis = verticalAxis(height: rest.rows)
    axis.drawVerticalRuler(
      step: step, row: ruler.row, column: labelWidth + 1, digits: 4, on: &canvas)
    let visible = visibleLayers(rows: min(rest.rows, max(rest.columns / 5, 1)))
    let width = rest.columns / max(visible.count, 1)
    for (index, layer) in visible.enumerated() {
      drawLabel(of: layer, row: rest.row + index, on: &canvas)
      let area = rest.takeLeft(width)
      canvas.write(
        network.layers[layer].name, row: header.row, column: area.column, width: width - 1,
        alignment: .left, style: layer == state.layer ? .selection : .label)
      let strip = Rect(
        row: area.row, column: area.column, rows: area.rows, columns: max(width - 1, 0))
      if !network.layers[layer].neuron.sendsPotential {
        self.strip(of: layer, dotRows: strip.columns * 2).draw(
          axis, towards: .down, in: strip, memo: memo, on: &canvas)
      }
      drawSilence(of: layer, in: strip, on: &canvas)
    }
    drawLegend(dotRows: max(width - 1, 1) * 2, visible, in: legend, on: &canvas)
  }

  /// As many layers as have a row, around the one under the cursor.
  private func visibleLayers(rows: Int) -> Range<Int> {
    var window = ScrollWindow()
    window.show(cursor: state.layer, height: rows, count: layers.count)
    return window.first..<min(window.first + max(rows, 1), layers.count)
  }

  private func strip(of layer: Int, dotRows: Int) -> SpikeStrip {
    SpikeStrip(
      raster: engine.raster, generation: engine.generation, layer: layer,
      neuronCount: network.layers[layer].shape.count,
      reference: engine.setting.references[layer], dotRows: dotRows)
  }

  private func drawLabel(of layer: Int, row: Int, on canvas: inout Canvas) {
    let isSelected = layer == state.layer
    let style: Style = isSelected ? .selection : .plain
    let shape = network.layers[layer].shape
    if isSelected {
      canvas.fill(
        Rect(row: row, column: 0, rows: 1, columns: labelWidth), with: Cell(" ", style: .selection))
      canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection)
    }
    canvas.write(network.layers[layer].name, row: row, column: 1, style: style, maxWidth: 8)
    field(grouped(shape.count), row, 10, 8, style, on: &canvas)
    let layerStep = layerStep(layer)
    field(Figure.rate.text(of: layerStep), row, 18, 6, style, on: &canvas)
    let sinNeurons = Figure.sinNeurons.layer?(layerStep)
    let sin =
      sinNeurons == nil && !context.hasANN ? "no ANN" : Figure.sinNeurons.text(of: layerStep)
    let hasSIN = (sinNeurons ?? 0) > 0
    // Words take the room of the sign of D, which there is none of.
    field(
      sin, row, context.hasANN ? 24 : 25, 6, isSelected ? style : hasSIN ? .sinSpike : style,
      on: &canvas)
    drawDeviation(
      Figure.deviation.layer?(layerStep), row: row, isSelected: isSelected, on: &canvas)
    for (index, figure) in furtherLayerFigures.enumerated() {
      field(
        figure.text(of: layerStep), row, ownColumns + furtherColumns * index, furtherColumns, style,
        on: &canvas)
    }
  }

  /// D of the layer as a sign: the number stands beside the layer in the panel below.
  private func drawDeviation(
    _ deviation: Double?, row: Int, isSelected: Bool, on canvas: inout Canvas
  ) {
    guard let deviation, abs(deviation) >= 0.005 else { return }
    let isLead = deviation > 0
    let style: Style = isSelected ? .selection : isLead ? .lead : .lag
    canvas[row, 31] = Cell(isLead ? canvas.glyphs.lead : canvas.glyphs.lag, style: style)
  }

  /// A silent layer says so; blank reads as broken.
  private func drawSilence(of layer: Int, in rect: Rect, on canvas: inout Canvas) {
    guard step > 0, runState.statistics.layers[layer].counts.total == 0 else { return }
    let sendsPotential = network.layers[layer].neuron.sendsPotential
    canvas.write(
      sendsPotential ? "sends its potential, no spikes" : "silent for \(step) steps",
      row: rect.row, column: rect.column + 1, width: rect.columns - 1, alignment: .left,
      style: .label)
  }

  private func drawLegend(
    dotRows: Int, _ visible: Range<Int>, in rest: Rect, on canvas: inout Canvas
  ) {
    guard rest.rows > 0, let largest = visible.map({ network.layers[$0].shape.count }).max()
    else { return }
    let perDot = max((largest + dotRows - 1) / dotRows, 1)
    var notes = ["dot: up to \(grouped(perDot)) neurons, set at the mean of its steps and above"]
    notes.append("\(canvas.glyphs.sinSpike): SIN, a tenth of the spikes or more")
    if visible.count < layers.count {
      notes.insert("\(visible.count) of \(layers.count) layers", at: 0)
    }
    if let timeZoomNote { notes.insert(timeZoomNote, at: 0) }
    canvas.write(
      notes.joined(separator: "  "), row: rest.row, column: 1, width: canvas.size.columns - 2,
      alignment: .left, style: .label)
  }

  private func field(
    _ text: String, _ row: Int, _ column: Int, _ width: Int, _ style: Style,
    on canvas: inout Canvas
  ) {
    canvas.write(text, row: row, column: column, width: width, alignment: .right, style: style)
  }
}
