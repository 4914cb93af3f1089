/// Dots at eight times the resolution of cells: two across and four down in each cell.
///
/// A terminal without braille shows how many dots a cell has, as ` .:+#`.
package struct DotGrid: Hashable, Sendable {
  /// In cells.
  package let size: Size
  /// The dots of each cell, as in the low byte of the braille characters.
  private var masks: [UInt8]
  private var styles: [Style]

  /// - Parameter size: In cells.
  package init(_ size: Size) {
    self.size = size
    masks = Array(repeating: 0, count: size.rows * size.columns)
    styles = Array(repeating: .plain, count: size.rows * size.columns)
  }

  /// The number of dots across.
  package var width: Int { size.columns * 2 }

  /// The number of dots down.
  package var height: Int { size.rows * 4 }

  /// Sets a dot and the style of its cell; outside of the grid it has no effect.
  ///
  /// - Parameters:
  ///   - x: From left to right.
  ///   - y: From top to bottom.
  package mutating func set(x: Int, y: Int, style: Style = .plain) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let cell = y / 4 * size.columns + x / 2
    masks[cell] |= dotMask(x: x % 2, y: y % 4)
    styles[cell] = style
  }

  package func isSet(x: Int, y: Int) -> Bool {
    guard x >= 0, x < width, y >= 0, y < height else { return false }
    return masks[y / 4 * size.columns + x / 2] & dotMask(x: x % 2, y: y % 4) != 0
  }

  /// Draws a line between two dots, both included; what lies outside of the grid is not drawn.
  package mutating func addLine(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), style: Style = .plain
  ) {
    let length = max(abs(end.x - start.x), abs(end.y - start.y))
    for step in 0...length {
      let fraction = length == 0 ? 0 : Double(step) / Double(length)
      let x = Double(start.x) + fraction * Double(end.x - start.x)
      let y = Double(start.y) + fraction * Double(end.y - start.y)
      set(x: Int(x.rounded()), y: Int(y.rounded()), style: style)
    }
  }

  /// Draws a curve through values that are spread over the whole width.
  ///
  /// Values outside of the range lie on the nearest edge; a value that is not finite is a gap.
  ///
  /// - Parameter range: What the lower and the upper edge stand for.
  package mutating func addCurve(
    _ values: [Double], range: ClosedRange<Double>, style: Style = .plain
  ) {
    guard width > 0, height > 0 else { return }
    var previous: (x: Int, y: Int)?
    for (index, value) in values.enumerated() {
      guard value.isFinite else {
        previous = nil
        continue
      }
      let x = values.count > 1 ? index * (width - 1) / (values.count - 1) : 0
      let dot = (x: x, y: dotRow(of: value, range: range))
      addLine(from: previous ?? dot, to: dot, style: style)
      previous = dot
    }
  }

  /// The dot row, counted from the top, that is nearest to a value.
  package func dotRow(of value: Double, range: ClosedRange<Double>) -> Int {
    let length = range.upperBound - range.lowerBound
    let clamped = min(max(value, range.lowerBound), range.upperBound)
    let fraction = length > 0 ? (clamped - range.lowerBound) / length : 0
    return height - 1 - Int((fraction * Double(max(height - 1, 0))).rounded())
  }

  fileprivate func cell(row: Int, column: Int, capabilities: Capabilities) -> Cell? {
    let index = row * size.columns + column
    return masks[index] == 0
      ? nil : Cell(dotGlyph(masks[index], capabilities), style: styles[index])
  }
}

extension Canvas {
  /// Draws the cells that have dots and leaves the others as they are; outside of the canvas
  /// nothing is drawn.
  package mutating func draw(_ dots: DotGrid, row: Int = 0, column: Int = 0) {
    for dotRow in 0..<dots.size.rows {
      for dotColumn in 0..<dots.size.columns {
        if let cell = dots.cell(row: dotRow, column: dotColumn, capabilities: capabilities) {
          self[row &+ dotRow, column &+ dotColumn] = cell
        }
      }
    }
  }
}

/// The bit of one dot in a cell's mask; x below 2, y below 4.
package func dotMask(x: Int, y: Int) -> UInt8 {
  switch (x, y) {
  case (0, 3): 0x40
  case (_, 3): 0x80
  case (0, _): 1 << UInt8(y)
  default: 8 << UInt8(y)
  }
}

/// The character of a cell with these dots; a blank if there are none.
package func dotGlyph(_ mask: UInt8, _ capabilities: Capabilities) -> Character {
  if mask == 0 { return " " }
  switch (capabilities.glyphs, capabilities.dots) {
  case (.ascii, _):
    return [".", ":", "+", "#"][(mask.nonzeroBitCount - 1) / 2]
  case (.braille, .braille):
    return Unicode.Scalar(0x2800 + UInt32(mask)).map(Character.init) ?? "?"
  case (.braille, .halfBlock):
    let (upper, lower) = (mask & 0b0001_1011 != 0, mask & 0b1110_0100 != 0)
    return upper && lower ? "█" : upper ? "▀" : "▄"
  case (.braille, .octant):
    return octants[Int(rowMajor(mask))]
  }
}

/// The dots of a braille mask counted row by row: bit `2·y + x`.
private func rowMajor(_ mask: UInt8) -> UInt8 {
  (0..<8).reduce(0) { result, bit in
    mask & dotMask(x: bit % 2, y: bit / 2) == 0 ? result : result | 1 << UInt8(bit)
  }
}
