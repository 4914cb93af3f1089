import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The columns of a neuron's number, and of its place on the map behind it.
private let numberWidth = 9
private let placeWidth = 13

/// From so many columns on a row says where its neuron lies.
private let columnsForPlaces = 76

extension ScreenView {
  /// The layer's spikes, neuron by neuron in the order that was chosen, around the cursor.
  func drawLayerRaster(on canvas: inout Canvas) {
    state.rasterView.mode == .waterfall ? drawUnitColumns(on: &canvas) : drawUnitRows(on: &canvas)
  }

  /// The neurons of the layer in that order.
  private var neurons: OrderedNeurons { state.orderedNeurons(of: engine) }

  /// Neurons downwards: four dot rows in a row of cells.
  private func drawUnitRows(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let header = rest.takeTop(1)
    let footer = rest.takeBottom(1)
    let bands = unitBands(perCell: 4, cells: rest.rows, on: &canvas)
    let hasPlaces = !shape.isVector && rest.columns >= columnsForPlaces
    let labelWidth = numberWidth + (hasPlaces ? placeWidth : 0)
    let axis = timeAxis(width: rest.columns - labelWidth)
    canvas.write("neuron", row: header.row, column: 1, style: .label)
    axis.drawRuler(step: step, row: header.row, column: labelWidth, on: &canvas)
    let perRow = 4 * bands.raster.unitsPerDot
    for row in 0..<rest.rows where row * perRow < bands.raster.units.count {
      let first = bands.first + row * perRow
      let isSelected = (first..<first + perRow).contains(bands.cursor)
      canvas.addTarget(
        .item(first), in: Rect(row: rest.row + row, column: 0, rows: 1, columns: rest.columns))
      let unit = isSelected ? state.unit : bands.raster.units[row * perRow]
      let style: Style = isSelected ? .selection : .label
      canvas.write(
        "#\(shape.unitNumber(ofIndex: unit))", row: rest.row + row, column: 1,
        width: numberWidth - 2, alignment: .right, style: style)
      if hasPlaces {
        canvas.write(
          place(ofUnit: unit, in: state.layer), row: rest.row + row, column: numberWidth,
          width: placeWidth - 1, alignment: .left, style: style)
      }
      if isSelected { canvas[rest.row + row, 0] = Cell(canvas.glyphs.cursor, style: .selection) }
    }
    let area = Rect(row: rest.row, column: labelWidth, rows: rest.rows, columns: axis.width)
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
    let bands = unitBands(perCell: 2, cells: rest.columns - 1, on: &canvas)
    bands.raster.draw(axis, towards: .down, in: rest, memo: memo, on: &canvas)
    let column = (bands.cursor - bands.first) / (2 * bands.raster.unitsPerDot)
    let mark = canvas.glyphs == .braille ? "▼" : "v"
    canvas.write(mark, row: header.row, column: rest.column + column, style: .key)
    canvas.write(
      " #\(shape.unitNumber(ofIndex: state.unit))", row: header.row,
      column: rest.column + column + 1, style: .selection)
    drawUnitRange(bands.raster, axis, perCell: 2, row: footer.row, on: &canvas)
  }

  /// The neurons around the cursor that fill so many cells; `first` and `cursor` are places.
  private func unitBands(
    perCell: Int, cells: Int, on canvas: inout Canvas
  ) -> (raster: UnitRaster, first: Int, cursor: Int) {
    let perDot = state.rasterView.unitsPerDot
    let perRow = perCell * perDot
    let neurons = neurons
    let cursor = neurons.place(of: state.unit)
    let rows = canvas.scroll.rowsOfPicture(
      of: "rows", around: cursor / perRow, height: cells,
      count: (shape.count + perRow - 1) / perRow)
    let first = rows.lowerBound * perRow
    let last = min(first + max(cells, 0) * perRow, shape.count)
    let raster = UnitRaster(
      raster: engine.raster, generation: engine.generation, layer: state.layer,
      reference: reference, firstNumber: first,
      units: (first..<max(last, first)).map(neurons.unit(at:)), unitsPerDot: perDot,
      takesSpikesBack: network.takesSpikesBack(in: state.layer), order: neurons.memoKey)
    return (raster, first, cursor)
  }

  private func drawUnitRange(
    _ raster: UnitRaster, _ axis: TimeAxis, perCell: Int, row: Int, on canvas: inout Canvas
  ) {
    let perDot = raster.unitsPerDot
    let isAcross = perCell == 4
    let shown = raster.firstNumber..<raster.firstNumber + raster.units.count
    var notes = [
      position(of: shown, of: shape.count, named: "neurons")
        ?? "\(grouped(shown.count)) of \(counted(shape.count, "neuron"))"
    ]
    notes.append(
      perDot == 1
        ? "\(isAcross ? "four" : "two") per \(isAcross ? "row" : "column")"
        : "a dot: \(counted(perDot, "neuron")), lit if as many fire as the mean of its steps or "
          + "more")
    if let note = orderNote { notes.append(note) }
    if let note = timeNote(axis) { notes.append(note) }
    canvas.writeNotes(notes, bars: reference == nil ? [.rate] : [.rate, .sinShare], row: row)
  }

  /// As of which step the neurons are ordered, where that is not the present.
  private var orderNote: String? {
    neurons.step.flatMap { $0 == step ? nil : "by \(state.neuronOrder.title) at t=\($0)" }
  }
}

extension OrderedNeurons {
  /// What a raster of them is remembered under; `nil` for the order of their numbers.
  fileprivate var memoKey: RasterMemo.Order? {
    source.order == .index ? nil : RasterMemo.Order(order: source.order, step: step ?? 0)
  }
}
