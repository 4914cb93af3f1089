import Networks
import TimeTravel

/// What may follow a line that is being typed.
package struct Completion: Equatable, Sendable {
  /// What stays of the line.
  var kept: String
  /// What may take the place of the rest: whole words that begin like it.
  var candidates: [String]

  /// - Parameters:
  ///   - count: How much of the text stays.
  ///   - words: What may follow it.
  /// - Returns: `nil` where none of the words begins like the rest of the text.
  init?(of text: String, after count: Int, from words: [String]) {
    let begun = String(text.dropFirst(count))
    candidates = words.filter { $0.hasPrefix(begun) }
    kept = String(text.prefix(count))
    if candidates.isEmpty { return nil }
  }

  /// The line, as far as all candidates agree.
  var line: String {
    guard let first = candidates.first else { return kept }
    return kept + candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
  }
}

extension DashboardState {
  /// The completion of a command line; `nil` where nothing is known to follow.
  func completion(of text: String) -> Completion? {
    let line = CommandLine(text)
    guard !line.rest.isEmpty else {
      return Completion(of: text, after: 0, from: registry.commands.map { $0.name + " " })
    }
    let commands = registry.commands(beginningWith: line.name)
    guard commands.count == 1 else { return nil }
    return commands[0].completion(self, text, text.count - line.rest.drop { $0 == " " }.count)
  }

  /// The layers that the screens show, by name.
  var spikingLayerNames: [String] { network?.firingLayers.map(\.name) ?? [] }

  /// A layer between parentheses, else a word that conditions know.
  func conditionCompletion(of text: String, from start: Int) -> Completion? {
    let condition = text.dropFirst(start)
    if let open = condition.lastIndex(of: "("), open > condition.startIndex,
      condition[condition.index(before: open)].isPartOfWord, !condition[open...].contains(")")
    {
      let word = condition[..<open].reversed().prefix(while: \.isPartOfWord).reversed()
      guard let quantity = Quantity(named: String(word), in: registry.figures), let engine else {
        return nil
      }
      let names = engine.setting.packed.network.layers.map(\.name).filter { name in
        let text = "\(quantity.name)(\(name))"
        guard let condition = try? StopCondition(text, figures: registry.figures) else {
          return false
        }
        return (try? engine.check(condition)) != nil
      }
      return Completion(of: text, after: text.count - condition[open...].count + 1, from: names)
    }
    let begun = condition.reversed().prefix(while: \.isPartOfWord).count
    guard begun > 0 || mayBeginWord(after: String(condition)) else { return nil }
    var words = Quantity.all(in: registry.figures)
      .filter { $0 != .run(.diverge) || engine?.hasComparableSpikes == true }
      .map { $0.name + ($0.places == .required ? "(" : "") }
    if begun == condition.count { words.insert(StopCondition.everyWord + " ", at: 0) }
    return Completion(of: text, after: text.count - begun, from: words)
  }

  /// Whether a word may follow: at the beginning, or where something is still to be compared.
  private func mayBeginWord(after text: String) -> Bool {
    let words = text.split(separator: " ")
    guard let last = words.last?.last else { return true }
    return words == [Substring(StopCondition.everyWord)] || "(!&|<>=".contains(last)
  }

  /// What to show behind a command line: what may follow, else what is wrong, else what it does.
  func commandHint(_ text: String) -> (text: String, isError: Bool) {
    let line = CommandLine(text)
    let commands = registry.commands(beginningWith: line.name)
    guard !commands.isEmpty else { return ("no such command; Tab completes", true) }
    guard commands.count == 1 else {
      return (commands.map(\.name).joined(separator: "  "), false)
    }
    let usage = "\(commands[0].argument)  \(commands[0].summary)"
    guard !line.rest.isEmpty else { return (usage, false) }
    let problem = line.argument.isEmpty ? nil : registry.problem(with: text, in: self)
    guard let completion = completion(of: text) else {
      return problem.map { ($0, true) } ?? (usage, false)
    }
    let typed = String(text.dropFirst(completion.kept.count))
    // A whole word may be the beginning of another one; if all is well, it is what was meant.
    if problem == nil, completion.candidates.contains(typed) { return (usage, false) }
    return (completion.candidates.joined(separator: "  "), false)
  }
}

extension Character {
  /// Whether the name of a quantity may hold it.
  fileprivate var isPartOfWord: Bool { isLetter || self == "_" }
}
