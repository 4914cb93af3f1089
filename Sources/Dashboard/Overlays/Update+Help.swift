import TerminalUI

/// One line of the help.
package struct HelpLine: Equatable, Sendable {
  package enum Deed: Equatable, Sendable {
    case action(Action)
    case command(Command.Form)
  }

  package var key = ""
  package var text: String
  var isTitle = false
  /// What Enter does on this line.
  package var deed: Deed?
}

extension DashboardState {
  mutating func pressInHelp(_ key: Key, filter: String, selected: Int) -> [DashboardEffect] {
    let lines = helpLines(filter: filter)
    let last = max(lines.count - 1, 0)
    let move = { (offset: Int) -> Overlay in
      .help(filter: filter, selected: min(max(selected + offset, 0), last))
    }
    switch key {
    case .escape: overlay = nil
    case .character("?") where filter.isEmpty, .character("q") where filter.isEmpty: overlay = nil
    case .backspace: openHelp(filter: String(filter.dropLast()))
    case .character(let character): openHelp(filter: filter + String(character))
    case .down: overlay = .help(filter: filter, selected: next(after: selected, by: 1, in: lines))
    case .up: overlay = .help(filter: filter, selected: next(after: selected, by: -1, in: lines))
    case .pageDown: overlay = move(10)
    case .pageUp: overlay = move(-10)
    case .home: overlay = move(-last)
    case .end: overlay = move(last)
    case .enter:
      guard lines.indices.contains(selected), let deed = lines[selected].deed else { return [] }
      overlay = nil
      return perform(deed)
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

  /// The help with the cursor on the first line that does something.
  mutating func openHelp(filter: String = "") {
    let first = helpLines(filter: filter).firstIndex { $0.deed != nil }
    overlay = .help(filter: filter, selected: first ?? 0)
  }

  private mutating func perform(_ deed: HelpLine.Deed) -> [DashboardEffect] {
    switch deed {
    case .action(let action): return perform(action)
    case .command(let form) where form.argument.isEmpty: return execute(form.name)
    case .command(let form):
      openCommandLine(form.name + " ")
      return []
    }
  }

  /// The actions whose words or keys contain what was typed.
  package func matchingActions(_ filter: String) -> [Action] {
    keyMap.bindings.filter { binding in
      let words = binding.action.summary + " " + binding.keys.map(name(of:)).joined(separator: " ")
      return filter.isEmpty || words.localizedStandardContains(filter)
    }.map(\.action)
  }

  /// The help: keys whose words contain what was typed, then what the numbers mean; sections in
  /// which nothing does are left out.
  package func helpLines(filter: String) -> [HelpLine] {
    let actions = matchingActions(filter)
    let keys = keyMap.bindings.filter { actions.contains($0.action) }.map { binding in
      HelpLine(
        key: binding.keys.map(name(of:)).joined(separator: " "), text: binding.action.summary,
        deed: .action(binding.action))
    }
    let isWanted = { (line: HelpLine) in
      filter.isEmpty || "\(line.key) \(line.text)".localizedStandardContains(filter)
    }
    let commands = Command.forms.map { form in
      HelpLine(
        key: ":\(form.name) \(form.argument)",
        text: form.summary + (form.letter.map { " (:\($0))" } ?? ""), deed: .command(form))
    }
    let sections = [
      ("keys", keys), ("commands", commands.filter(isWanted)),
      ("the mouse", mouseLines.filter(isWanted)), ("conditions", conditionLines.filter(isWanted)),
      ("what the numbers mean", definitions.filter(isWanted)),
      ("this run", (context?.notes ?? []).map { HelpLine(text: $0) }.filter(isWanted)),
    ].filter { !$0.1.isEmpty }
    guard !sections.isEmpty else { return [HelpLine(text: "nothing matches")] }
    return Array(
      sections.map { title, lines in [HelpLine(text: title, isTitle: true)] + lines }
        .joined(separator: [HelpLine(text: "")]))
  }
}

private let mouseLines = [
  ("click", "cursor: layer, neuron, row; in the last line as good as the key"),
  ("double-click", "inspect, or choose"),
  ("wheel", "step back and forward; with Shift: cursor up and down"),
  ("drag on a ruler", "go to that step; also on the last line of Live and Log"),
].map { HelpLine(key: $0, text: $1) }
