import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

/// From so many columns on a frame has room for keys and for what a tick means.
private let columnsForTick = 90

extension ScreenPane {
  /// The whole network over time; where there is room its frame says what stands for answers in
  /// words that have none.
  static let lanes: ScreenPane = {
    var pane = ScreenPane("lanes", defines: .lanes, title: { _ in PaneTitle("network") }) {
      $0.drawLanes(on: &$1)
    }
    pane.fitTitle = { view, size, title in
      guard view.context.answersByClass, size.columns >= columnsForTick else { return }
      title.figures = ["tick: another answer, too short to name"]
    }
    return pane
  }()
}

extension ScreenView {
  /// The whole network over time: what it answers, its SIN spikes, and where a second one differs.
  func drawLanes(on canvas: inout Canvas) {
    let axis = liveAxis(on: canvas)
    let column = liveLabelWidth + 1
    var row = 1
    if engine.hasComparableSpikes, let comparison = engine.comparison, canvas.size.rows > row {
      drawDifferenceLane(comparison, axis, row: row, column: column, on: &canvas)
      row += 1
    }
    if context.hasANN, canvas.size.rows > row {
      let area = Rect(row: row, column: column, rows: canvas.size.rows - row, columns: axis.width)
      drawSINSpikes(axis, in: area, on: &canvas)
    }
    let drawn = Rect(row: 0, column: column, rows: canvas.size.rows, columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
    drawPredictions(axis, row: 0, column: column, on: &canvas)
    drawEvents(axis, row: 0, column: column, on: &canvas)
  }

  /// The answers over time, each in words where it has room.
  private func drawPredictions(
    _ axis: TimeAxis, row: Int, column: Int, on canvas: inout Canvas
  ) {
    canvas.write("prediction", row: row, column: 1, style: .label)
    canvas.write(
      answerPanels.words(self) ?? (knowsOutput ? "no output yet" : "no output told"), row: row,
      column: 12, width: liveLabelWidth - 13, alignment: .right, style: .title)
    canvas.drawAnswers(
      answerPanels.lane(self, axis), row: row, column: column, avoiding: eventCells(axis),
      dimmedFrom: axis.firstDimmedCell(step: step))
  }

  /// The classes that were predicted, each in its colour.
  func classLane(_ axis: TimeAxis) -> [LaneAnswer?] {
    let classStyle = classStyle
    return (0..<axis.width).map { cell in
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= engine.history.lastStep,
        let answer = engine.history.prediction(
          at: min(steps.upperBound, engine.history.lastStep))
      else { return nil }
      return LaneAnswer(
        text: context.className(answer),
        style: classStyle(answer))
    }
  }

  /// SIN spikes of all layers per step, a mean where a cell is several steps; the highest in full
  /// height.
  private func drawSINSpikes(_ axis: TimeAxis, in rect: Rect, on canvas: inout Canvas) {
    let counts = (0..<axis.width).map { cell in axis.steps(ofCell: cell).map(sinSpikes) }
    let values = counts.map { counts in counts.map { $0.reduce(0, +) / Double(max($0.count, 1)) } }
    let highest = values.compactMap(\.self).filter(\.isFinite).max() ?? 0
    // Of steps, not of cells: as much on every terminal.
    let most = counts.compactMap(\.self).joined().filter(\.isFinite).max() ?? 0
    canvas.write("SIN spikes", row: rect.row, column: 1, style: .label)
    canvas.write(
      "most \(grouped(Int(most))) a step", row: rect.row, column: 12,
      width: rect.column - 14, alignment: .right, style: .sinSpike)
    for (cell, value) in values.enumerated() {
      guard let value else { continue }
      let column = rect.column + cell
      if value.isNaN {
        canvas[rect.endRow - 1, column] = Cell(canvas.glyphs.absent, style: .label)
      } else if highest > 0 {
        canvas.drawColumn(
          value / highest, row: rect.row, column: column, height: rect.rows, style: .sinSpike)
      }
    }
  }

  /// SIN spikes of all layers in each of some steps, as far as they have been; not a number where
  /// they are no longer known.
  private func sinSpikes(in steps: ClosedRange<Int>) -> [Double] {
    let (history, layers) = (engine.history, layers.indices)
    guard steps.lowerBound <= history.lastStep else { return [] }
    return steps.clamped(to: 1...max(history.lastStep, 1)).map { step in
      layers.reduce(0) { sum, layer in
        sum + (history.entry(of: layer, at: step).map { Double($0.sinSpikes) } ?? .nan)
      }
    }
  }

  /// The share of SIN among the spikes of a layer, over time.
  func drawSINLane(of layer: Int, axis: TimeAxis, row: Int, on canvas: inout Canvas) {
    canvas.write("SIN spikes", row: row, column: 8, width: 10, alignment: .right, style: .label)
    let sin = runState.statistics.layers[layer].sin
    canvas.write(
      percent(ratio(sin?.spikes ?? 0, of: runState.statistics.layers[layer].counts.total)),
      row: row, column: 18, width: 12, alignment: .right, style: .label)
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell) else { continue }
      guard let share = sinShare(of: [layer], in: steps) else { continue }
      canvas.drawColumn(share, row: row, column: liveLabelWidth + 1 + cell, style: .sinSpike)
    }
  }

  /// `x` where spikes of two networks differ that can be compared step by step.
  private func drawDifferenceLane(
    _ comparison: ComparedRun, _ axis: TimeAxis, row: Int, column: Int, on canvas: inout Canvas
  ) {
    canvas.write("differ", row: row, column: 1, style: .label)
    let divergence = comparison.divergence
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= divergence.lastStep,
        let before = divergence.total(upTo: steps.lowerBound - 1),
        let after = divergence.total(upTo: min(steps.upperBound, divergence.lastStep)),
        after > before
      else { continue }
      canvas[row, column + cell] = Cell(canvas.glyphs.cross, style: .warning)
    }
  }

  /// The cells of a lane in which something else than an answer stands.
  private func eventCells(_ axis: TimeAxis) -> Set<Int> {
    let breaks = engine.breakpoints.flatMap(\.steps)
    return Set((breaks + state.marksHere.map(\.place.step)).compactMap(axis.markCell(of:)))
  }

  /// Puts breaks that stopped a run, and marks, on a lane; no answer is written like them.
  func drawEvents(_ axis: TimeAxis, row: Int, column: Int, on canvas: inout Canvas) {
    axis.addTargets(row: row, column: column, on: &canvas)
    for breakpoint in engine.breakpoints {
      for cell in breakpoint.steps.compactMap(axis.markCell(of:)) {
        canvas[row, column + cell] = Cell(canvas.glyphs.breakpoint, style: .paused)
      }
    }
    for mark in state.marksHere {
      guard let cell = axis.markCell(of: mark.place.step) else { continue }
      canvas[row, column + cell] = Cell(mark.letter, style: .eventMark)
    }
  }
}

extension Style {
  /// The letter of a mark, told apart from those of names.
  static var eventMark: Style { title.with(.reverse) }
}

extension Glyphs {
  /// Where a break stopped a run.
  var breakpoint: Character { self == .braille ? "●" : "*" }
}

extension Range<Int> {
  /// The parts that have a cell between them and what stands in some cells.
  fileprivate func parts(apartFrom occupied: Set<Int>) -> [Range<Int>] {
    var (parts, start) = ([Range<Int>](), lowerBound)
    for cell in occupied.sorted() where (lowerBound - 1...upperBound).contains(cell) {
      if start < cell - 1 { parts.append(start..<cell - 1) }
      start = Swift.max(start, cell + 2)
    }
    return start < upperBound ? parts + [start..<upperBound] : parts
  }
}

extension Canvas {
  /// Draws answers over time, each in words where it has room.
  ///
  /// - Parameters:
  ///   - occupied: Cells in which something else will stand.
  ///   - dimmedFrom: The cells from there on lie behind the present: lines are dim there, and words
  ///     that begin there; no word changes in its midst.
  mutating func drawAnswers(
    _ answers: [LaneAnswer?], row: Int, column: Int, avoiding occupied: Set<Int> = [],
    dimmedFrom: Int = .max
  ) {
    var first = 0
    while first < answers.count {
      let end = answers[first...].firstIndex { $0 != answers[first] } ?? answers.count
      if let answer = answers[first] {
        draw(
          answer, in: first..<end, of: answers.count, row: row, column: column,
          isFirst: first == 0 || answers[first - 1] == nil, avoiding: occupied,
          dimmedFrom: dimmedFrom)
      }
      first = end
    }
  }

  /// Draws an answer over some of so many cells: a line, and its words where there is room for
  /// them; without them the line begins with a tick.
  ///
  /// - Parameter isFirst: Whether no other answer lies before it.
  mutating func draw(
    _ answer: LaneAnswer, in cells: Range<Int>, of count: Int, row: Int, column: Int,
    isFirst: Bool, avoiding occupied: Set<Int> = [], dimmedFrom: Int = .max
  ) {
    let style = { (cell: Int) in cell >= dimmedFrom ? answer.style.with(.dim) : answer.style }
    for cell in cells {
      self[row, column + cell] = Cell(glyphs.horizontal, style: style(cell))
    }
    // A line between two answers, so that they are not read as one.
    let room = cells.lowerBound..<cells.upperBound - (cells.upperBound < count ? 1 : 0)
    let texts = room.parts(apartFrom: occupied).map { part in
      (column: part.lowerBound, text: answer.text(columns: part.count))
    }
    let most = texts.map(\.text.count).max() ?? 0
    if most > 0, let best = texts.first(where: { $0.text.count == most }) {
      write(
        best.text, row: row, column: column + best.column, style: style(best.column).with(.bold))
    } else if !isFirst {
      self[row, column + cells.lowerBound] = Cell(
        glyphs.line([.left, .right, .down]), style: style(cells.lowerBound))
    }
  }
}
