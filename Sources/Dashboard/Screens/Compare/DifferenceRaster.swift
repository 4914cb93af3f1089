import Networks
import PlainText
import TerminalUI
import TimeTravel

/// With fewer rows two rasters and what lies between them say nothing.
let leastDifferenceRows = 4

/// The rows of the lane between two rasters: of their height, and at most.
private let laneShare = 6
private let mostLaneRows = 5

/// What lies left and right of everything over time on this screen, so that all share an axis.
let comparedLabelWidth = 10
private let comparedTailWidth = 16

/// With fewer columns there is nothing at the right.
private let columnsForTails = 60

extension ScreenView {
  /// How many columns are left for numbers behind what lies over time.
  func comparedTail(on canvas: Canvas) -> Int {
    canvas.size.columns < columnsForTails ? 1 : comparedTailWidth
  }

  /// The axis of all that lies over time on this screen.
  func comparedAxis(on canvas: Canvas) -> TimeAxis {
    timeAxis(width: canvas.size.columns - comparedLabelWidth - comparedTail(on: canvas))
  }

  /// A number or a name of now, at the right of what lies over time.
  func drawTail(_ text: String, row: Int, style: Style, on canvas: inout Canvas) {
    let tail = comparedTail(on: canvas)
    guard tail > 1 else { return }
    canvas.write(
      text, row: row, column: canvas.size.columns - tail + 1, width: tail - 2, alignment: .left,
      style: style)
  }

  /// The layer under the cursor: what one network sends above, what the other sends below, and
  /// between them how many neurons differ.
  func drawDifferences(on canvas: inout Canvas) {
    let layer = network.layers[state.layer]
    guard let pair = ComparedPair(of: state.layer, engine) else {
      canvas.write(
        "B has no layer \(layer.name) of shape \(layer.shape): nothing to compare", row: 0,
        column: 2, width: canvas.size.columns - 3, alignment: .left, style: .label)
      return
    }
    var rest = canvas.bounds
    let axis = comparedAxis(on: canvas)
    let header = rest.takeTop(1)
    let legend = rest.takeBottom(rest.rows > 2 * leastDifferenceRows ? 1 : 0)
    axis.drawRuler(step: step, row: header.row, column: comparedLabelWidth, on: &canvas)
    if state.compareScreen.showsNeurons, engine.hasComparableSpikes {
      drawComparedNeurons(pair, axis, in: rest, on: &canvas)
      drawNeuronLegend(row: legend.row, rows: legend.rows, on: &canvas)
    } else {
      drawRasters(pair, axis, in: rest, legend: legend, on: &canvas)
    }
    let area = Rect(
      row: rest.row, column: comparedLabelWidth, rows: rest.rows, columns: axis.width)
    axis.drawPresent(step: step, in: area, on: &canvas)
  }

  private func drawRasters(
    _ pair: ComparedPair, _ axis: TimeAxis, in rect: Rect, legend: Rect, on canvas: inout Canvas
  ) {
    var rest = rect
    let wanted = min(max(rest.rows / laneShare, 1), mostLaneRows)
    let rows = max(rest.rows - wanted, 0) / 2
    let upper = rest.takeTop(rows)
    let lower = rest.takeBottom(rows)
    var bandLength = 1
    for (side, area) in [(RunSide.first, upper), (.second, lower)] {
      let onlyDifferences = engine.hasComparableSpikes && state.compareScreen.showsOnlyDifferences
      let spikes = ComparedSpikes(
        pair, side: side, onlyDifferences: onlyDifferences, dotRows: 4 * area.rows)
      bandLength = spikes.bandLength
      let plot = Rect(
        row: area.row, column: comparedLabelWidth, rows: area.rows, columns: axis.width)
      spikes.draw(axis, towards: .right, in: plot, memo: memo, on: &canvas)
      drawRasterLabel(of: pair, side, bandLength: spikes.bandLength, in: area, on: &canvas)
    }
    if engine.hasComparableSpikes {
      drawDifferenceLane(ofPair: pair.number, of: pair.neuronCount, axis, in: rest, on: &canvas)
    } else {
      drawRateLane(pair, axis, in: rest, on: &canvas)
    }
    guard !legend.isEmpty else { return }
    let part =
      bandLength == 1
      ? "" : ", a dot: \(counted(bandLength, "neuron")), lit if as many fire as the mean or more"
    let words =
      engine.hasComparableSpikes
      ? "\(state.compareScreen.showsOnlyDifferences ? "only what differs" : "all spikes"), "
        + "\(counted(pair.neuronCount, "neuron"))\(part)"
      : codingWords.map { "\($0): spikes differ by design, rates and outputs are compared" } ?? ""
    canvas.writeClauses(
      words, row: legend.row, column: 1, width: canvas.size.columns - 2, style: .label)
  }

  /// Which network it is, where the neuron under the cursor lies, and how many fire now.
  private func drawRasterLabel(
    of pair: ComparedPair, _ side: RunSide, bandLength: Int, in rect: Rect,
    on canvas: inout Canvas
  ) {
    guard !rect.isEmpty else { return }
    let cursorRow = min(state.unit / bandLength / 4, rect.rows - 1)
    let shape = network.layers[state.layer].shape
    canvas[rect.row + cursorRow, 0] = Cell(canvas.glyphs.cursor, style: .selection)
    canvas.write(
      "#\(shape.unitNumber(ofIndex: state.unit))", row: rect.row + cursorRow, column: 3,
      width: comparedLabelWidth - 4, alignment: .right, style: .label)
    canvas.write(side.letter, row: rect.row, column: 1, style: side.style.with(.bold))
    guard step > 0 else { return }
    let count = pair.spikes(of: side, at: step).reduce(0) { $0 + $1.nonzeroBitCount }
    drawTail("\(grouped(count)) fire", row: rect.row, style: side.style, on: &canvas)
  }

  /// How many neurons of a pair of layers differ in a step; `nil` where that is not known.
  func differingNeurons(ofPair pair: Int, at step: Int) -> Int? {
    guard step > 0, let divergence = engine.comparison?.divergence,
      let after = divergence.sum(ofPair: pair, upTo: step),
      let before = divergence.sum(ofPair: pair, upTo: step - 1)
    else { return nil }
    return after.count - before.count
  }

  /// How many neurons differ in each step as bars, the mean of the steps of a cell; full height is
  /// the step with the most.
  private func drawDifferenceLane(
    ofPair pair: Int, of neurons: Int, _ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas
  ) {
    guard !rect.isEmpty, let last = engine.comparison?.divergence.lastStep else { return }
    let counts = (0..<axis.width).map { cell in
      (axis.steps(ofCell: cell) ?? 1...1).compactMap { differingNeurons(ofPair: pair, at: $0) }
    }
    let most = counts.joined().max() ?? 0
    canvas.write("differ", row: rect.row, column: 1, style: .label)
    if rect.rows > 1 {
      canvas.write(
        "to \(grouped(most))", row: rect.row + 1, column: 1, style: .label,
        maxWidth: comparedLabelWidth - 2)
    }
    if let now = differingNeurons(ofPair: pair, at: step) {
      drawTail(
        "\(grouped(now)) of \(grouped(neurons))", row: rect.row,
        style: now > 0 ? .warning : .label, on: &canvas)
    }
    for (cell, values) in counts.enumerated() {
      let column = comparedLabelWidth + cell
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= last else { continue }
      guard !values.isEmpty else {
        canvas[rect.endRow - 1, column] = Cell(canvas.glyphs.absent, style: .label)
        continue
      }
      guard most > 0 else { continue }
      let mean = Double(values.reduce(0, +)) / Double(values.count)
      canvas.drawColumn(
        mean / Double(most), row: rect.row, column: column, height: rect.rows, style: .warning)
    }
  }

  /// The spikes per neuron and step in both networks: a line, and dots.
  private func drawRateLane(
    _ pair: ComparedPair, _ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas
  ) {
    guard !rect.isEmpty, let second = secondView else { return }
    let rates = [rates(of: pair.layer, axis), second.rates(of: pair.counterpart, axis)]
    let most = rates.joined().filter(\.isFinite).max() ?? 0
    var dots = DotGrid(Size(rows: rect.rows, columns: axis.width))
    dots.addCurve(rates[0], over: axis, range: 0...max(most, 1e-9), style: .firstRun)
    dots.addPoints(rates[1], range: 0...max(most, 1e-9), style: .secondRun)
    canvas.draw(dots, row: rect.row, column: comparedLabelWidth)
    canvas.write("rate", row: rect.row, column: 1, style: .label)
    if rect.rows > 1 {
      canvas.write("to \(decimal(most))", row: rect.row + 1, column: 1, style: .label)
    }
    drawTail("A line, B dots", row: rect.row, style: .label, on: &canvas)
  }

  /// The mean rates of a layer in the steps of each cell; `nan` where they are not known.
  private func rates(of layer: Int, _ axis: TimeAxis) -> [Double] {
    let neurons = network.layers[layer].shape.count
    return (0..<axis.width).map { cell in
      let spikes = (axis.steps(ofCell: cell) ?? 1...1).compactMap {
        engine.history.entry(of: layer, at: $0)?.spikes
      }
      guard !spikes.isEmpty else { return .nan }
      return Double(spikes.reduce(0) { $0 + Int($1) }) / Double(spikes.count * max(neurons, 1))
    }
  }
}

extension DotGrid {
  /// Draws one value for each cell as a dot; a value that is not finite is a gap.
  mutating func addPoints(_ values: [Double], range: ClosedRange<Double>, style: Style) {
    for (cell, value) in values.enumerated() where value.isFinite {
      set(x: 2 * cell + 1, y: dotRow(of: value, range: range), style: style)
    }
  }
}
