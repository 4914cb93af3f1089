import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The pictures of a channel: its weights, its inputs, and their product.
private let pictureCount = 3

/// The largest side of a pixel, in half cells.
private let largestPixel = 12

/// Two lines of titles, the name of a channel, and the legend.
private let rowsAroundField = 4

/// Under so many columns a channel has no room for what it brought.
private let leastTile = 11

extension ScreenView {
  /// Where the synapses onto the neuron lie on the maps of their sources, channel by channel: the
  /// weights, how much their sources have sent, and the product of both.
  func drawField(_ inspection: NeuronInspection, on canvas: inout Canvas) {
    guard let field = inspection.field, !field.parts.isEmpty else {
      return drawNoSynapses(on: &canvas)
    }
    var rest = canvas.bounds
    let width = rest.columns / field.parts.count
    for part in field.parts {
      canvas.inside(rest.takeLeft(width)) { draw(part, of: field.parts.count, on: &$0) }
    }
  }

  /// The rows for a receptive field in full resolution, with its titles and its legend; `nil` where
  /// it is no part of a map.
  var rowsOfField: Int? {
    let heights = (state.inspection?.field?.parts ?? []).filter { !$0.shape.isVector }
      .map(\.rows.count)
    return heights.max().map { ($0 + 1) / 2 + rowsAroundField }
  }

  private func draw(_ part: ReceptiveField.Part, of parts: Int, on canvas: inout Canvas) {
    let width = canvas.size.columns - 2
    let source =
      if case .layer(let layer) = part.source { network.layers[layer].name } else { "input" }
    // What arrives and the synapses of all sources stand beside, in the pane of arrivals.
    let own = part.arrived == nil || parts > 1 ? ": \(counted(part.synapses, "synapse"))" : ""
    canvas.write(
      source + own + (part.arrived == nil ? ", constant" : ""), row: 0, column: 1, width: width,
      alignment: .left, style: .title)
    let (rows, columns) = (part.rows, part.columns)
    canvas.write(
      part.shape.isVector
        ? "a vector of \(grouped(part.shape.count)): each synapse in its column, row after row"
        : "rows \(rows.lowerBound)-\(rows.upperBound) of \(part.shape.height), columns "
          + "\(columns.lowerBound)-\(columns.upperBound) of \(part.shape.width)", row: 1, column: 1,
      width: width, alignment: .left, style: .label)
    guard canvas.size.rows > 3 else { return }
    let area = Rect(row: 2, column: 1, rows: canvas.size.rows - 3, columns: width)
    let channels = channels(of: part, columns: width)
    let tiles = FieldTiles(
      count: channels.count, width: channels.first?.width ?? 1,
      height: channels.first?.height ?? 1,
      pictures: channels.first?.rates == nil ? 1 : pictureCount,
      size: area.size)
    let shown = channels.prefix(tiles.shown)
    let scale = FieldScale(channels)
    for (number, channel) in shown.enumerated() {
      canvas.inside(tiles.place(ofTile: number, in: area)) {
        draw(channel, tiles: tiles, scale: scale, on: &$0)
      }
    }
    drawFieldLegend(
      scale, shown: shown.count, of: channels.count, shrunk: tiles.shrunk, width: width,
      on: &canvas)
  }

  private func drawFieldLegend(
    _ scale: FieldScale, shown: Int, of count: Int, shrunk: Int, width: Int,
    on canvas: inout Canvas
  ) {
    let (weight, product) = (
      decimal(Double(scale.largestWeight)), decimal(Double(scale.largestProduct))
    )
    let hasRates = scale.largestProduct > 0
    let row = canvas.size.rows - 1
    let room = hasRates ? canvas.drawColorBars([.rate], row: row) : width + 2
    let part =
      (shown < count
        ? "\(shown) of \(counted(count, "channel"))" : count > 1 ? "channels" : "drawn")
      + scaleNote(shrunk)
    let first = part == "drawn" ? "" : part + ": "
    // The first wording that has room.
    let texts =
      hasRates
      ? [
        "w (full \(weight)), rate, w*rate (full \(product)); orange excites, blue inhibits",
        "w (full \(weight)), rate, w*rate (full \(product))", "w, rate, w*rate",
      ] : ["w (full \(weight)); orange excites, blue inhibits", "w (full \(weight))"]
    let text = texts.map { first + $0 }.first { $0.count <= room - 2 } ?? texts[texts.count - 1]
    canvas.write(
      text, row: row, column: 1, width: room - 2, alignment: .left, style: .label)
  }

  /// The channels of a source, what brings most first; of a vector one that holds all of it, as
  /// wide as lets its pictures stand side by side.
  private func channels(of part: ReceptiveField.Part, columns: Int) -> [FieldChannel] {
    let counts: [Float]? =
      if case .layer(let layer) = part.source {
        runState.statistics.layers[layer].counts.count
      } else { nil }
    let steps = Float(max(step, 1))
    guard !part.shape.isVector else {
      var width = 1
      while width * width < 2 * part.shape.count, pictureCount * (width + 2) <= columns {
        width += 1
      }
      let padding = (width - part.shape.count % width) % width
      let pad = { (values: [Float]) in values + Array(repeating: 0, count: padding) }
      return [
        FieldChannel(
          number: nil, width: width, weights: pad(part.channelWeights),
          rates: counts.map { pad($0.map { $0 / steps }) })
      ]
    }
    let channels = (0..<part.shape.channels).map { channel -> FieldChannel in
      var (weights, rates) = ([Float](), [Float]())
      for row in part.rows {
        for column in part.columns {
          weights.append(part.weight(channel: channel, row: row, column: column))
          let unit = part.shape.populationIndex(channel: channel, row: row, column: column)
          if let counts { rates.append(counts[unit] / steps) }
        }
      }
      return FieldChannel(
        number: channel, width: part.columns.count, weights: weights,
        rates: counts == nil ? nil : rates)
    }
    return channels.enumerated().sorted {
      (-$0.element.weightOfAll, $0.offset) < (-$1.element.weightOfAll, $1.offset)
    }.map(\.element)
  }

  private func draw(
    _ channel: FieldChannel, tiles: FieldTiles, scale: FieldScale, on canvas: inout Canvas
  ) {
    let sum = channel.products?.reduce(0, +)
    if let number = channel.number {
      let end = canvas.write("c\(number)", row: 0, column: 0, style: .label)
      if let sum, canvas.size.columns >= leastTile {
        canvas.write(
          " " + signed(Double(sum), digits: 2), row: 0, column: end,
          style: sum > 0 ? .lead : sum < 0 ? .lag : .label)
      }
    }
    let signedLevels = { (values: [Float], largest: Float) in
      values.map { largest > 0 ? ($0 / largest + 1) / 2 : 0.5 }
    }
    var pictures: [([Float], Palette)] = [
      (signedLevels(channel.weights, scale.largestWeight), .signed)
    ]
    if let rates = channel.rates, let products = channel.products {
      pictures.append((rates.map { Float(rateFraction(Double($0))) }, .amount))
      pictures.append((signedLevels(products, scale.largestProduct), .signed))
    }
    let step = (channel.width * tiles.pixel + tiles.shrunk - 1) / tiles.shrunk + 1
    for (number, (values, palette)) in pictures.enumerated() {
      let picture = PixelImage(width: channel.width, height: channel.height, values: values)
      let area = Rect(
        row: 1, column: number * step, rows: canvas.size.rows - 1, columns: step - 1)
      let fitting = Size(
        rows: (channel.height * tiles.pixel + 1) / 2, columns: channel.width * tiles.pixel)
      canvas.drawImage(picture.enlarged(toFit: fitting), in: area, palette: palette)
    }
  }
}

/// One channel of a receptive field, row by row.
private struct FieldChannel {
  /// `nil` for all of a vector.
  let number: Int?
  let width: Int
  let weights: [Float]
  /// Spikes per step of the sources; `nil` where they are no neurons.
  let rates: [Float]?

  var height: Int { weights.count / max(width, 1) }

  /// What each synapse has brought per step, in units of w.
  var products: [Float]? { rates.map { zip(weights, $0).map { $0 * $1 } } }

  /// By what channels are ordered: what they brought, or could bring.
  var weightOfAll: Float {
    abs(products?.reduce(0, +) ?? 0) + (products == nil ? weights.reduce(0) { $0 + abs($1) } : 0)
  }
}

/// What full colours stand for, the same for all channels.
private struct FieldScale {
  let largestWeight: Float
  let largestProduct: Float

  init(_ channels: [FieldChannel]) {
    let largest = { (values: [Float]) in values.reduce(0) { max($0, abs($1)) } }
    largestWeight = channels.reduce(0) { max($0, largest($1.weights)) }
    largestProduct = channels.reduce(0) { max($0, largest($1.products ?? [])) }
  }
}

/// How the channels share the room: pixels as large as lets all of them fit, and else as many as
/// fit.
private struct FieldTiles {
  /// The side of a pixel, in columns; half a row high.
  let pixel: Int
  /// By how much each picture is shrunk; 1 where it has its full resolution.
  let shrunk: Int
  private let across: Int
  private let down: Int
  private let columns: Int
  private let rows: Int

  init(count: Int, width: Int, height: Int, pictures: Int, size: Size) {
    var pixel = largestPixel
    while true {
      let columns = max(pictures * (width * pixel + 1), leastTile) + 1
      let rows = (height * pixel + 1) / 2 + 1
      let (across, down) = (size.columns / columns, size.rows / rows)
      guard pixel == 1 || across * down >= count else {
        pixel -= 1
        continue
      }
      self.pixel = pixel
      let needed = (count + max(across, 1) - 1) / max(across, 1)
      self.across = max(min(across, count), 1)
      self.down = max(min(down, needed), 1)
      // What is left goes between the tiles.
      self.columns = max(size.columns / self.across, 1)
      shrunk = Size(rows: size.rows / self.down - 1, columns: self.columns / pictures - 1)
        .shrinkFactor(width: width, height: height)
      self.rows = max(min(size.rows / self.down, rows + 3), 1)
      return
    }
  }

  var shown: Int { across * down }

  func place(ofTile tile: Int, in rect: Rect) -> Rect {
    Rect(
      row: rect.row + tile / across * rows, column: rect.column + tile % across * columns,
      rows: rows, columns: columns
    ).intersection(rect)
  }
}
