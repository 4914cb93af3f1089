import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The bins of a histogram of potentials.
private let potentialBinCount = 24

/// The columns left of it, and with fewer columns a course over time says nothing.
private let scaleWidth = 8
private let leastLane = 12

extension Figure {
  /// What spikes alone tell of a layer, where no analog network says what it should do.
  static let ofSpikesAlone: [Figure] = [
    .rate, .silentShare, .saturatedShare, .intervalMean, .intervalVariation, .synchrony,
    .burstIndex,
  ]
}

extension ScreenView {
  /// A line per layer in place of its SIN: how much, how evenly and how much together its neurons
  /// fire, and the rate over time.
  ///
  /// - Parameter reason: Why there is no SIN, below the layers.
  func drawSpikeTotals(_ reason: String, on canvas: inout Canvas) {
    let rows = max(canvas.size.rows - 2, 1)
    let visible = canvas.scroll.rows(
      of: "layers", around: state.sinTable.layer ?? state.layer, height: rows, count: layers.count)
    let columns =
      [TextTable.Column("layer"), TextTable.Column("spikes", alignment: .right)]
      + Figure.ofSpikesAlone.map { TextTable.Column($0.columnTitle, alignment: .right) }
    let table = TextTable(
      columns: columns,
      rows: visible.map(spikeTotals(ofLayer:)))
    canvas.draw(table, in: canvas.bounds)
    let width = canvas.size.columns - table.width - 1
    canvas.writeNotes(
      [reason], bars: width >= leastLane ? [.rate] : [], row: canvas.size.rows - 1)
    guard width >= leastLane else { return }
    let axis = timeAxis(width: width)
    axis.drawRuler(step: step, row: 0, column: table.width, on: &canvas)
    for (row, layer) in visible.enumerated() {
      drawRateCourse(of: layer, axis, row: row + 1, column: table.width, height: 1, on: &canvas)
    }
    let drawn = Rect(row: 1, column: table.width, rows: visible.count, columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
  }

  private func spikeTotals(ofLayer layer: Int) -> [TextTable.Entry] {
    let layerStep = layerStep(layer)
    let style: Style = state.sinTable.layer == layer ? .selection : .plain
    let figures = Figure.ofSpikesAlone.map { TextTable.Entry($0.text(of: layerStep)) }
    return [
      TextTable.Entry(network.layers[layer].name, style: style),
      TextTable.Entry(Figure.totalSpikes.text(of: layerStep)),
    ] + figures
  }

  /// The share of a layer's neurons that fire over time, the most of it in full height.
  func drawRateCourse(
    of layer: Int, _ axis: TimeAxis, row: Int, column: Int, height: Int, on canvas: inout Canvas
  ) {
    let count = Double(network.layers[layer].shape.count)
    let rates = (0..<axis.width).map { cell -> Double in
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= engine.history.lastStep
      else { return 0 }
      let spikes = steps.compactMap { engine.history.entry(of: layer, at: $0)?.spikes }
      return spikes.isEmpty ? 0 : Double(spikes.reduce(0, +)) / Double(spikes.count) / count
    }
    let most = rates.max() ?? 0
    for (cell, rate) in rates.enumerated() where rate > 0 {
      canvas.drawColumn(
        rate / most, row: row, column: column + cell, height: height,
        style: .spikes(rate: rate, sinShare: 0))
    }
  }

  func potentialBinsTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("potentials") }
    let layer = network.layers[state.layer]
    return PaneTitle(
      "\(layer.name) potentials", ["\(counted(layer.shape.count, "neuron")) by v, t=\(step)"])
  }

  /// How many neurons of the layer under the cursor have which potential.
  func drawPotentialBins(on canvas: inout Canvas) {
    guard state.layer < layers.count, let bins = potentialBins() else {
      canvas.write(
        "the potentials of this layer are not recorded", row: 0, column: 1,
        width: canvas.size.columns - 2, alignment: .left, style: .label)
      return
    }
    var rest = canvas.bounds
    let scale = rest.takeBottom(rest.rows > 2 ? 1 : 0)
    let width = max((rest.columns - scaleWidth - 1) / potentialBinCount, 1) * potentialBinCount
    canvas.drawHistogram(
      bins.counts, in: Rect(row: 0, column: scaleWidth, rows: rest.rows, columns: width)
    )
    canvas.write(
      grouped(bins.counts.max() ?? 0), row: 0, column: 0, width: scaleWidth - 1,
      alignment: .right, style: .label)
    guard !scale.isEmpty else { return }
    let highest = decimal(Double(bins.highest), digits: 2)
    let threshold = threshold(ofLayer: state.layer).map {
      "\(highest), theta \(decimal($0, digits: 2))"
    }
    canvas.writeScale(
      "v \(decimal(Double(bins.lowest), digits: 2))", [threshold, highest].compactMap(\.self),
      in: Rect(row: scale.row, column: scaleWidth, rows: 1, columns: width))
  }

  /// The neurons of the layer under the cursor in bins of equal width by their potential; `nil`
  /// where that is not recorded.
  private func potentialBins() -> (counts: [Int], lowest: Float, highest: Float)? {
    guard let potentials = layerStep(state.layer).potentials?.filter(\.isFinite),
      let lowest = potentials.min(), let highest = potentials.max()
    else { return nil }
    var counts = Array(repeating: 0, count: potentialBinCount)
    // The distance of two potentials may be more than a Float can hold.
    let length = max(Double(highest) - Double(lowest), .leastNormalMagnitude)
    for potential in potentials {
      let share = (Double(potential) - Double(lowest)) / length
      let bin = Int(Double(potentialBinCount) * share)
      counts[min(bin, potentialBinCount - 1)] += 1
    }
    return (counts, lowest, highest)
  }

  /// A row per bin: how many neurons of the layer under the cursor have a potential from `v` on.
  func potentialBinNumbers() -> NumberTable? {
    guard state.layer < layers.count, let bins = potentialBins() else { return nil }
    var table = NumberTable(["step", "layer", "v", "neurons"])
    let width = (Double(bins.highest) - Double(bins.lowest)) / Double(potentialBinCount)
    for (bin, count) in bins.counts.enumerated() {
      let potential = CSVNumber(Double(bins.lowest) + Double(bin) * width)
      table.append([step, network.layers[state.layer].name, potential, count])
    }
    return table
  }

  /// A row per layer: what spikes alone tell.
  func spikeTotalNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "spikes"] + Figure.ofSpikesAlone.map(\.id))
    for layer in layers.indices {
      let layerStep = layerStep(layer)
      let values: [any CustomStringConvertible] = Figure.ofSpikesAlone.map {
        csvNumber($0.layer?(layerStep) ?? nil)
      }
      table.append(
        [step, network.layers[layer].name, runState.statistics.layers[layer].counts.total]
          + values)
    }
    return table
  }
}
