import TerminalUI

/// A list to choose from, in a box in the middle of the screen.
struct Menu {
  struct Line {
    var text: String
    /// Stands in a column of its own.
    var detail = ""
    /// Whether this is what is in use; `nil` in menus of which nothing ever is.
    var isCurrent: Bool?
  }

  var title: String
  var lines: [Line]
  /// What else can be chosen, below the lines.
  var hint: String?

  /// Draws the lines around the cursor, and how many there are where not all fit.
  ///
  /// Those that a key can choose have its number; the others are reached with the cursor.
  func draw(selected: Int, on canvas: inout Canvas) {
    let textWidth = lines.map(\.text.count).max() ?? 0
    let detailWidth = lines.map(\.detail.count).max() ?? 0
    let hintRows = hint == nil ? 0 : 1
    let width = min(
      max(textWidth + detailWidth + 12, (hint?.count ?? 0) + 4), canvas.size.columns)
    let rows = min(lines.count + hintRows + 2, canvas.size.rows)
    let visible = max(rows - hintRows - 2, 0)
    let frame = Rect(
      row: (canvas.size.rows - rows) / 2, column: (canvas.size.columns - width) / 2, rows: rows,
      columns: width)
    canvas.fill(frame)
    let part = visible < lines.count ? ", \(visible) of \(lines.count)" : ""
    let inner = canvas.drawBox(frame, title: " \(title)\(part) ")
    var window = ScrollWindow()
    window.show(cursor: selected, height: visible, count: lines.count)
    for row in 0..<visible {
      let index = window.first + row
      let place = Rect(row: inner.row + row, column: inner.column, rows: 1, columns: inner.columns)
      canvas.addTarget(.item(index), in: place)
      draw(lines[index], number: index + 1, isSelected: index == selected, in: place, on: &canvas)
      canvas.write(
        lines[index].detail, row: place.row, column: place.column + textWidth + 6,
        width: max(inner.columns - textWidth - 6, 0), alignment: .left,
        style: index == selected ? .selection : .label)
    }
    guard let hint else { return }
    canvas.write(
      hint, row: inner.endRow - 1, column: inner.column, width: inner.columns, alignment: .left,
      style: .label)
  }

  private func draw(
    _ line: Line, number: Int, isSelected: Bool, in place: Rect, on canvas: inout Canvas
  ) {
    let key = number < 10 ? "\(number)" : " "
    let mark = line.isCurrent.map { $0 ? " *" : "  " } ?? " "
    canvas.write(
      " \(key)\(mark) \(line.text)", row: place.row, column: place.column, width: place.columns,
      alignment: .left,
      style: isSelected ? .selection : line.isCurrent == true ? .key : .plain)
    if isSelected { canvas.placeCursor(row: place.row, column: place.column) }
  }
}

/// What a key asks for in a list to choose from.
enum MenuChoice: Equatable {
  case move(to: Int)
  case take(Int)
  case close
  case stay

  /// - Parameters:
  ///   - selected: The line under the cursor.
  ///   - count: How many lines there are; the first nine can be chosen by their numbers.
  init(_ key: Key, selected: Int, count: Int) {
    let last = max(count - 1, 0)
    switch key {
    case .up, .character("k"): self = .move(to: max(selected - 1, 0))
    case .down, .character("j"): self = .move(to: min(selected + 1, last))
    case .home: self = .move(to: 0)
    case .end: self = .move(to: last)
    case .enter, .character(" "): self = selected < count ? .take(selected) : .close
    case .character(let character):
      let index = (character.wholeNumberValue ?? 0) - 1
      self = (0..<count).contains(index) ? .take(index) : .close
    case .escape, .backspace, .left, .right, .tab, .backtab, .delete, .pageUp, .pageDown, .function,
      .control:
      self = .close
    case .resized: self = .stay
    }
  }
}

extension DashboardState {
  /// Moves in the menu that is open, or closes it.
  ///
  /// - Parameter menu: Makes the overlay with another line under the cursor.
  /// - Returns: The number of the line that was chosen.
  mutating func choose(
    with key: Key, selected: Int, count: Int, in menu: (_ selected: Int) -> Overlay
  ) -> Int? {
    switch MenuChoice(key, selected: selected, count: count) {
    case .move(let line): overlay = menu(line)
    case .take(let line):
      overlay = nil
      return line
    case .close: overlay = nil
    case .stay: break
    }
    return nil
  }
}

/// The lines of a menu as sentences, with the numbers that choose them.
func numbered(_ items: [String], _ name: String) -> [String] {
  ["\(items.count) \(name)."] + items.enumerated().map { "\($0 + 1): \(sentence($1))" }
}
