import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

/// The columns left of a histogram.
private let scaleWidth = 9

/// The bins of the rates of neurons.
private let rateBinCount = 24

extension ScreenView {
  /// What the two layers send, A's above and B's below, and between them the difference of their
  /// rates.
  func drawLayersBeside(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let axis = comparedAxis(on: canvas)
    let header = rest.takeTop(1)
    axis.drawRuler(step: step, row: header.row, column: comparedLabelWidth, on: &canvas)
    let pair = state.layerPair
    let plot = Rect(
      row: rest.row, column: comparedLabelWidth, rows: rest.rows, columns: axis.width)
    if let second = pair.second {
      let laneRows = max(min(rest.rows / 5, 4), 1)
      // Strips of equal height; an odd row is the lane's.
      let upper = rest.takeTop((rest.rows - laneRows) / 2)
      let lower = rest.takeBottom(upper.rows)
      drawStrip(of: pair.first, .first, axis, in: upper, on: &canvas)
      drawRateDifference(pair.first, second, axis, in: rest, on: &canvas)
      drawStrip(of: second, .second, axis, in: lower, on: &canvas)
    } else {
      drawStrip(of: pair.first, .first, axis, in: rest, on: &canvas)
    }
    axis.drawPresent(step: step, in: plot, on: &canvas)
  }

  private func drawStrip(
    of layer: Int, _ side: RunSide, _ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas
  ) {
    guard !rect.isEmpty else { return }
    let strip = SpikeStrip(
      raster: engine.raster, generation: engine.generation, layer: layer,
      neuronCount: network.layers[layer].shape.count, reference: engine.setting.references[layer],
      takesSpikesBack: network.takesSpikesBack(in: layer), dotRows: 4 * rect.rows)
    let plot = Rect(
      row: rect.row, column: comparedLabelWidth, rows: rect.rows, columns: axis.width)
    strip.draw(axis, towards: .right, in: plot, memo: memo, on: &canvas)
    canvas.write(side.letter, row: rect.row, column: 1, style: side.style.with(.bold))
    canvas.write(
      network.layers[layer].name, row: rect.row, column: 3, width: comparedLabelWidth - 4,
      alignment: .left, style: .label)
    guard step > 0, let rate = rate(ofLayer: layer, at: step) else { return }
    drawTail("rate \(decimal(rate))", row: rect.row, style: side.style, on: &canvas)
  }

  /// The rate of A less that of B in the steps of each cell: above the middle line in A's colour,
  /// below it in B's.
  private func drawRateDifference(
    _ first: Int, _ second: Int, _ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas
  ) {
    guard !rect.isEmpty else { return }
    let gaps = (0..<axis.width).map { cell -> Double in
      let gaps = (axis.steps(ofCell: cell) ?? 1...1).compactMap { step in
        rate(ofLayer: first, at: step).flatMap { one in
          rate(ofLayer: second, at: step).map { one - $0 }
        }
      }
      return gaps.isEmpty ? .nan : gaps.reduce(0, +) / Double(gaps.count)
    }
    let most = max(gaps.filter(\.isFinite).map(abs).max() ?? 0, 1e-9)
    var dots = DotGrid(Size(rows: rect.rows, columns: axis.width))
    let middle = dots.dotRow(of: 0, range: -most...most)
    for (cell, gap) in gaps.enumerated() where gap.isFinite {
      let end = dots.dotRow(of: gap, range: -most...most)
      for x in [2 * cell, 2 * cell + 1] {
        dots.addLine(from: (x, middle), to: (x, end), style: gap >= 0 ? .firstRun : .secondRun)
      }
    }
    canvas.draw(dots, row: rect.row, column: comparedLabelWidth)
    canvas.write("A - B", row: rect.row, column: 1, style: .label)
    if rect.rows > 1 {
      canvas.write(
        "to \(visibleDecimal(most, columns: 5))", row: rect.row + 1, column: 1, style: .label,
        maxWidth: comparedLabelWidth - 2)
    }
    guard let one = rate(ofLayer: first, at: step), let other = rate(ofLayer: second, at: step)
    else { return }
    drawTail(signed(one - other), row: rect.row, style: .label, on: &canvas)
  }

  /// The share of neurons that have fired, over time.
  func drawFirstSpikes(on canvas: inout Canvas) {
    let axis = comparedAxis(on: canvas)
    let plot = Rect(
      row: 0, column: comparedLabelWidth, rows: canvas.size.rows, columns: axis.width)
    var dots = DotGrid(plot.size)
    for (side, layer) in state.layerPair.sides {
      let shares = firedShares(ofLayer: layer)
      let values = (0..<axis.width).map { cell -> Double in
        guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= shares.count else {
          return .nan
        }
        return shares[min(steps.upperBound, shares.count) - 1]
      }
      if side == .first {
        dots.addCurve(values, over: axis, range: 0...1, style: side.style)
      } else {
        dots.addPoints(values, range: 0...1, style: side.style)
      }
      let row = side == .first ? 0 : min(1, canvas.size.rows - 1)
      let median = medianFirstStep(ofLayer: layer).map { "half by t=\($0)" } ?? "none fired"
      drawTail("\(side.letter) \(median)", row: row, style: side.style, on: &canvas)
    }
    canvas.draw(dots, row: 0, column: comparedLabelWidth)
    canvas.writeApart(
      [("100 %", 0), ("0 %", canvas.size.rows - 1)].map {
        AxisLabel($0, row: $1, column: 0, width: comparedLabelWidth - 1)
      })
    axis.drawPresent(step: step, in: plot, on: &canvas)
  }

  /// A line per layer: how much its neurons fire, how evenly, by when half had fired, and how many
  /// never.
  func drawLayersBesideTable(on canvas: inout Canvas) {
    let rows = max(canvas.size.rows - 1, 1)
    let visible = canvas.scroll.rows(
      of: "layers", around: state.layer, height: rows, count: layers.count)
    let figures: [Figure] = [.rate, .intervalMean, .intervalVariation, .silentShare]
    let sides = Dictionary(
      uniqueKeysWithValues: state.layerPair.sides.map { ($0.layer, $0.side) })
    let table = TextTable(
      columns: [TextTable.Column(" ", width: 1), TextTable.Column("layer")]
        + ["neurons"].map { TextTable.Column($0, alignment: .right) }
        + figures.map { TextTable.Column($0.columnTitle, alignment: .right) }
        + [TextTable.Column("half by", alignment: .right)],
      rows: (0..<layers.count).map { layer in
        let layerStep = layerStep(layer)
        return [
          sides[layer].map { TextTable.Entry($0.letter, style: $0.style.with(.bold)) } ?? "",
          TextTable.Entry(network.layers[layer].name),
          TextTable.Entry(grouped(network.layers[layer].shape.count)),
        ] + figures.map { TextTable.Entry($0.text(of: layerStep)) }
          + [TextTable.Entry(medianFirstStep(ofLayer: layer).map { "t=\($0)" } ?? "-")]
      })
    canvas.draw(
      table, in: canvas.bounds, firstRow: visible.lowerBound, selectedRow: state.layer)
  }

  /// The neurons of both layers by their rates, on one scale.
  func drawRatesBeside(on canvas: inout Canvas) {
    let sides = state.layerPair.sides
    let highest = sides.compactMap { unitRates(ofLayer: $0.layer).max() }.max() ?? 0
    let bins = RateBins(highest: highest, quantum: 1 / Double(max(step, 1)), most: rateBinCount)
    drawHistograms(
      sides.map { bins.counts(of: unitRates(ofLayer: $0.layer)) },
      scale: ("0", "\(decimal(bins.end, digits: 2)) spikes per step"), on: &canvas)
  }

  /// The intervals of both layers by their lengths, on one scale.
  func drawIntervalsBeside(on canvas: inout Canvas) {
    let lengths = state.layerPair.sides.map { intervalLengths(ofLayer: $0.layer) }
    guard let used = lengths.compactMap({ $0.lastIndex { $0 > 0 } }).max() else {
      canvas.write(
        "no neuron has fired twice", row: 0, column: 1, width: canvas.size.columns - 2,
        alignment: .left, style: .label)
      return
    }
    let bins = lengths.map { Array($0.prefix(max(used + 1, 8))) }
    let count = bins.map(\.count).max() ?? 0
    let last = count == SpikeRegularity.longest ? "\(count) and more" : "\(count)"
    drawHistograms(bins, scale: ("1 step", last), on: &canvas)
  }

  /// One below the other, with what the fullest bin of each holds.
  private func drawHistograms(
    _ bins: [[Int]], scale: (left: String, right: String), on canvas: inout Canvas
  ) {
    var rest = canvas.bounds
    let line = rest.takeBottom(1)
    let count = max(bins.map(\.count).max() ?? 1, 1)
    let width = max((rest.columns - scaleWidth - 1) / count, 1) * count
    let rows = rest.rows / max(bins.count, 1)
    for (values, side) in zip(bins, [RunSide.first, .second]) {
      let area = rest.takeTop(rows)
      guard !area.isEmpty else { continue }
      canvas.write(side.letter, row: area.row, column: 1, style: side.style.with(.bold))
      canvas.write(
        grouped(values.max() ?? 0), row: area.row, column: 3, width: scaleWidth - 4,
        alignment: .right, style: .label)
      canvas.drawHistogram(
        values, in: Rect(row: area.row, column: scaleWidth, rows: area.rows, columns: width)
      ) { _ in side.style }
    }
    canvas.writeScale(
      scale.left, [scale.right],
      in: Rect(row: line.row, column: scaleWidth, rows: 1, columns: min(width, line.columns)))
  }
}
