import PlainText

/// What the frame of a pane says: its name, its figures, and its keys.
package struct PaneTitle: Hashable, Sendable {
  package var name: String
  /// Facts behind the name, the most important first; those that do not fit are left out.
  package var figures: [String]
  /// Stands before the name in a style of its own: of what all in the pane is.
  package var mark: Mark?
  /// Which rows of its list are visible, where not all are: no one takes the first of them for the
  /// first of all.
  package var position: String?
  /// What a click on the name is as good as.
  package var click: Key?
  /// What keys do in this pane, for the lower edge of its frame.
  package var hints: [Hint]

  package init(_ name: String, _ figures: [String] = [], click: Key? = nil, hints: [Hint] = []) {
    self.name = name
    self.figures = figures
    self.click = click
    self.hints = hints
  }

  /// A letter or a word in a style of its own.
  package struct Mark: Hashable, Sendable {
    package var text: String
    package var style: Style

    package init(_ text: String, style: Style) {
      self.text = text
      self.style = style
    }
  }
}

extension Canvas {
  /// Draws the frame of a pane: a box, or a line above it.
  ///
  /// - Parameters:
  ///   - place: Where it is; drawing goes on in its content.
  ///   - hintsAbove: The keys of the pane above in its stack, whose lower edge is this upper one.
  ///   - hasFocus: Whether it is the one that keys are about.
  package mutating func drawFrame<Name>(
    of place: Layout<Name>.Place, title: PaneTitle, hintsAbove: [Hint] = [], style: FrameStyle,
    hasFocus: Bool = false
  ) {
    let (frame, isLast) = (place.frame, place.isLast)
    guard !frame.isEmpty else { return }
    drawHorizontalLine(row: frame.row, column: frame.column, width: frame.columns)
    if style == .boxes, frame.columns > 1 {
      drawSides(of: frame, isFirst: place.isFirst, isLast: isLast)
    }
    let indent = style == .boxes ? 1 : 0
    let edge = Rect(
      row: frame.row, column: frame.column + indent, rows: 1, columns: frame.columns - 2 * indent)
    let end = write(title, in: edge, hasFocus: hasFocus)
    let width = hintsAbove.reduce(1) { $0 + $1.key.count + $1.action.count + 5 }
    if !hintsAbove.isEmpty, end + width < edge.endColumn {
      let start = edge.endColumn - width
      drawHintsInLine(
        hintsAbove, in: Rect(row: edge.row, column: start, rows: 1, columns: width))
    }
    guard style == .boxes, isLast, frame.rows > 1, !title.hints.isEmpty else { return }
    drawHintsInLine(
      title.hints,
      in: Rect(
        row: frame.endRow - 1, column: frame.column + 1, rows: 1, columns: frame.columns - 2))
  }

  private mutating func drawSides(of frame: Rect, isFirst: Bool, isLast: Bool) {
    let last = frame.endColumn - 1
    for column in [frame.column, last] {
      drawVerticalLine(row: frame.row, column: column, height: frame.rows)
    }
    let corners = glyphs.frameCorners
    let top = isFirst ? (corners.0, corners.1) : glyphs.frameJoints
    self[frame.row, frame.column] = Cell(top.0, style: .border)
    self[frame.row, last] = Cell(top.1, style: .border)
    guard isLast, frame.rows > 1 else { return }
    drawHorizontalLine(row: frame.endRow - 1, column: frame.column, width: frame.columns)
    self[frame.endRow - 1, frame.column] = Cell(corners.2, style: .border)
    self[frame.endRow - 1, last] = Cell(corners.3, style: .border)
  }

  /// The name and as many figures as fit, with the line showing between them.
  ///
  /// - Returns: The column behind them.
  private mutating func write(_ title: PaneTitle, in rect: Rect, hasFocus: Bool) -> Int {
    var rect = rect
    if let mark = title.mark {
      let text = " \(mark.text) "
      let shown = rect.takeLeft(min(text.count + 1, rect.columns))
      write(text, row: shown.row, column: shown.column + 1, style: mark.style.with(.bold))
    }
    let room = rect.columns - 2
    guard room > 0, !title.name.isEmpty else { return rect.column }
    // Where both have no room, the name is cut, behind a word.
    let position = title.position.map { " \($0) " } ?? ""
    let rest = position.isEmpty || position.count + 6 > room ? room : room - position.count - 1
    let name = String(" \(beginning(of: title.name, width: max(rest - 2, 1))) ".prefix(rest))
    write(
      name, row: rect.row, column: rect.column + 1, width: min(name.count, room),
      alignment: .left, style: hasFocus ? .selection : .title)
    if let key = title.click {
      addTarget(
        .key(key),
        in: Rect(row: rect.row, column: rect.column + 1, rows: 1, columns: min(name.count, room)))
    }
    var column = rect.column + 1 + name.count
    if !position.isEmpty, name.count + 1 + position.count <= room {
      column = write(position, row: rect.row, column: column + 1, style: .label)
    }
    for figure in title.figures where !figure.isEmpty {
      let text = " \(figure) "
      guard column + 1 + text.count <= rect.column + 1 + room else { return column }
      addTarget(
        .explanation(figure),
        in: Rect(row: rect.row, column: column + 1, rows: 1, columns: text.count))
      column = write(text, row: rect.row, column: column + 1, style: .label)
    }
    return column
  }

  /// As many whole words of a name as fit, with an ellipsis for the others; at least some letters.
  private func beginning(of name: String, width: Int) -> String {
    guard name.count > width else { return name }
    let words = wrapped(name, width: max(width - 1, 1)).first ?? ""
    return words.prefix(max(width - 1, 0)) + String(glyphs.ellipsis)
  }

  /// Keys and what they do, with the line showing between them.
  private mutating func drawHintsInLine(_ hints: [Hint], in rect: Rect) {
    var column = rect.column + 1
    for hint in hints {
      let width = hint.key.count + hint.action.count + 3
      guard column + width < rect.endColumn else { return }
      if let key = hint.click {
        addTarget(.key(key), in: Rect(row: rect.row, column: column, rows: 1, columns: width))
      }
      self[rect.row, column] = .blank
      let next = write(hint.key, row: rect.row, column: column + 1, style: .key)
      self[rect.row, next] = .blank
      column = write(hint.action, row: rect.row, column: next + 1, style: .hint)
      self[rect.row, column] = .blank
      column += 2
    }
  }
}
