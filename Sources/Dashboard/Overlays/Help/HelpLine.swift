import TerminalUI

/// One line of the help.
package struct HelpLine: Equatable, Sendable {
  package enum Deed: Equatable, Sendable {
    case action(Action)
    case command(Command)
  }

  package var key = ""
  package var text: String
  var isTitle = false
  /// What Enter does on this line.
  package var deed: Deed?

  /// Whether its key, its command or its words begin with what was typed.
  func begins(with typed: String) -> Bool {
    [key, String(key.drop { $0 == ":" }), text].contains {
      $0.lowercased().hasPrefix(typed.lowercased())
    }
  }
}

extension DashboardState {
  /// The actions whose words or keys contain what was typed.
  package func matchingActions(_ filter: String) -> [Action] {
    keyMap.bindings.filter { binding in
      let words = binding.action.summary + " " + binding.keys.map(name(of:)).joined(separator: " ")
      return words.contains(allWordsOf: filter)
    }.map(\.action)
  }

  /// What some actions do on the screen that is shown, after their keys; the first one is what
  /// Enter does on the line.
  func guideLine(_ actions: Action.Name..., does text: String) -> HelpLine {
    HelpLine(
      key: actions.compactMap { keyMap.key(for: $0).map(name(of:)) }.joined(separator: " "),
      text: text, deed: actions.first.flatMap(registry.action).map { .action($0) })
  }

  /// What the sentence of the screen says, and the definitions that it is told by.
  private var sentenceLines: [HelpLine] {
    guard let insight else { return [] }
    let names = namesInSentence
    let key = keyMap.key(for: "explain").map(name(of:)) ?? ":define"
    return [HelpLine(text: insight)]
      + (names.isEmpty
        ? [] : [HelpLine(key: key, text: "defines \(names.joined(separator: ", "))")])
  }

  /// The help: what the screen that is shown says of itself, the sentence below, keys whose words
  /// contain what was typed, then what the numbers mean; sections in which nothing does are left
  /// out.
  package func helpLines(filter: String) -> [HelpLine] {
    let actions = matchingActions(filter)
    let keys = keyMap.bindings.filter { actions.contains($0.action) }.map { binding in
      HelpLine(
        key: binding.keys.map(name(of:)).joined(separator: " "), text: binding.action.summary,
        deed: .action(binding.action))
    }
    let isWanted = { (line: HelpLine) in
      "\(line.key) \(line.text)".contains(allWordsOf: filter)
    }
    let commands = registry.commands.map { command in
      HelpLine(
        key: ":\(command.name) \(command.argument)",
        text: command.summary + (command.letter.map { " (:\($0))" } ?? ""),
        deed: .command(command))
    }
    let sections: [(String, [HelpLine])] = [
      ("on \(shown.title)", shown.guide(self).filter(isWanted)),
      ("the sentence below", sentenceLines.filter(isWanted)), ("keys", keys),
      ("commands", commands.filter(isWanted)),
      ("the mouse", mouseLines.filter(isWanted)),
      ("conditions", conditionLines(registry.figures).filter(isWanted)),
      ("what the numbers mean", definitionLines(registry.figures).filter(isWanted)),
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

extension String {
  /// Whether all words that were typed are in it, in any order and case.
  fileprivate func contains(allWordsOf filter: String) -> Bool {
    filter.split(separator: " ").allSatisfy { localizedStandardContains($0) }
  }
}
