import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The values of a quantity over a layer, and how they become colours.
struct LayerMap {
  /// In channels-last order, 0 for dark to 1 for bright; a signed quantity has its zero at 0.5.
  let levels: [Float]
  let palette: Palette
  /// What the colours mean, the most important first.
  let notes: [String]
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
      let factor = drawVector(map, in: rest, on: &canvas)
      let count = grouped(shape.count)
      write(
        ["\(count) of \(count) neurons\(scaleNote(factor))"] + map.notes, footer, map.palette,
        &canvas)
      return
    }
    rest = rest.inset(columns: 1)
    let tiling = ChannelTiles(shape: shape, size: rest.size)
    let cursor = shape.coordinates(ofIndex: state.unit).channel
    let tileRows = canvas.scroll.rowsOfPicture(
      of: "maps", around: cursor / tiling.across, height: tiling.down,
      count: (shape.channels + tiling.across - 1) / tiling.across)
    let first = tileRows.lowerBound * tiling.across
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
    var notes = ["\(last - first) of \(shape.channels) channels"] + map.notes
    if tiling.factor > 1 { notes[0] += scaleNote(tiling.factor) }
    write(notes, footer, map.palette, &canvas)
  }

  /// Notes on a map, and where its colours are rates their scale.
  func write(_ notes: [String], _ row: Rect, _ palette: Palette, _ canvas: inout Canvas) {
    canvas.writeNotes(notes, bars: palette == .amount ? [.rate] : [], row: row.row)
  }

  /// A layer without a map: its neurons row after row, each a pixel, enlarged as far as they fit.
  ///
  /// - Returns: By how much they are shrunk; 1 where each has a pixel at least.
  private func drawVector(_ map: LayerMap, in rect: Rect, on canvas: inout Canvas) -> Int {
    guard !rect.isEmpty else { return 1 }
    let area = Rect(row: rect.row + 1, column: 1, rows: rect.rows - 2, columns: rect.columns - 2)
    let grid = ValueGrid(count: shape.count, size: area.size)
    let blank = map.palette == .signed ? Float(0.5) : 0
    let picture = grid.picture(of: map.levels, blank: blank)
    canvas.drawImage(picture, in: area, palette: map.palette)
    return area.size.shrinkFactor(width: picture.width, height: picture.height)
  }

  /// A quantity of every neuron; `nil` where it is not defined.
  func layerMap(of quantity: MapQuantity) -> LayerMap? {
    let statistics = runState.statistics.layers[state.layer]
    let threshold = network.layers[state.layer].neuron.threshold
    switch quantity {
    case .rate: return rates(statistics.counts.count, "spikes per step")
    case .potential:
      guard let threshold, runState.simulation.populations[state.layer].knowsPotential
      else { return nil }
      return LayerMap(
        levels: runState.simulation.populations[state.layer].membranePotential.map {
          ($0 / threshold + 1) / 2
        }, palette: .signed,
        notes: [
          "blue: -theta and below, orange: theta=\(decimal(Double(threshold), digits: 2)) and above"
        ])
    case .deviation:
      guard let phase = statistics.phase, phase.evaluations > 0 else { return nil }
      let largest = phase.deviation.reduce(0) { max($0, abs($1)) }
      let reach = min(max(largest, .leastNormalMagnitude), 4)
      return LayerMap(
        levels: phase.deviation.map { ($0 / reach + 1) / 2 }, palette: .signed,
        notes: [
          "blue lags, orange leads, full at \(visibleDecimal(Double(reach)))", "by z, own",
        ])
    case .sinSpikes:
      guard let reference else { return nil }
      let spikes = statistics.counts.count.indices.map {
        reference.isInactive($0) ? max(statistics.counts.count[$0], 0) : 0
      }
      return rates(spikes, "spikes of inactivated neurons per step")
    }
  }

  /// Counts as rates, on the one scale that rates have.
  private func rates(_ counts: [Float], _ unit: String) -> LayerMap {
    let steps = Float(max(step, 1))
    let most = Double((counts.max() ?? 0) / steps)
    return LayerMap(
      levels: counts.map { Float(rateFraction(Double($0 / steps))) }, palette: .amount,
      notes: ["most: \(decimal(most)) \(unit)", "root scale"])
  }

  func absenceText(of quantity: MapQuantity) -> String {
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
}
