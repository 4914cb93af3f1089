import Networks
import PlainText
import SpikeStatistics
import TerminalUI

private let unitLabelWidth = 9

extension ScreenView {
  /// The layer's spikes, neuron by neuron in the order of their numbers, around the cursor.
  func drawLayerRaster(on canvas: inout Canvas) {
    state.rasterView.mode == .waterfall ? drawUnitColumns(on: &canvas) : drawUnitRows(on: &canvas)
  }

  /// Neurons downwards: four dot rows in a row of cells.
  private func drawUnitRows(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let header = rest.takeTop(1)
    let footer = rest.takeBottom(1)
    let bands = unitBands(perCell: 4, cells: rest.rows)
    let axis = timeAxis(width: rest.columns - unitLabelWidth)
    canvas.write("neuron", row: header.row, column: 1, style: .label)
    axis.drawRuler(step: step, row: header.row, column: unitLabelWidth, on: &canvas)
    let perRow = 4 * bands.raster.unitsPerDot
    for row in 0..<rest.rows where row * perRow < bands.raster.units.count {
      let first = bands.first + row * perRow
      let isSelected = (first..<first + perRow).contains(bands.cursor)
      canvas.addTarget(
        .item(first), in: Rect(row: rest.row + row, column: 0, rows: 1, columns: rest.columns))
      canvas.write(
        "#\(isSelected ? bands.cursor : first)", row: rest.row + row, column: 1,
        width: unitLabelWidth - 2, alignment: .right, style: isSelected ? .selection : .label)
      if isSelected { canvas[rest.row + row, 0] = Cell(canvas.glyphs.cursor, style: .selection) }
    }
    let area = Rect(
      row: rest.row, column: unitLabelWidth, rows: rest.rows, columns: axis.width)
    bands.raster.draw(axis, towards: .right, in: area, memo: memo, on: &canvas)
    axis.drawPresent(step: step, in: area, on: &canvas)
    drawUnitRange(bands.raster, axis, perCell: 4, row: footer.row, on: &canvas)
  }

  /// Neurons to the right: two dot columns in a column of cells.
  private func drawUnitColumns(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let header = rest.takeTop(1)
    let footer = rest.takeBottom(1)
    let ruler = rest.takeLeft(6)
    let axis = verticalAxis(height: rest.rows)
    axis.drawVerticalRuler(step: step, row: ruler.row, column: 0, digits: 4, on: &canvas)
    let bands = unitBands(perCell: 2, cells: rest.columns - 1)
    bands.raster.draw(axis, towards: .down, in: rest, memo: memo, on: &canvas)
    let column = (bands.cursor - bands.first) / (2 * bands.raster.unitsPerDot)
    let mark = canvas.glyphs == .braille ? "▼" : "v"
    canvas.write(mark, row: header.row, column: rest.column + column, style: .key)
    canvas.write(
      " #\(bands.cursor)", row: header.row, column: rest.column + column + 1, style: .selection)
    drawUnitRange(bands.raster, axis, perCell: 2, row: footer.row, on: &canvas)
  }

  /// The neurons around the cursor that fill so many cells.
  private func unitBands(
    perCell: Int, cells: Int
  ) -> (raster: UnitRaster, first: Int, cursor: Int) {
    let perDot = state.rasterView.unitsPerDot
    let perRow = perCell * perDot
    let cursor = shape.unitNumber(ofIndex: state.unit)
    var window = ScrollWindow()
    window.show(
      cursor: cursor / perRow + cells / 2, height: cells, count: (shape.count + perRow - 1) / perRow
    )
    let first = window.first * perRow
    let last = min(first + max(cells, 0) * perRow, shape.count)
    let raster = UnitRaster(
      raster: engine.raster, generation: engine.generation, layer: state.layer,
      reference: reference, firstNumber: first,
      units: (first..<max(last, first)).map(shape.populationIndex(ofUnit:)), unitsPerDot: perDot)
    return (raster, first, cursor)
  }

  private func drawUnitRange(
    _ raster: UnitRaster, _ axis: TimeAxis, perCell: Int, row: Int, on canvas: inout Canvas
  ) {
    let perDot = raster.unitsPerDot
    let isAcross = perCell == 4
    var notes = ["\(grouped(raster.units.count)) of \(grouped(shape.count)) neurons"]
    notes.append(
      perDot == 1
        ? "\(isAcross ? "four" : "two") per \(isAcross ? "row" : "column")"
        : "dot: \(grouped(perDot)), set at the mean of its steps and above")
    if let note = timeNote(axis) { notes.append(note) }
    canvas.write(
      notes.joined(separator: ", "), row: row, column: 1, width: canvas.size.columns - 2,
      alignment: .left, style: .label)
  }
}
