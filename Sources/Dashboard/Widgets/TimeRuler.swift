import TerminalUI

extension TimeAxis {
  /// The steps that have a number on a ruler, where one takes so many cells with its gap.
  ///
  /// The first step of the page, and multiples of 1, 2 or 5 times a power of ten.
  private func numberedSteps(cellsPerNumber: Int) -> [Int] {
    let fitting = max(width / max(cellsPerNumber, 1), 1)
    var interval = 1
    var factors = [2, 5, 10]
    var power = 1
    while length / interval > fitting {
      interval = power * factors.removeFirst()
      if factors.isEmpty { (factors, power) = ([2, 5, 10], power * 10) }
    }
    let first = (firstStep / interval + 1) * interval
    return [firstStep] + stride(from: first, through: lastStep, by: interval)
  }

  /// Draws the ruler: numbers at the first cells of their steps, and the present.
  func drawRuler(step: Int, row: Int, column: Int, on canvas: inout Canvas) {
    canvas.addTarget(
      .scale(from: firstStep, to: firstStep + length),
      in: Rect(row: row, column: column, rows: 1, columns: width))
    let present = markCell(of: max(step, 1))
    let digits = String(lastStep).count
    var free = 0
    for number in numberedSteps(cellsPerNumber: digits + 3) {
      let text = String(number)
      guard let cell = firstCell(of: number), cell >= free, cell + text.count <= width
      else { continue }
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
    for number in numberedSteps(cellsPerNumber: 3) {
      guard let cell = firstCell(of: number) else { continue }
      canvas.write(
        String(number), row: row + cell, column: column, width: digits, alignment: .right,
        style: .label)
    }
    guard let cell = markCell(of: max(step, 1)) else { return }
    let mark = canvas.glyphs == .braille ? "▶" : ">"
    canvas.write(mark, row: row + cell, column: column + digits, style: .key)
    if canvas.cursor == nil { canvas.placeCursor(row: row + cell, column: column + digits) }
  }

  /// Draws the present as a line through the rows of time panels, and dims what lies behind the
  /// cells of its step.
  ///
  /// Where something is drawn already in the column of the present, that stays.
  func drawPresent(step: Int, in rect: Rect, on canvas: inout Canvas) {
    canvas.addPlot(rect)
    guard let present = markCell(of: max(step, 1)), let last = cell(of: max(step, 1)) else {
      return
    }
    let line: Character = canvas.glyphs == .braille ? "┃" : "|"
    for row in rect.row..<rect.endRow {
      if canvas[row, rect.column + present] == .blank {
        canvas[row, rect.column + present] = Cell(line, style: .border)
      }
      for column in (rect.column + last + 1)..<max(rect.endColumn, rect.column + last + 1)
      where canvas[row, column] != .blank {
        canvas[row, column].style = canvas[row, column].style.with(.dim)
      }
    }
  }
}
