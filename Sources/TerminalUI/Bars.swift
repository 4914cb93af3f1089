extension Canvas {
  /// Draws a horizontal bar of eighth blocks for a fraction of `0...1`; ASCII has whole cells only.
  ///
  /// Fractions outside count as the nearest one inside, and NaN as 0. The bar is as high as the
  /// rectangle, and `track` fills the rest of it. Cells outside of the canvas are not drawn; the
  /// bar keeps its scale.
  package mutating func drawBar(
    _ fraction: Double, in rect: Rect, style: Style = .plain, track: Cell = .blank
  ) {
    let eighths = Int((unit(fraction) * Double(rect.columns) * 8).rounded())
    for offset in 0..<rect.columns {
      let glyph = horizontalGlyph(min(max(eighths - offset * 8, 0), 8))
      let cell = glyph == " " ? track : Cell(glyph, style: style)
      fill(
        Rect(row: rect.row, column: rect.column &+ offset, rows: rect.rows, columns: 1),
        with: cell)
    }
  }

  /// Draws one upright bar per column for fractions of `0...1`, standing on the bottom row.
  ///
  /// Fractions outside count as the nearest one inside; whatever is above 0 shows at least an
  /// eighth of a cell. Fractions beyond the last column, and cells outside of the canvas, are not
  /// drawn.
  package mutating func drawColumns(
    _ fractions: some Collection<Double>, in rect: Rect, style: Style = .plain
  ) {
    for (offset, fraction) in fractions.prefix(rect.columns).enumerated() {
      drawColumn(
        fraction, row: rect.row, column: rect.column &+ offset, height: rect.rows, style: style)
    }
  }

  /// Draws a single one of these bars.
  package mutating func drawColumn(
    _ fraction: Double, row: Int, column: Int, height rows: Int = 1, style: Style = .plain
  ) {
    let eighths = (unit(fraction) * Double(rows * 8)).rounded()
    let height = fraction > 0 ? max(Int(eighths), 1) : 0
    for cell in 0..<rows {
      let level = min(max(height - cell * 8, 0), 8)
      self[row + rows - 1 - cell, column] = Cell(
        verticalGlyph(level), style: level == 0 ? .plain : style)
    }
  }

  /// Draws such a bar downwards from the top row; in whole cells and halves, as there are no other
  /// blocks that are filled from above.
  package mutating func drawHangingColumn(
    _ fraction: Double, row: Int, column: Int, height rows: Int = 1, style: Style = .plain
  ) {
    let halves = (unit(fraction) * Double(rows * 2)).rounded()
    let height = fraction > 0 ? max(Int(halves), 1) : 0
    for cell in 0..<rows {
      let level = min(max(height - cell * 2, 0), 2)
      let glyph: Character =
        switch glyphs {
        case .braille: [" ", "▀", "█"][level]
        case .ascii: [" ", "'", "#"][level]
        }
      self[row + cell, column] = Cell(glyph, style: level == 0 ? .plain : style)
    }
  }

  /// Draws the course of a value, one column per value.
  ///
  /// The last values are shown if there are more than columns; fewer stand at the left. Cells
  /// outside of the canvas are not drawn.
  ///
  /// - Parameter range: What the lower and the upper edge stand for; by default 0 and the largest
  ///   visible value that is finite.
  package mutating func drawSparkline(
    _ values: [Double], in rect: Rect, range: ClosedRange<Double>? = nil, style: Style = .plain
  ) {
    let visible = values.suffix(rect.columns)
    let range = range ?? 0...(visible.filter { $0.isFinite && $0 > 0 }.max() ?? 0)
    let length = range.upperBound - range.lowerBound
    fill(rect)
    drawColumns(
      visible.map { length > 0 ? ($0 - range.lowerBound) / length : 0 }, in: rect, style: style)
  }

  /// Draws one upright bar per bin, scaled to the fullest bin and as wide as all bins allow.
  ///
  /// A bin that is not empty is never invisible. Bins beyond the last column, and cells outside of
  /// the canvas, are not drawn.
  package mutating func drawHistogram(
    _ counts: [Int], in rect: Rect, style: (_ bin: Int) -> Style = { _ in .plain }
  ) {
    fill(rect)
    guard let largest = counts.max(), largest > 0 else { return }
    addPlot(rect)
    let width = max(rect.columns / counts.count, 1)
    for (bin, count) in counts.enumerated() {
      let bar = Rect(
        row: rect.row, column: rect.column + bin * width, rows: rect.rows, columns: width
      ).intersection(rect)
      let fraction = Double(count) / Double(largest)
      drawColumns(repeatElement(fraction, count: bar.columns), in: bar, style: style(bin))
    }
  }

  /// - Parameter level: 0 to 8.
  private func horizontalGlyph(_ level: Int) -> Character {
    switch glyphs {
    case .braille: leftBlocks[level]
    case .ascii: level >= 4 ? "#" : " "
    }
  }

  /// - Parameter level: 0 to 8.
  private func verticalGlyph(_ level: Int) -> Character {
    switch glyphs {
    case .braille: lowerBlocks[level]
    case .ascii: asciiRamp[min(level, 7)]
    }
  }
}

private let leftBlocks: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
private let lowerBlocks: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

/// The value in `0...1` that is nearest; 0 for NaN.
private func unit(_ value: Double) -> Double {
  value > 0 ? min(value, 1) : 0
}
