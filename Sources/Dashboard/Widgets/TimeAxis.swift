import TerminalUI

/// Which steps a strip of cells shows.
///
/// A page stays while time moves through it, so only new columns change on the terminal; where time
/// leaves it the next page begins, and writes over what is old, column by column. An axis that
/// scrolls always ends with the present.
package struct TimeAxis: Equatable {
  /// The number of cells.
  package let width: Int

  package let stepsPerCell: Int

  /// The first step of the page.
  package let firstStep: Int

  /// Behind this step the page before is still to be seen.
  private let lastKnownStep: Int

  /// - Parameters:
  ///   - step: The present.
  ///   - lastKnownStep: The last step that can be drawn; by default there is no old page.
  package init(
    width: Int, step: Int, stepsPerCell: Int = 2, scrolls: Bool = false,
    lastKnownStep: Int = .max
  ) {
    self.width = max(width, 1)
    self.stepsPerCell = stepsPerCell
    self.lastKnownStep = scrolls ? .max : lastKnownStep
    let length = stepsPerCell * self.width
    if scrolls {
      // Whole cells, so that the steps of a cell stay together while they move.
      let cells = (max(step, 1) + stepsPerCell - 1) / stepsPerCell
      firstStep = max(cells * stepsPerCell - length, 0) + 1
    } else {
      firstStep = max(step - 1, 0) / length * length + 1
    }
  }

  /// The steps of a cell; `nil` where it is the gap before the old page, or before the first step.
  package func steps(ofCell cell: Int) -> ClosedRange<Int>? {
    var first = firstStep + cell * stepsPerCell
    if first > lastKnownStep {
      if first - stepsPerCell <= lastKnownStep { return nil }
      first -= width * stepsPerCell
    }
    return first < 1 ? nil : first...first + stepsPerCell - 1
  }

  /// The steps of the dots of a cell along time: an equal part each, or the same step several
  /// times.
  package func dots(ofCell cell: Int, count: Int) -> [ClosedRange<Int>] {
    guard let steps = steps(ofCell: cell) else { return [] }
    return (0..<count).map { dot in
      let first = steps.lowerBound + dot * stepsPerCell / count
      return first...max(steps.lowerBound + (dot + 1) * stepsPerCell / count - 1, first)
    }
  }

  /// The cell of a step, or `nil` on another page.
  package func cell(of step: Int) -> Int? {
    let cell = (step - firstStep) / stepsPerCell
    return step >= firstStep && cell < width ? cell : nil
  }

  /// The dot column of a step of this page.
  package func dotColumn(of step: Int) -> Int { (step - firstStep) * 2 / stepsPerCell }

  /// Draws the ruler: a number every eight cells, and the present.
  func drawRuler(step: Int, row: Int, column: Int, on canvas: inout Canvas) {
    canvas.addTarget(
      .scale(from: firstStep, to: firstStep + stepsPerCell * width),
      in: Rect(row: row, column: column, rows: 1, columns: width))
    let present = cell(of: max(step, 1))
    for cell in stride(from: 0, to: width, by: 8) {
      guard let steps = steps(ofCell: cell) else { continue }
      let text = String(steps.lowerBound)
      guard cell + text.count <= width else { break }
      // Half a number would be another one.
      if let present, (cell..<cell + text.count).contains(present) { continue }
      canvas.write(text, row: row, column: column + cell, style: .label)
    }
    if let cell = present {
      let mark = canvas.glyphs == .braille ? "▼" : "v"
      canvas.write(mark, row: row, column: column + cell, style: .key)
      canvas.placeCursor(row: row, column: column + cell)
    }
  }

  /// Draws the ruler downwards, right-aligned in `digits` cells: a number every four cells, and the
  /// present behind them.
  func drawVerticalRuler(
    step: Int, row: Int, column: Int, digits: Int, on canvas: inout Canvas
  ) {
    for cell in stride(from: 0, to: width, by: 4) {
      guard let steps = steps(ofCell: cell) else { continue }
      canvas.write(
        String(steps.lowerBound), row: row + cell, column: column, width: digits,
        alignment: .right, style: .label)
    }
    if let cell = cell(of: max(step, 1)) {
      let mark = canvas.glyphs == .braille ? "▶" : ">"
      canvas.write(mark, row: row + cell, column: column + digits, style: .key)
      canvas.placeCursor(row: row + cell, column: column + digits)
    }
  }
}

extension ScreenView {
  /// The axis of rasters that are so many cells wide.
  func timeAxis(width: Int) -> TimeAxis {
    TimeAxis(
      width: width, step: step, stepsPerCell: state.rasterView.stepsPerCell,
      scrolls: state.rasterView.mode == .scroll,
      lastKnownStep: max(engine.raster.lastStep, step))
  }

  /// The axis of a waterfall: a cell has four dots along time, not two.
  func verticalAxis(height: Int) -> TimeAxis {
    TimeAxis(
      width: height, step: step, stepsPerCell: 2 * state.rasterView.stepsPerCell,
      lastKnownStep: max(engine.raster.lastStep, step))
  }

  /// How much of time a dot stands for, where it is not a single step; else nothing.
  var timeZoomNote: String? {
    let view = state.rasterView
    if view.stepsPerCell == RasterView().stepsPerCell { return nil }
    let isSingle = view.stepsPerCell == 1
    return isSingle ? "a step is 2 dots wide" : "a dot is \(view.stepsPerCell / 2) steps"
  }
}
