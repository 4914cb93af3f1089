import Networks
import PlainText
import TerminalUI
import TimeTravel

private let labelWidth = 9

extension ScreenView {
  /// The layer under the cursor: which network alone fires, and where.
  func drawDifferences(_ comparison: ComparedRun, on canvas: inout Canvas) {
    var rest = canvas.bounds
    let layer = network.layers[state.layer]
    guard let counterpart = comparison.matching.second(of: state.layer) else {
      canvas.write(
        "B has no layer \(layer.name) of shape \(layer.shape): nothing to compare",
        row: rest.row, column: 2, style: .label)
      return
    }
    let header = rest.takeTop(1)
    let legend = rest.takeBottom(1)
    guard rest.rows > 0 else { return }
    let axis = timeAxis(width: rest.columns - labelWidth)
    canvas.write("neuron", row: header.row, column: 1, style: .label, maxWidth: labelWidth - 2)
    axis.drawRuler(step: step, row: header.row, column: labelWidth, on: &canvas)
    let bands = self.bands(rows: rest.rows)
    for (row, band) in bands.enumerated() {
      drawLabel(of: band, row: rest.row + row, on: &canvas)
    }
    let strip = memo.strip(key(of: bands))
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell) else { continue }
      let glyphs = canvas.glyphs
      let span = RasterMemo.Span(
        firstStep: steps.lowerBound, lastStep: steps.upperBound, dotCount: 1)
      let cells = strip.cells(span, isComplete: isKept(steps, comparison)) {
        let spikes = differences(from: counterpart, comparison, in: steps)
        return bands.map { glyph(of: spikes, in: $0.units, glyphs: glyphs) }
      }
      for (row, glyph) in cells.enumerated() {
        if let glyph { canvas[rest.row + row, labelWidth + cell] = glyph }
      }
    }
    let area = Rect(row: rest.row, column: labelWidth, rows: rest.rows, columns: axis.width)
    axis.drawPresent(step: step, in: area, on: &canvas)
    drawLegend(bands, row: legend.row, on: &canvas)
  }

  private func key(of bands: [Band]) -> RasterMemo.Bands {
    RasterMemo.Bands(
      generation: engine.generation, layer: state.layer, firstNumber: bands.first?.number,
      length: bands.first?.units.count ?? 0, count: bands.count,
      content: .differences(withShared: state.compareScreen.showsAll))
  }

  private func isKept(_ steps: ClosedRange<Int>, _ comparison: ComparedRun) -> Bool {
    [engine.raster, comparison.raster].allSatisfy {
      $0.firstStep <= steps.lowerBound && steps.upperBound <= $0.lastStep
    }
  }

  /// What the layer under the cursor and its counterpart have sent, as far as it is recorded.
  private func differences(
    from counterpart: Int, _ comparison: ComparedRun, in steps: ClosedRange<Int>
  ) -> [StepDifference] {
    steps.prefix { $0 <= engine.raster.lastStep }.map {
      StepDifference(
        SentSpikes(of: state.layer, in: network, raster: engine.raster, at: $0),
        SentSpikes(
          of: counterpart, in: comparison.setting.packed.network, raster: comparison.raster,
          at: $0))
    }
  }

  /// The neurons of a row, in channels-last order.
  private struct Band {
    var units: Range<Int>
    /// The number of the neuron, where it stands alone.
    var number: Int?
  }

  private func bands(rows: Int) -> [Band] {
    let shape = network.layers[state.layer].shape
    guard state.compareScreen.showsNeurons else {
      let length = (shape.count + rows - 1) / rows
      return stride(from: 0, to: shape.count, by: length).map {
        Band(units: $0..<min($0 + length, shape.count))
      }
    }
    let cursor = shape.unitNumber(ofIndex: state.unit)
    var window = ScrollWindow()
    window.show(cursor: cursor + rows / 2, height: rows, count: shape.count)
    return (window.first..<min(window.first + rows, shape.count)).map { number in
      let unit = shape.populationIndex(ofUnit: number)
      return Band(units: unit..<unit + 1, number: number)
    }
  }

  private func drawLabel(of band: Band, row: Int, on canvas: inout Canvas) {
    let isSelected = band.units.contains(state.unit)
    let number = network.layers[state.layer].shape.unitNumber(ofIndex: state.unit)
    if let shown = band.number ?? (isSelected ? number : nil) {
      canvas.write(
        "#\(shown)", row: row, column: 1, width: labelWidth - 2, alignment: .right,
        style: isSelected ? .selection : .label)
    }
    if isSelected { canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection) }
  }

  /// `A` where the first network alone fires, `B` where the second does, `x` where neurons of both
  /// kinds are about as many; in rows of many neurons where a tenth of the spikes differ or more.
  /// (This project's own rule.)
  private func glyph(
    of steps: [StepDifference], in units: Range<Int>, glyphs: Glyphs
  ) -> Cell? {
    var (ours, theirs, shared) = (0, 0, 0)
    for step in steps {
      ours += bitCount(step.moreInFirst, in: units)
      theirs += bitCount(step.moreInSecond, in: units)
      shared += bitCount(step.asMuch, in: units)
    }
    let count = ours + theirs
    if count > 0, 10 * count >= count + shared {
      if ours >= 2 * theirs { return Cell("A", style: .spike(4)) }
      return theirs >= 2 * ours ? Cell("B", style: .replay) : Cell("x", style: .warning)
    }
    guard state.compareScreen.showsAll, shared > 0 else { return nil }
    return Cell(glyphs == .braille ? "·" : ".", style: .label)
  }

  private func drawLegend(_ bands: [Band], row: Int, on canvas: inout Canvas) {
    let count = network.layers[state.layer].shape.count
    let perRow = bands.first?.units.count ?? 1
    var notes = [
      state.compareScreen.showsNeurons
        ? "\(grouped(bands.count)) of \(grouped(count)) neurons"
        : "\(grouped(count)) neurons, \(grouped(perRow)) a row",
      "A, B: only there fires  x: either",
    ]
    if state.compareScreen.showsAll { notes.append("dot: both") }
    if perRow > 1 { notes.append("if a tenth differs") }
    canvas.write(
      notes.joined(separator: "  "), row: row, column: 1, width: canvas.size.columns - 2,
      alignment: .left, style: .label)
  }
}

/// A step of a layer in two networks, a bit per neuron.
private struct StepDifference {
  var moreInFirst: [UInt64] = []
  var moreInSecond: [UInt64] = []
  var asMuch: [UInt64] = []

  init(_ first: SentSpikes, _ second: SentSpikes) {
    first.compare(with: second) { _, moreInFirst, moreInSecond, asMuch in
      self.moreInFirst.append(moreInFirst)
      self.moreInSecond.append(moreInSecond)
      self.asMuch.append(asMuch)
    }
  }
}

/// The number of bits set in some positions; none where there are no words.
private func bitCount(_ words: [UInt64], in positions: Range<Int>) -> Int {
  words.isEmpty
    ? 0 : bitCounts(words[...], and: [], from: positions.lowerBound, to: positions.upperBound).all
}
