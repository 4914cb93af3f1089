import TerminalUI

extension Canvas {
  /// Cells of 8x16 points on the ground of the theme; letters stay text, dots and blocks become
  /// shapes, because fonts differ.
  package func drawing() -> Drawing {
    let width = Double(size.columns) * cellSize.width
    let height = Double(size.rows) * cellSize.height
    var shapes: [Shape] = []
    for row in 0..<size.rows {
      let runs = runs(inRow: row)
      shapes += runs.compactMap { backgroundShape(of: $0, row: row) }
      for run in runs { shapes += shapesOfRun(run, row: row) }
    }
    return Drawing(
      width: width, height: height, shapes: shapes, ground: capabilities.theme.ground,
      title: "spiketop", about: text)
  }

  /// Neighbouring cells of one style.
  private struct Run {
    var column: Int
    var scalars: [Unicode.Scalar]
    var ink: CellInk
  }

  private func runs(inRow row: Int) -> [Run] {
    var runs: [Run] = []
    var style: Style?
    for (column, cell) in cells(inRow: row).enumerated() {
      if cell.style == style {
        runs[runs.count - 1].scalars.append(cell.scalar)
      } else {
        let ink = CellInk(cell.style, capabilities: capabilities)
        runs.append(Run(column: column, scalars: [cell.scalar], ink: ink))
      }
      style = cell.style
    }
    return runs
  }

  private func box(row: Int, column: Int, count: Int = 1) -> Box {
    Box(
      x: Double(column) * cellSize.width, y: Double(row) * cellSize.height,
      width: Double(count) * cellSize.width, height: cellSize.height)
  }

  private func backgroundShape(of run: Run, row: Int) -> Shape? {
    guard run.ink.background != capabilities.theme.ground else { return nil }
    let box = box(row: row, column: run.column, count: run.scalars.count)
    return Shape(.rectangle(box, run.ink.background))
  }

  private func shapesOfRun(_ run: Run, row: Int) -> [Shape] {
    var shapes: [Shape] = []
    var word = ""
    var start = run.column
    func endWord() {
      guard word.contains(where: { $0 != " " }) else { return }
      shapes.append(lettering(word, row: row, column: start, ink: run.ink))
    }
    for (offset, scalar) in run.scalars.enumerated() {
      let column = run.column + offset
      let glyph = glyphShapes(of: scalar, in: box(row: row, column: column), ink: run.ink)
      guard let glyph else {
        if word.isEmpty { start = column }
        word.unicodeScalars.append(scalar)
        continue
      }
      endWord()
      word = ""
      shapes += glyph.map { Shape($0) }
    }
    endWord()
    if run.ink.isUnderlined {
      var line = box(row: row, column: run.column, count: run.scalars.count)
      (line.y, line.height) = (line.maxY - 2, 1)
      shapes.append(Shape(.rectangle(line, run.ink.foreground)))
    }
    return shapes
  }

  private func lettering(_ text: String, row: Int, column: Int, ink: CellInk) -> Shape {
    var lettering = Lettering(
      text: text,
      place: Place(
        x: Double(column) * cellSize.width, y: Double(row + 1) * cellSize.height - 4), size: 13,
      color: ink.foreground)
    lettering.cellWidth = cellSize.width
    lettering.isBold = ink.isBold
    return Shape(.lettering(lettering))
  }
}
