import TerminalUI

/// Which steps a strip of cells shows: two steps per cell, page by page.
///
/// A page stays while time moves through it, so only new columns change on the terminal; the next
/// page begins when time leaves it.
struct TimeAxis: Equatable {
  /// The number of cells.
  let width: Int

  /// The first step of the page.
  let firstStep: Int

  init(width: Int, step: Int) {
    self.width = max(width, 1)
    let length = 2 * self.width
    firstStep = max(step - 1, 0) / length * length + 1
  }

  /// The two steps of a cell.
  func steps(ofCell cell: Int) -> (Int, Int) {
    (firstStep + 2 * cell, firstStep + 2 * cell + 1)
  }

  /// The cell of a step, or `nil` on another page.
  func cell(of step: Int) -> Int? {
    let cell = (step - firstStep) / 2
    return step >= firstStep && cell < width ? cell : nil
  }

  /// Draws the ruler: a number every eight cells, and the present.
  func drawRuler(step: Int, row: Int, column: Int, on canvas: inout Canvas) {
    canvas.addTarget(
      .scale(from: firstStep, to: firstStep + 2 * width),
      in: Rect(row: row, column: column, rows: 1, columns: width))
    for cell in stride(from: 0, to: width, by: 8) {
      let text = String(firstStep + 2 * cell)
      guard cell + text.count <= width else { break }
      canvas.write(text, row: row, column: column + cell, style: .label)
    }
    if let cell = cell(of: max(step, 1)) {
      let mark = canvas.glyphs == .braille ? "▼" : "v"
      canvas.write(mark, row: row, column: column + cell, style: .key)
      canvas.placeCursor(row: row, column: column + cell)
    }
  }
}
