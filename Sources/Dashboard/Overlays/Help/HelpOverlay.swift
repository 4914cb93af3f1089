import TerminalUI

private let keyWidth = 21

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
    case .pageDown: state.overlay = selecting(min(selected + 10, last))
    case .pageUp: state.overlay = selecting(max(selected - 10, 0))
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

  func selecting(_ row: Int) -> Overlay? { .help(filter: filter, selected: row) }

  var rowsPerTurn: Int { 3 }
  var asksSomething: Bool { false }

  func sentences(in state: DashboardState) -> [String] {
    state.helpLines(filter: "").filter { !$0.text.isEmpty }.map { line in
      line.key.isEmpty ? sentence(line.text) : "\(line.key): \(sentence(line.text))"
    } + ["As a line, an action has a name, too: \(state.actionNames)."]
  }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    let longest = state.helpLines(filter: "").map { keyWidth + 2 + $0.text.count }.max() ?? 0
    let width = min(canvas.size.columns, max(longest + 2, 84))
    let frame = Rect(
      row: 0, column: (canvas.size.columns - width) / 2, rows: canvas.size.rows, columns: width)
    canvas.fill(frame)
    let title =
      filter.isEmpty
      ? " help: type to search, Enter does it, Esc closes " : " help: \(filter)_  Enter does it "
    let inner = canvas.drawBox(frame, title: title)
    let lines = state.helpLines(filter: filter)
    var window = ScrollWindow()
    window.show(cursor: selected, height: inner.rows, count: lines.count)
    for (row, line) in lines.dropFirst(window.first).prefix(inner.rows).enumerated() {
      let index = window.first + row
      let area = Rect(row: inner.row + row, column: inner.column, rows: 1, columns: inner.columns)
      canvas.addTarget(.item(index), in: area)
      canvas.inside(area) { $0.draw(line, isSelected: index == selected) }
    }
    if lines.count > inner.rows {
      let last = min(window.first + inner.rows, lines.count)
      canvas.write(
        " \(window.first + 1)-\(last) of \(lines.count) lines ", row: frame.endRow - 1,
        column: frame.column + 2, style: .label)
    }
  }
}

extension DashboardState {
  /// The help with the cursor on the first line that does something.
  mutating func openHelp(filter: String = "") {
    let first = helpLines(filter: filter).firstIndex { $0.deed != nil }
    overlay = .help(filter: filter, selected: first ?? 0)
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
  fileprivate mutating func draw(_ line: HelpLine, isSelected: Bool) {
    let end = write(line.key, row: 0, column: 1, style: .key)
    let column = line.key.isEmpty ? 1 : max(keyWidth + 1, end + 1)
    write(
      line.text, row: 0, column: column, width: size.columns - column, alignment: .left,
      style: line.isTitle ? .title : .plain)
    guard isSelected else { return }
    restyle(bounds, .selection)
    self[0, 0] = Cell(glyphs.cursor, style: .selection)
    placeCursor(row: 0, column: 0)
  }
}
