import Networks
import SpikeStatistics
import TerminalUI

/// The maps of a channel where the analog network has one: both, and their difference.
private let mapsOfAChannel = 3

extension ScreenView {
  /// How many maps the cursor's channel has: of rates, those of both networks and the difference.
  private var mapCount: Int {
    state.layerScreen.quantity == .rate && reference != nil ? mapsOfAChannel : 1
  }

  /// The rows for the cursor's channel in full resolution in so many columns; `nil` where they are
  /// too few.
  func rowsOfChannel(columns: Int) -> Int? {
    PictureGrid.fullRows(
      count: mapCount, width: shape.width, height: shape.height, columns: columns - 2
    ).map { $0 + 1 }
  }

  /// The cursor's channel as a picture; of rates the analog network's beside it, over θ on one
  /// scale, and between them the difference.
  func drawChannel(on canvas: inout Canvas) {
    let channel = shape.coordinates(ofIndex: state.unit).channel
    let quantity = state.layerScreen.quantity
    var rest = canvas.bounds
    let footer = rest.takeBottom(1)
    if quantity == .rate, let pairs = ratePairs() {
      drawPairOfMaps(pairs, channel: channel, in: rest, scaleRow: footer, on: &canvas)
      return
    }
    guard let map = layerMap(of: quantity) else {
      canvas.write(
        absenceText(of: quantity), row: 0, column: 1, width: canvas.size.columns - 2,
        alignment: .left, style: .label)
      return
    }
    let values = mapValues(channel: channel) { map.levels[$0] }
    let factor = drawMaps(
      [("SNN \(quantity.title)", values, map.palette)], in: rest.inset(columns: 1), on: &canvas)
    write(notes(at: factor) + map.notes, footer, map.palette, &canvas)
  }

  private func drawPairOfMaps(
    _ pairs: RatePairs, channel: Int, in rect: Rect, scaleRow: Rect, on canvas: inout Canvas
  ) {
    let level = { (values: [Double]) in
      mapValues(channel: channel) { Float(rateFraction(values[$0])) }
    }
    let difference = mapValues(channel: channel) { unit in
      let difference = pairs.rates[unit] - pairs.targets[unit]
      let root = rateFraction(abs(difference))
      return Float(((difference < 0 ? -root : root) + 1) / 2)
    }
    let factor = drawMaps(
      [
        ("SNN rate", level(pairs.rates), .amount), ("SNN - ANN", difference, .signed),
        ("ANN a/theta", level(pairs.targets), .amount),
      ], in: rect.inset(columns: 1), on: &canvas)
    let meaning = ["orange: SNN too much, blue: too little", "theta per step", "root scale"]
    write(notes(at: factor) + meaning, scaleRow, .amount, &canvas)
  }

  /// On what scale maps are drawn, where that is not the full one.
  private func notes(at factor: Int) -> [String] {
    factor > 1 ? ["drawn\(scaleNote(factor))"] : []
  }

  /// Maps of the layer's size, each under its title.
  ///
  /// - Returns: By how much they are shrunk; 1 in full resolution.
  private func drawMaps(
    _ maps: [(title: String, values: [Float], palette: Palette)], in rect: Rect,
    on canvas: inout Canvas
  ) -> Int {
    let grid = PictureGrid(
      count: maps.count, width: shape.width, height: shape.height, size: rect.size)
    for (number, map) in maps.enumerated() {
      let place = grid.place(of: number, in: rect)
      canvas.write(
        map.title, row: place.row, column: place.column, width: place.columns, alignment: .left,
        style: .label)
      let picture = PixelImage(width: shape.width, height: shape.height, values: map.values)
      let area = Rect(
        row: place.row + 1, column: place.column, rows: place.rows - 1, columns: place.columns)
      canvas.drawImage(picture.enlarged(toFit: area.size), in: area, palette: map.palette)
    }
    return grid.factor
  }
}
