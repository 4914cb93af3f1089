import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The values of a quantity over a layer, and how they become colours.
struct LayerMap {
  /// In channels-last order, 0 for dark to 1 for bright; a signed quantity has its zero at 0.5.
  let levels: [Float]
  let palette: Palette
  /// What the colours mean.
  let scale: String
}

extension ScreenView {
  /// All channels as tiles around the cursor's, as many as fit, with what the colours mean.
  func drawChannelTiles(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let footer = rest.takeBottom(1)
    guard let map = layerMap(of: state.layerScreen.quantity) else {
      canvas.write(
        absenceText(of: state.layerScreen.quantity), row: 0, column: 1,
        width: canvas.size.columns - 2, alignment: .left, style: .label)
      return
    }
    if shape.isVector {
      drawVector(map, in: rest, on: &canvas)
      write(
        ["\(grouped(shape.count)) of \(grouped(shape.count)) neurons", map.scale], footer,
        map.palette, &canvas)
      return
    }
    let tiling = Tiling(shape: shape, size: rest.size)
    let cursor = shape.coordinates(ofIndex: state.unit).channel
    var window = ScrollWindow()
    window.show(
      cursor: cursor / tiling.across + tiling.down / 2, height: tiling.down,
      count: (shape.channels + tiling.across - 1) / tiling.across)
    let first = window.first * tiling.across
    let last = min(first + tiling.across * tiling.down, shape.channels)
    for channel in first..<max(last, first) {
      let place = tiling.place(ofTile: channel - first, in: rest)
      let isSelected = channel == cursor
      canvas.write(
        "\(channel)", row: place.row, column: place.column, width: place.columns,
        alignment: .left, style: isSelected ? .selection : .label)
      if isSelected { canvas.placeCursor(row: place.row, column: place.column) }
      let picture = PixelImage(
        width: shape.width, height: shape.height,
        values: mapValues(channel: channel) { map.levels[$0] })
      let area = Rect(
        row: place.row + 1, column: place.column, rows: place.rows - 1, columns: place.columns)
      canvas.drawImage(picture.shrunk(by: tiling.factor), in: area, palette: map.palette)
    }
    var notes = ["\(last - first) of \(shape.channels) channels", map.scale]
    if tiling.factor > 1 {
      notes.insert("pixel: mean of \(tiling.factor)x\(tiling.factor)", at: 1)
    }
    write(notes, footer, map.palette, &canvas)
  }

  /// Notes on a map, and where its colours are rates their scale.
  private func write(_ notes: [String], _ row: Rect, _ palette: Palette, _ canvas: inout Canvas) {
    let room =
      palette == .heat ? canvas.drawColorBars([.rateMap], row: row.row) : canvas.size.columns
    canvas.write(
      notes.joined(separator: ", "), row: row.row, column: 1, width: room - 2,
      alignment: .left, style: .label)
  }

  /// A layer without a map: its neurons row after row, each a pixel, enlarged as far as they fit.
  private func drawVector(_ map: LayerMap, in rect: Rect, on canvas: inout Canvas) {
    guard !rect.isEmpty else { return }
    var width = 1
    while width * width < 2 * shape.count { width += 1 }
    width = min(max(width, 1), max(rect.columns - 2, 1))
    let height = (shape.count + width - 1) / width
    let blank = map.palette == .signed ? Float(0.5) : 0
    let padding = Array(repeating: blank, count: width * height - shape.count)
    let picture = PixelImage(width: width, height: height, values: map.levels + padding)
    let area = Rect(row: rect.row + 1, column: 1, rows: rect.rows - 2, columns: rect.columns - 2)
    canvas.drawImage(picture.enlarged(toFit: area.size), in: area, palette: map.palette)
  }

  /// A quantity of every neuron; `nil` where it is not defined.
  func layerMap(of quantity: MapQuantity) -> LayerMap? {
    let statistics = runState.statistics.layers[state.layer]
    let threshold = network.layers[state.layer].neuron.threshold
    switch quantity {
    case .rate: return rates(statistics.counts.count, "spikes per step, root scale")
    case .potential:
      guard let threshold, runState.simulation.populations[state.layer].knowsPotential
      else { return nil }
      return LayerMap(
        levels: runState.simulation.populations[state.layer].membranePotential.map {
          ($0 / threshold + 1) / 2
        }, palette: .signed,
        scale:
          "blue: -theta and below, orange: theta=\(decimal(Double(threshold), digits: 2)) and above"
      )
    case .deviation:
      guard let phase = statistics.phase, phase.evaluations > 0 else { return nil }
      let largest = phase.deviation.reduce(0) { max($0, abs($1)) }
      let reach = min(max(largest, .leastNormalMagnitude), 4)
      return LayerMap(
        levels: phase.deviation.map { ($0 / reach + 1) / 2 }, palette: .signed,
        scale: "blue lags, orange leads, full at \(decimal(Double(reach), digits: 2)) by z, own")
    case .sinSpikes:
      guard let reference else { return nil }
      let spikes = statistics.counts.count.indices.map {
        reference.isInactive($0) ? max(statistics.counts.count[$0], 0) : 0
      }
      return rates(spikes, "spikes of inactivated neurons per step, root scale")
    }
  }

  /// Counts as rates, on the one scale that rates have.
  private func rates(_ counts: [Float], _ unit: String) -> LayerMap {
    let steps = Float(max(step, 1))
    let most = Double((counts.max() ?? 0) / steps)
    return LayerMap(
      levels: counts.map { Float(rateFraction(Double($0 / steps))) }, palette: .heat,
      scale: "most: \(decimal(most)) \(unit)")
  }

  private func absenceText(of quantity: MapQuantity) -> String {
    switch quantity {
    case .rate, .potential: "a max pool has no potential: it passes on what it receives"
    case .deviation: "no schedule to be off yet, or no analog counterpart"
    case .sinSpikes: "no analog counterpart: nothing counts as inactivated"
    }
  }

  /// The values of one channel, row by row.
  func mapValues(channel: Int, value: (_ unit: Int) -> Float) -> [Float] {
    (0..<shape.height).flatMap { row in
      (0..<shape.width).map { column in
        value(shape.populationIndex(channel: channel, row: row, column: column))
      }
    }
  }

  /// The cursor's channel as a picture; of rates the analog network's beside it, over θ on one
  /// scale, and between them the difference.
  func drawChannel(on canvas: inout Canvas) {
    let channel = shape.coordinates(ofIndex: state.unit).channel
    let quantity = state.layerScreen.quantity
    var rest = canvas.bounds
    let footer = rest.takeBottom(1)
    if quantity == .rate, let pairs = ratePairs() {
      drawPairOfMaps(pairs, channel: channel, in: rest, scaleRow: footer.row, on: &canvas)
      return
    }
    guard let map = layerMap(of: quantity) else {
      canvas.write(
        absenceText(of: quantity), row: 0, column: 1, width: canvas.size.columns - 2,
        alignment: .left, style: .label)
      return
    }
    let values = mapValues(channel: channel) { map.levels[$0] }
    drawMap("SNN \(quantity.title)", values, map.palette, in: rest, on: &canvas)
    write(
      [map.scale], footer,
      map.palette, &canvas)
  }

  private func drawPairOfMaps(
    _ pairs: RatePairs, channel: Int, in rect: Rect,
    scaleRow: Int, on canvas: inout Canvas
  ) {
    let level = { (values: [Double]) in
      mapValues(channel: channel) { Float(rateFraction(values[$0])) }
    }
    let difference = mapValues(channel: channel) { unit in
      let difference = pairs.rates[unit] - pairs.targets[unit]
      let root = rateFraction(abs(difference))
      return Float(((difference < 0 ? -root : root) + 1) / 2)
    }
    var rest = rect
    let width = rect.columns / 3
    let parts: [(String, [Float], Palette)] = [
      ("SNN rate", level(pairs.rates), .heat), ("SNN - ANN", difference, .signed),
      ("ANN a/theta", level(pairs.targets), .heat),
    ]
    for (title, values, palette) in parts {
      drawMap(title, values, palette, in: rest.takeLeft(width).inset(columns: 1), on: &canvas)
    }
    let room = canvas.drawColorBars([.rateMap], row: scaleRow)
    canvas.write(
      "theta per step, root scale; orange: SNN too much, blue: too little", row: scaleRow,
      column: 1, width: room - 2, alignment: .left, style: .label)
  }

  private func drawMap(
    _ title: String, _ values: [Float], _ palette: Palette, in rect: Rect,
    on canvas: inout Canvas
  ) {
    canvas.write(
      title, row: rect.row, column: rect.column, width: rect.columns, alignment: .left,
      style: .label)
    let picture = PixelImage(width: shape.width, height: shape.height, values: values)
    let area = Rect(
      row: rect.row + 1, column: rect.column, rows: rect.rows - 1, columns: rect.columns)
    canvas.drawImage(picture.enlarged(toFit: area.size), in: area, palette: palette)
  }
}

/// How the channels of a map are laid out as tiles: as large as lets all of them fit, but never so
/// small that nothing can be seen.
private struct Tiling {
  /// By how much each channel is shrunk.
  let factor: Int
  /// How many tiles stand side by side, and one above the other; at least 1.
  let across: Int
  let down: Int

  private let columns: Int
  private let rows: Int

  private static let mostSlack = 2

  /// The smallest side of a tile, in pixels, where a channel has more.
  private static let smallestSide = 4

  init(shape: MapShape, size: Size) {
    var factor = 1
    while true {
      let width = (shape.width + factor - 1) / factor
      let height = (shape.height + factor - 1) / factor
      // A gap of a cell and a line with the number of the channel.
      let (columns, rows) = (max(width, 3) + 1, (height + 1) / 2 + 1)
      let (across, down) = (max(size.columns / columns, 1), max(size.rows / rows, 1))
      let isFit = across * down >= shape.channels && columns <= size.columns + 1
      let isLast = min(shape.width, shape.height) / (factor + 1) < Tiling.smallestSide
      if isFit || isLast {
        (self.factor, self.across, self.down) = (factor, across, down)
        // What is left goes between the tiles, as far as they still stand together.
        let lines = min(down, (shape.channels + across - 1) / across)
        let room = Size(
          rows: size.rows / max(lines, 1), columns: size.columns / min(across, shape.channels))
        self.columns = max(columns, min(room.columns, columns + Self.mostSlack))
        self.rows = max(rows, min(room.rows, rows + Self.mostSlack))
        return
      }
      factor += 1
    }
  }

  func place(ofTile tile: Int, in rect: Rect) -> Rect {
    Rect(
      row: rect.row + tile / across * rows, column: rect.column + 1 + tile % across * columns,
      rows: rows, columns: columns - 1)
  }
}
