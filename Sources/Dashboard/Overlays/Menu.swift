import Foundation
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
  /// What was typed: only lines that hold it are shown.
  var filter = ""
  /// What else can be chosen, below the lines.
  var hint: String?

  /// Draws the lines around the cursor, and how many there are where not all fit.
  ///
  /// Those that a key can choose have its number; the others are reached with the cursor.
  ///
  /// - Parameter selected: The place of the line under the cursor among those that are shown.
  func draw(selected: Int, on canvas: inout Canvas) {
    let shown = matching(lines.map(\.text), filter)
    let textWidth = lines.map(\.text.count).max() ?? 0
    let detailWidth = lines.map(\.detail.count).max() ?? 0
    let hintRows = hint == nil ? 0 : 1
    let width = min(
      max(textWidth + detailWidth + 12, (hint?.count ?? 0) + 4, titleWidth(on: canvas)),
      canvas.size.columns)
    let rows = min(max(shown.count, 1) + hintRows + 2, canvas.size.rows)
    let visible = max(rows - hintRows - 2, 0)
    let frame = Rect(
      row: (canvas.size.rows - rows) / 2, column: (canvas.size.columns - width) / 2, rows: rows,
      columns: width)
    canvas.fill(frame)
    let window = canvas.scroll.rows(
      of: "lines", around: selected, height: visible, count: shown.count)
    let part =
      position(of: window, of: shown.count, named: "").map { ",\($0)" }
      ?? (shown.count < lines.count ? ", \(shown.count) of \(lines.count)" : "")
    let typed = filter.isEmpty ? "" : ": \(filter)_"
    let inner = canvas.drawBox(frame, title: " \(title)\(part)\(typed) ")
    for (row, index) in window.enumerated() {
      let line = lines[shown[index]]
      let place = Rect(row: inner.row + row, column: inner.column, rows: 1, columns: inner.columns)
      canvas.addTarget(.item(index), in: place)
      draw(line, number: index + 1, isSelected: index == selected, in: place, on: &canvas)
      canvas.write(
        line.detail, row: place.row, column: place.column + textWidth + 6,
        width: max(inner.columns - textWidth - 6, 0), alignment: .left,
        style: index == selected ? .selection : .label)
    }
    if shown.isEmpty {
      canvas.write(" nothing matches", row: inner.row, column: inner.column, style: .label)
    }
    guard let hint else { return }
    canvas.write(
      hint, row: inner.endRow - 1, column: inner.column, width: inner.columns, alignment: .left,
      style: .label)
  }

  /// The columns in which the title is whole, whatever part is shown.
  private func titleWidth(on canvas: Canvas) -> Int {
    let count = lines.count
    let isWhole = filter.isEmpty && count + (hint == nil ? 2 : 3) <= canvas.size.rows
    let part = isWhole ? 0 : ", \(count)-\(count) of \(count)".count
    return title.count + part + (filter.isEmpty ? 0 : filter.count + 3) + 6
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

/// The numbers of the texts that hold what was typed, in any case.
func matching(_ texts: [String], _ filter: String) -> [Int] {
  texts.indices.filter { filter.isEmpty || texts[$0].localizedStandardContains(filter) }
}

/// What a key asks for in a list to choose from.
enum MenuChoice: Equatable {
  case move(to: Int)
  case filter(String)
  case take(Int)
  case close
  case stay

  /// How many lines a page goes.
  private static let page = 10

  /// - Parameters:
  ///   - selected: The line under the cursor.
  ///   - count: How many lines there are; the first nine can be chosen by their numbers.
  ///   - filter: What was typed before; until then `j` and `k` move, and a blank takes.
  init(_ key: Key, selected: Int, count: Int, filter: String) {
    let last = max(count - 1, 0)
    switch key {
    case .up: self = .move(to: max(selected - 1, 0))
    case .down: self = .move(to: min(selected + 1, last))
    case .character("k") where filter.isEmpty: self = .move(to: max(selected - 1, 0))
    case .character("j") where filter.isEmpty: self = .move(to: min(selected + 1, last))
    case .home: self = .move(to: 0)
    case .end: self = .move(to: last)
    case .enter: self = selected < count ? .take(selected) : .close
    case .character(" ") where filter.isEmpty: self = selected < count ? .take(selected) : .close
    case .character(let character):
      if let number = character.wholeNumberValue {
        self = (1...max(count, 1)).contains(number) && count > 0 ? .take(number - 1) : .close
      } else {
        self = .filter(filter + String(character))
      }
    case .backspace where !filter.isEmpty: self = .filter(String(filter.dropLast()))
    case .pageUp: self = .move(to: max(selected - Self.page, 0))
    case .pageDown: self = .move(to: min(selected + Self.page, last))
    case .escape, .backspace: self = .close
    // What does nothing here does not take the menu away either.
    case .left, .right, .tab, .backtab, .delete, .function, .control, .resized: self = .stay
    }
  }
}

extension DashboardState {
  /// Moves in the menu that is open, filters it, or closes it.
  ///
  /// - Parameters:
  ///   - texts: All lines of the menu.
  ///   - menu: Makes the overlay with another line under the cursor, or another filter.
  /// - Returns: The number of the line that was chosen, among all.
  mutating func choose(
    with key: Key, selected: Int, filter: String, among texts: [String],
    in menu: (_ selected: Int, _ filter: String) -> Overlay
  ) -> Int? {
    let shown = matching(texts, filter)
    switch MenuChoice(key, selected: selected, count: shown.count, filter: filter) {
    case .move(let line): overlay = menu(line, filter)
    case .filter(let typed): overlay = menu(0, typed)
    case .take(let line):
      overlay = nil
      return shown[line]
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

extension [Hint] {
  /// The keys of a list to choose from.
  static var menu: [Hint] {
    [
      Hint("Enter", "choose", click: .enter), Hint("Down", "next", click: .down),
      Hint("1-9", "at once"), Hint("a-z", "filter"),
    ]
  }
}
