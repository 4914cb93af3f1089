import TerminalUI

extension TimeAxis {
  /// A number on a ruler, and the first cell of its step.
  private struct Number {
    let step: Int
    let cell: Int
  }

  /// The steps that have a number, where one takes so many cells with its gap: the first of the
  /// page, and multiples of 1, 2 or 5 times a power of ten; on what is left of the page before
  /// those of its own steps.
  private func numbers(cellsPerNumber: Int) -> [Number] {
    let interval = interval(cellsPerNumber: cellsPerNumber)
    let multiples = { (range: Range<Int>) in
      stride(from: (range.lowerBound / interval + 1) * interval, to: range.upperBound, by: interval)
    }
    let new = ([firstStep] + multiples(firstStep..<lastNewStep + 1)).compactMap { step in
      firstCell(of: step).map { Number(step: step, cell: $0) }
    }
    guard let oldSteps else { return new }
    return new
      + multiples(oldSteps.lowerBound - 1..<oldSteps.upperBound).compactMap { step in
        firstCell(of: step + length).map { Number(step: step, cell: max($0, firstOldCell)) }
      }
  }

  private func interval(cellsPerNumber: Int) -> Int {
    let fitting = max(width / max(cellsPerNumber, 1), 1)
    var interval = 1
    var factors = [2, 5, 10]
    var power = 1
    while length / interval > fitting {
      interval = power * factors.removeFirst()
      if factors.isEmpty { (factors, power) = ([2, 5, 10], power * 10) }
    }
    return interval
  }

  /// Lets a click on the ruler go to the step that is shown there.
  func addTargets(row: Int, column: Int, on canvas: inout Canvas) {
    guard let old = oldSteps else {
      canvas.addTarget(
        .scale(from: firstStep, to: firstStep + length),
        in: Rect(row: row, column: column, rows: 1, columns: width))
      return
    }
    let first = firstOldCell
    canvas.addTarget(
      .scale(from: firstStep, to: old.lowerBound + length),
      in: Rect(row: row, column: column, rows: 1, columns: first))
    canvas.addTarget(
      .scale(from: old.lowerBound, to: old.upperBound),
      in: Rect(row: row, column: column + first, rows: 1, columns: width - first))
  }

  /// Draws the ruler: numbers at the first cells of their steps, and the present.
  package func drawRuler(step: Int, row: Int, column: Int, on canvas: inout Canvas) {
    addTargets(row: row, column: column, on: &canvas)
    let present = markCell(of: max(step, 1))
    let digits = String(lastStep).count
    var free = 0
    for number in numbers(cellsPerNumber: digits + 3) {
      let (text, cell) = (String(number.step), number.cell)
      guard cell >= free, cell + text.count <= width else { continue }
      // Half a number would be another one.
      if let present, (cell..<cell + text.count).contains(present) { continue }
      canvas.write(text, row: row, column: column + cell, style: .label)
      free = cell + text.count + 1
    }
    guard let present else { return }
    let mark = canvas.glyphs == .braille ? "▼" : "v"
    canvas.write(mark, row: row, column: column + present, style: .key)
    // The row under the cursor is where screen readers look first.
    if canvas.cursor == nil { canvas.placeCursor(row: row, column: column + present) }
  }

  /// Draws the ruler downwards, right-aligned in `digits` cells, and the present behind it.
  func drawVerticalRuler(
    step: Int, row: Int, column: Int, digits: Int, on canvas: inout Canvas
  ) {
    for number in numbers(cellsPerNumber: 3) {
      canvas.write(
        String(number.step), row: row + number.cell, column: column, width: digits,
        alignment: .right, style: .label)
    }
    guard let cell = markCell(of: max(step, 1)) else { return }
    let mark = canvas.glyphs == .braille ? "▶" : ">"
    canvas.write(mark, row: row + cell, column: column + digits, style: .key)
    if canvas.cursor == nil { canvas.placeCursor(row: row + cell, column: column + digits) }
  }

  /// The first cell behind those of the present; all from there on are dim.
  func firstDimmedCell(step: Int) -> Int { cell(of: max(step, 1)).map { $0 + 1 } ?? .max }

  /// Draws the present as a line through the rows of time panels, and dims what lies behind the
  /// cells of its step.
  ///
  /// Where something is drawn already in the column of the present, that stays. Texts are no marks
  /// at a step: they are written afterwards, over the line and in one style.
  func drawPresent(step: Int, in rect: Rect, on canvas: inout Canvas) {
    canvas.addPlot(rect)
    guard let present = markCell(of: max(step, 1)) else { return }
    let line: Character = canvas.glyphs == .braille ? "┃" : "|"
    let dimmed = rect.column + firstDimmedCell(step: step)
    for row in rect.row..<rect.endRow {
      if canvas[row, rect.column + present] == .blank {
        canvas[row, rect.column + present] = Cell(line, style: .border)
      }
      for column in dimmed..<max(rect.endColumn, dimmed) where canvas[row, column] != .blank {
        canvas[row, column].style = canvas[row, column].style.with(.dim)
      }
    }
  }
}
