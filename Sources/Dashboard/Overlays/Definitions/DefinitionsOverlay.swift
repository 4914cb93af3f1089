import PlainText
import TerminalUI

/// What the figures of a part of the screen mean, or one of them.
struct DefinitionsOverlay: OverlayContent {
  /// `nil` for those of the part of the screen that has the focus.
  var names: [String]?
  /// The first visible line.
  var first: Int

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    let step: Int? =
      switch key {
      case .down, .character("j"): 1
      case .up, .character("k"): -1
      case .pageDown, .character(" "): max(state.rowsOfOverlay - 1, 1)
      case .pageUp: -max(state.rowsOfOverlay - 1, 1)
      case .home: -first
      case .character, .control, .left, .right, .enter, .escape, .tab, .backtab, .backspace,
        .delete, .end, .function, .resized:
        nil
      }
    if let step {
      state.overlay = selecting(max(first + step, 0))
      return []
    }
    switch key {
    case .tab, .backtab:
      state.moveFocus(by: key == .tab ? 1 : -1)
      state.overlay = .definitions(names: nil, first: 0)
    case .escape, .enter, .backspace, .character("q"), .character("I"): state.overlay = nil
    case .character("?"): state.openHelp()
    // A picture of it can be written, too.
    case .character(":"): state.openCommandLine(over: state.overlay)
    case .character, .control, .left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .delete,
      .function, .resized:
      break
    }
    return []
  }

  func selecting(_ row: Int) -> Overlay? { .definitions(names: names, first: row) }

  var rowsPerTurn: Int { 3 }
  var asksSomething: Bool { false }

  func sentences(in state: DashboardState) -> [String] {
    let names = names ?? state.definedNames
    return state.definitions(named: names).flatMap { definition in
      ["\(definition.name): \(sentence(definition.text))", definition.origin]
    }
  }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    // What has the focus is known by what was drawn below.
    let panels = canvas.panels
    let focused = state.focusedPane.flatMap { place in
      panels.isEmpty ? nil : panels[around(place, of: panels.count)].name
    }
    let pane = focused.flatMap { name in state.shown.panes.first { $0.name == name } }
    let shown = names ?? pane?.defines ?? state.definedNames
    let place = title(of: pane, in: state)
    let width = min(canvas.size.columns, 84)
    let lines = rows(of: state.definitions(named: shown), width: width - 4)
    let frame = Rect(
      row: 0, column: (canvas.size.columns - width) / 2,
      rows: min(canvas.size.rows, lines.count + 2), columns: width)
    canvas.fill(frame)
    let count = state.definitions(named: shown).count
    let what = count == 1 ? "what it means" : "\(count) figures"
    let keys = names == nil ? "Tab: next box, Esc closes" : "I: all, Esc closes"
    let inner = canvas.drawBox(frame, title: "\(place.isEmpty ? "" : "\(place):") \(what) ")
    let hint = " \(keys) "
    canvas.write(
      hint, row: frame.row, column: max(frame.endColumn - hint.count - 2, frame.column),
      style: .label)
    let start = min(first, max(lines.count - inner.rows, 0))
    for (row, line) in lines.dropFirst(start).prefix(inner.rows).enumerated() {
      canvas.write(line.text, row: inner.row + row, column: inner.column + 1, style: line.style)
    }
    guard
      let position = position(
        of: start..<start + inner.rows, of: lines.count, named: "lines")
    else { return }
    canvas.write(
      " \(position) ", row: frame.endRow - 1, column: frame.column + 2, style: .label)
  }

  /// What they are the definitions of; empty for one that was asked for by its name.
  private func title(of pane: ScreenPane?, in state: DashboardState) -> String {
    guard let names else { return " \(pane?.name ?? state.shown.title)" }
    return names.count > 1 ? " the sentence" : ""
  }

  private func rows(
    of definitions: [Definition], width: Int
  ) -> [(text: String, style: Style)] {
    guard !definitions.isEmpty else { return [("nothing here has a definition", .label)] }
    var rows: [(text: String, style: Style)] = []
    for definition in definitions {
      if !rows.isEmpty { rows.append(("", .plain)) }
      rows.append((definition.name, .title))
      for (text, style) in [(definition.text, Style.plain), (definition.origin, .label)] {
        for line in wrapped(text, width: max(width - 2, 10)) { rows.append(("  \(line)", style)) }
      }
    }
    return rows
  }
}

extension DashboardState {
  var definitions: Definitions { Definitions(registry.figures) }

  /// In the order of the names, each once.
  func definitions(named names: [String]) -> [Definition] {
    let all = definitions
    // What is asked for by its name is told, whatever is shown.
    let told = names.count == 1 ? names : names.filter { !shown.hidesDefinition(self, $0) }
    return told.enumerated().filter { told.firstIndex(of: $1) == $0 }.compactMap {
      all[name: $1]
    }
  }

  /// The sentence in the last line but one; `nil` where the screen has none.
  package var insight: String? {
    guard let context, let engine else { return nil }
    return insight(of: ScreenView(state: self, context: context, engine: engine))
  }

  /// Before the first step there is nothing to say but what the run begins with.
  func insight(of view: ScreenView) -> String? {
    step == 0 && !shown.speaksBeforeTheRun ? view.context.notes.last : shown.insight(view)
  }

  /// The names of what the sentence is told by.
  var namesInSentence: [String] {
    insight.map {
      definitions.definitions(usedIn: $0, of: shown.panes.flatMap(\.defines)).map(\.name)
    } ?? []
  }

  /// The names of all that the screen shows, that of the sentence first.
  var definedNames: [String] { namesInSentence + shown.panes.flatMap(\.defines) }

  /// Says what something means that was pointed at or typed, or that nobody says.
  mutating func explain(_ text: String) {
    let names = shown.panes.flatMap(\.defines)
    if text == insight, !namesInSentence.isEmpty {
      overlay = .definitions(names: namesInSentence, first: 0)
      return
    }
    guard let definition = definitions.definition(ofShown: text, preferring: names) else {
      message = Message(text: "'\(text)' has no definition; '?' searches all", isError: false)
      return
    }
    overlay = .definitions(names: [definition.name], first: 0)
  }
}
