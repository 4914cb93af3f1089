import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

extension ScreenView {
  /// The neurons around the cursor, a row each: the upper dots are spikes of the first network, the
  /// lower ones of the second.
  func drawComparedNeurons(
    _ pair: ComparedPair, _ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas
  ) {
    let shape = network.layers[state.layer].shape
    let numbers = canvas.scroll.rowsOfPicture(
      of: "neurons", around: shape.unitNumber(ofIndex: state.unit), height: rect.rows,
      count: shape.count)
    canvas.scroll.say(numbers, of: shape.count, named: "neurons")
    let units = numbers.map(shape.populationIndex(ofUnit:))
    for (row, unit) in units.enumerated() {
      drawNeuronLabel(of: unit, pair, row: rect.row + row, on: &canvas)
    }
    let onlyDifferences = state.compareScreen.showsOnlyDifferences
    let strip = memo.strip(
      RasterMemo.Bands(
        generation: pair.generation, layer: pair.layer, firstNumber: numbers.lowerBound, length: 1,
        count: units.count, content: .neurons(onlyDifferences: onlyDifferences)))
    let capabilities = canvas.capabilities
    for cell in 0..<axis.width {
      let dots = axis.dots(ofCell: cell, count: 2)
      guard let first = dots.first?.lowerBound, let last = dots.last?.upperBound else { continue }
      let span = RasterMemo.Span(firstStep: first, lastStep: last, dotCount: 2)
      let isKept =
        pair.recordedSteps.contains(first) && pair.recordedSteps.contains(last)
      let cells = strip.cells(span, isComplete: isKept) {
        neuronCells(of: units, pair, dots, onlyDifferences, capabilities)
      }
      for (row, glyph) in cells.enumerated() {
        if let glyph { canvas[rect.row + row, comparedLabelWidth + cell] = glyph }
      }
    }
  }

  private func drawNeuronLabel(
    of unit: Int, _ pair: ComparedPair, row: Int, on canvas: inout Canvas
  ) {
    let isSelected = unit == state.unit
    let number = network.layers[state.layer].shape.unitNumber(ofIndex: unit)
    canvas.write(
      "#\(number)", row: row, column: 1, width: comparedLabelWidth - 2, alignment: .right,
      style: isSelected ? .selection : .label)
    if isSelected { canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection) }
    guard let comparison = engine.comparison else { return }
    let counts = [(runState, pair.layer), (comparison.runState, pair.counterpart)].map {
      "\($0.0.statistics.layers[$0.1].counts.count[unit])"
    }
    drawTail("A \(counts[0])  B \(counts[1])", row: row, style: .label, on: &canvas)
  }

  /// A cell for each neuron.
  private func neuronCells(
    of units: [Int], _ pair: ComparedPair, _ dots: [ClosedRange<Int>], _ onlyDifferences: Bool,
    _ capabilities: Capabilities
  ) -> [Cell?] {
    var cells = Array(repeating: PairedDots(), count: units.count)
    for (x, steps) in dots.enumerated() {
      for step in steps where pair.recordedSteps.contains(step) {
        let difference = pair.difference(at: step)
        for (index, unit) in units.enumerated() {
          let senders = difference.senders(of: unit, onlyDifferences: onlyDifferences)
          cells[index].add(first: senders.first, second: senders.second, x: x)
        }
      }
    }
    return cells.map { $0.cell(capabilities) }
  }

  func drawNeuronLegend(row: Int, rows: Int, on canvas: inout Canvas) {
    guard rows > 0 else { return }
    var column = 1
    let samples = [
      (true, false, "A alone"), (false, true, "B alone"), (true, true, "both"),
    ]
    for (first, second, words) in samples {
      if first, second, state.compareScreen.showsOnlyDifferences { continue }
      var dots = PairedDots()
      for x in 0..<2 { dots.add(first: first, second: second, x: x) }
      guard let cell = dots.cell(canvas.capabilities) else { continue }
      canvas[row, column] = cell
      column = canvas.write(words, row: row, column: column + 2, style: .label) + 2
    }
  }
}

/// A cell with the spikes of one neuron in two networks: the first above, the second below.
private struct PairedDots {
  private var mask: UInt8 = 0
  private var hasFirst = false
  private var hasSecond = false

  /// - Parameter x: 0 or 1 along time.
  mutating func add(first: Bool, second: Bool, x: Int) {
    if first { mask |= dotMask(x: x, y: 0) | dotMask(x: x, y: 1) }
    if second { mask |= dotMask(x: x, y: 2) | dotMask(x: x, y: 3) }
    hasFirst = hasFirst || first
    hasSecond = hasSecond || second
  }

  /// `nil` where nobody fired; where dots cannot be drawn, a mark high, low or in both places.
  func cell(_ capabilities: Capabilities) -> Cell? {
    guard mask != 0 else { return nil }
    let style: Style = hasFirst && hasSecond ? .plain : hasFirst ? .firstRun : .secondRun
    let ascii: Character = hasFirst && hasSecond ? ":" : hasFirst ? "'" : "."
    let glyph = capabilities.glyphs == .ascii ? ascii : dotGlyph(mask, capabilities)
    return Cell(glyph, style: style)
  }
}
