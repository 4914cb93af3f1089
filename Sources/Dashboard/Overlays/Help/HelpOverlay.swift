import PlainText
import TerminalUI

private let keyWidth = 21

/// Where a page is turned so many rows of it stay in sight.
private let rowsKeptInSight = 2

/// The help: all that matches what was typed, and a cursor to execute it.
struct HelpOverlay: OverlayContent {
  var filter: String
  var selected: Int

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    let lines = state.helpLines(filter: filter)
    let last = max(lines.count - 1, 0)
    switch key {
    case .escape: state.overlay = nil
    case .character("?") where filter.isEmpty, .character("q") where filter.isEmpty:
      state.overlay = nil
    case .backspace: state.openHelp(filter: String(filter.dropLast()))
    case .character(let character): state.openHelp(filter: filter + String(character))
    case .down: state.overlay = selecting(next(after: selected, by: 1, in: lines))
    case .up: state.overlay = selecting(next(after: selected, by: -1, in: lines))
    case .pageDown: state.overlay = selecting(page(1, of: lines, in: state))
    case .pageUp: state.overlay = selecting(page(-1, of: lines, in: state))
    case .home: state.overlay = selecting(0)
    case .end: state.overlay = selecting(last)
    case .enter:
      guard lines.indices.contains(selected), let deed = lines[selected].deed else { return [] }
      state.overlay = nil
      return state.perform(deed)
    case .left, .right, .tab, .backtab, .delete, .function, .control, .resized: break
    }
    return []
  }

  /// The next line that says something; the same where there is none.
  private func next(after selected: Int, by offset: Int, in lines: [HelpLine]) -> Int {
    var line = selected + offset
    while lines.indices.contains(line) {
      if !lines[line].isTitle, !lines[line].text.isEmpty { return line }
      line += offset
    }
    return selected
  }

  /// The line a page further: as many rows as are visible, but for those that stay in sight.
  ///
  /// On the first page what lies below it comes into sight at once, wherever the cursor stands.
  private func page(_ direction: Int, of lines: [HelpLine], in state: DashboardState) -> Int {
    let columns = width(in: state, columns: state.size.columns) - 2
    let shown = rows(of: lines, columns: columns)
    let height = state.rowsOfOverlay
    let cursor = shown.firstIndex { $0.index == selected } ?? 0
    let start = direction > 0 ? max(cursor, height - 1) : cursor
    let place = start + direction * max(height - rowsKeptInSight, 1)
    guard shown.indices.contains(place) else { return direction > 0 ? max(lines.count - 1, 0) : 0 }
    let line = shown[place].index
    return line == selected ? min(max(line + direction, 0), lines.count - 1) : line
  }

  private func width(in state: DashboardState, columns: Int) -> Int {
    let longest = state.helpLines(filter: "").map { keyWidth + 2 + $0.text.count }.max() ?? 0
    return min(columns, max(longest + 2, 84))
  }

  func selecting(_ row: Int) -> Overlay? { .help(filter: filter, selected: row) }

  var rowsPerTurn: Int { 3 }
  var asksSomething: Bool { false }
  var hints: [Hint] { [Hint("Enter", "do it", click: .enter), Hint("PageDown", "page")] }

  func sentences(in state: DashboardState) -> [String] {
    state.helpLines(filter: "").filter { !$0.text.isEmpty }.map { line in
      line.key.isEmpty ? sentence(line.text) : "\(line.key): \(sentence(line.text))"
    } + ["As a line, an action has a name, too: \(state.actionNames)."]
  }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    let width = width(in: state, columns: canvas.size.columns)
    let frame = Rect(
      row: 0, column: (canvas.size.columns - width) / 2, rows: canvas.size.rows, columns: width)
    canvas.fill(frame)
    let title =
      filter.isEmpty
      ? " help: type to search, Enter does it, Esc closes " : " help: \(filter)_  Enter does it "
    let inner = canvas.drawBox(frame, title: title)
    let lines = rows(of: state.helpLines(filter: filter), columns: inner.columns)
    let cursor = lines.firstIndex { $0.index == selected } ?? 0
    let visible = canvas.scroll.rows(
      of: "lines", around: cursor, height: inner.rows, count: lines.count)
    let shown = Array(lines[visible])
    for (row, line) in shown.enumerated() {
      let area = Rect(row: inner.row + row, column: inner.column, rows: 1, columns: inner.columns)
      if row == 0 || shown[row - 1].index != line.index {
        // All rows of a line are one place.
        let rows = shown[row...].prefix { $0.index == line.index }.count
        canvas.addTarget(
          .item(line.index),
          in: Rect(row: area.row, column: area.column, rows: rows, columns: area.columns))
      }
      canvas.inside(area) { $0.draw(line, isSelected: line.index == selected) }
    }
    if let position = position(of: visible, of: lines.count, named: "lines") {
      canvas.write(
        " \(position) ", row: frame.endRow - 1, column: frame.column + 2, style: .label)
    }
  }
}

/// A row of the help: a line of it, or a part of one that is longer than a row.
private struct HelpRow {
  var key: String
  var text: String
  var column: Int
  var isTitle: Bool
  /// That of the line.
  var index: Int
}

/// The lines as rows, wrapped where they begin.
private func rows(of lines: [HelpLine], columns: Int) -> [HelpRow] {
  lines.enumerated().flatMap { index, line in
    let column = line.key.isEmpty ? 1 : max(keyWidth + 1, line.key.count + 2)
    let indent = line.text.prefix { $0 == " " }.count
    let parts = wrapped(line.text, width: max(columns - column - indent, 10))
    return (parts.isEmpty ? [""] : parts).enumerated().map { number, text in
      HelpRow(
        key: number == 0 ? line.key : "", text: text, column: column + indent,
        isTitle: line.isTitle, index: index)
    }
  }
}

extension DashboardState {
  /// The rows inside the frame of what lies over the whole screen: without the two lines above it,
  /// the two below it, the tour and the frame.
  var rowsOfOverlay: Int {
    let rest = Size(rows: max(size.rows - 4, 0), columns: size.columns)
    return max(rest.rows - tourRows(in: rest) - 2, 1)
  }

  /// The help with the cursor on the first line that does something: one that begins with what was
  /// typed, if there is one.
  mutating func openHelp(filter: String = "") {
    let lines = helpLines(filter: filter)
    let begun = lines.firstIndex { $0.deed != nil && !filter.isEmpty && $0.begins(with: filter) }
    overlay = .help(
      filter: filter, selected: begun ?? lines.firstIndex { $0.deed != nil } ?? 0)
  }

  fileprivate mutating func perform(_ deed: HelpLine.Deed) -> [DashboardEffect] {
    switch deed {
    case .action(let action): return action.effect(&self)
    case .command(let command) where command.argument.isEmpty: return execute(command.name)
    case .command(let command):
      openCommandLine(command.name + " ")
      return []
    }
  }

  /// The names of all actions, as line mode has always listed them.
  fileprivate var actionNames: String {
    var names = registry.actions.map(\.name)
    for (name, other) in placesInLineMode {
      guard let index = names.firstIndex(of: name), let place = names.firstIndex(of: other)
      else { continue }
      names.remove(at: index)
      names.insert(name, at: place + (index < place ? 0 : 1))
    }
    return names.map(\.rawValue).joined(separator: ", ")
  }
}

/// The actions that line mode lists elsewhere than the help does: behind which others.
private let placesInLineMode: [(Action.Name, after: Action.Name)] = [
  ("cursor-down", "cursor-up"), ("next-layer", "previous-layer"), ("sin-inspector", "go-to"),
  ("finer-time", "coarser-time"), ("show-phase", "show-sin"), ("export", "toggle-differences"),
  ("record", "export"), ("next-theme", "record"),
]

extension Canvas {
  fileprivate mutating func draw(_ line: HelpRow, isSelected: Bool) {
    write(line.key, row: 0, column: 1, style: .key)
    write(
      line.text, row: 0, column: line.column, width: size.columns - line.column, alignment: .left,
      style: line.isTitle ? .title : .plain)
    guard isSelected else { return }
    restyle(bounds, .selection)
    self[0, 0] = Cell(glyphs.cursor, style: .selection)
    placeCursor(row: 0, column: 0)
  }
}
