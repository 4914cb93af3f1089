/// At which edge of its field a text stands.
package enum Alignment: Hashable, Sendable {
  case left, right, center
}

/// A key and what it does.
package struct Hint: Hashable, Sendable {
  package var key: String
  package var action: String
  /// What a click on the hint is as good as.
  package var click: Key?

  package init(_ key: String, _ action: String, click: Key? = nil) {
    self.key = key
    self.action = action
    self.click = click
  }
}

extension Canvas {
  /// Writes a text into a field of `width` cells; a longer one is cut and ends in an ellipsis.
  ///
  /// Outside of the canvas nothing is drawn.
  package mutating func write(
    _ text: String, row: Int, column: Int, width: Int, alignment: Alignment, style: Style = .plain
  ) {
    guard width > 0 else { return }
    let count = text.count
    if count > width {
      write(text, row: row, column: column, style: style, maxWidth: width - 1)
      self[row, column &+ (width - 1)] = Cell(glyphs.ellipsis, style: style)
      return
    }
    let gap = width - count
    let indent =
      switch alignment {
      case .left: 0
      case .right: gap
      case .center: gap / 2
      }
    write(text, row: row, column: column &+ indent, style: style)
  }

  /// Writes a text into the first row of a rectangle, with an ellipsis if it is cut.
  ///
  /// Nothing is drawn if the rectangle is empty, or outside of the canvas.
  package mutating func write(
    _ text: String, in rect: Rect, alignment: Alignment = .left, style: Style = .plain
  ) {
    guard !rect.isEmpty else { return }
    write(
      text, row: rect.row, column: rect.column, width: rect.columns, alignment: alignment,
      style: style)
  }

  /// Writes keys and what they do into the first row of a rectangle, separated by two blanks.
  ///
  /// Hints that do not fit whole are left out, the last ones first; outside of the canvas nothing
  /// is drawn.
  ///
  /// - Returns: The column where more of them may follow.
  @discardableResult
  package mutating func drawHints(_ hints: [Hint], in rect: Rect) -> Int {
    guard !rect.isEmpty else { return rect.column }
    var column = rect.column
    for hint in hints {
      let width = hint.key.count + 1 + hint.action.count
      guard column + width <= rect.endColumn else { break }
      if let key = hint.click {
        addTarget(.key(key), in: Rect(row: rect.row, column: column, rows: 1, columns: width))
      }
      let next = write(hint.key, row: rect.row, column: column, style: .key) + 1
      column = write(hint.action, row: rect.row, column: next, style: .hint) + 2
    }
    return column
  }

  /// Draws a horizontal line to the right, cut at the edges of the canvas.
  package mutating func drawHorizontalLine(
    row: Int, column: Int = 0, width: Int, style: Style = .border
  ) {
    fill(
      Rect(row: row, column: column, rows: 1, columns: width),
      with: Cell(glyphs.horizontal, style: style))
  }

  /// Draws a vertical line downwards, cut at the edges of the canvas.
  package mutating func drawVerticalLine(
    row: Int = 0, column: Int, height: Int, style: Style = .border
  ) {
    fill(
      Rect(row: row, column: column, rows: height, columns: 1),
      with: Cell(glyphs.vertical, style: style))
  }

  /// Draws a box along the edge of a rectangle, with a title in its upper edge.
  ///
  /// A single row or column is a line without corners; outside of the canvas nothing is drawn, and
  /// a title that does not fit between the corners is cut.
  ///
  /// - Returns: The rectangle inside of the box.
  @discardableResult
  package mutating func drawBox(
    _ rect: Rect, title: String = "", style: Style = .border, titleStyle: Style = .title
  ) -> Rect {
    guard !rect.isEmpty else { return rect }
    let last = Position(row: rect.endRow - 1, column: rect.endColumn - 1)
    for column in [rect.column, last.column] {
      drawVerticalLine(row: rect.row, column: column, height: rect.rows, style: style)
    }
    for row in [rect.row, last.row] where rect.columns > 1 {
      drawHorizontalLine(row: row, column: rect.column, width: rect.columns, style: style)
    }
    if rect.rows > 1, rect.columns > 1 { drawCorners(rect, last: last, style: style) }
    if !title.isEmpty, rect.columns > 4 {
      let width = min(title.count, rect.columns - 4)
      write(
        title, row: rect.row, column: rect.column + 2, width: width, alignment: .left,
        style: titleStyle)
    }
    return rect.inset(rows: 1, columns: 1)
  }

  private mutating func drawCorners(_ rect: Rect, last: Position, style: Style) {
    let (topLeft, topRight, bottomLeft, bottomRight) = glyphs.corners
    self[rect.row, rect.column] = Cell(topLeft, style: style)
    self[rect.row, last.column] = Cell(topRight, style: style)
    self[last.row, rect.column] = Cell(bottomLeft, style: style)
    self[last.row, last.column] = Cell(bottomRight, style: style)
  }
}
