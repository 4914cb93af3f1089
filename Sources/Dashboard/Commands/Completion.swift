import Networks
import TerminalUI
import TimeTravel

/// What may follow a line that is being typed.
struct Completion: Equatable {
  /// What stays of the line.
  var kept: String
  /// What may take the place of the rest: whole words that begin like it.
  var candidates: [String]

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
      return completion(of: text, after: 0, from: Command.forms.map { $0.name + " " })
    }
    let forms = Command.forms(beginningWith: line.name)
    guard forms.count == 1 else { return nil }
    let start = text.count - line.rest.drop { $0 == " " }.count
    switch forms[0].kind {
    case .setBreak, .until, .back: return conditionCompletion(of: text, from: start)
    case .diagnose: return completion(of: text, after: start, from: ["again"])
    case .go: return completion(of: text, after: start, from: spikingLayerNames)
    case .method: return completion(of: text, after: start, from: context?.methods ?? [])
    case .compare:
      let names = (context?.methodNames ?? []) + [Command.noSecondRun]
      return completion(of: text, after: start, from: names)
    case .speed: return completion(of: text, after: start, from: ["max"])
    case .screen:
      let titles = ScreenName.allCases.map { $0.title.lowercased() }
      return completion(of: text, after: start, from: titles)
    case .glyphs:
      return completion(of: text, after: start, from: GlyphChoice.allCases.map(\.rawValue))
    case .delete, .enable, .disable:
      let numbers = engine?.breakpoints.map { "\($0.number)" } ?? []
      return completion(of: text, after: start, from: numbers + ["all"])
    case .jump: return completion(of: text, after: start, from: marks.map { "\($0.letter)" })
    case .fps: return completion(of: text, after: start, from: ["auto"])
    case .theme: return completion(of: text, after: start, from: Theme.allCases.map(\.rawValue))
    case .seek, .move, .run, .pause, .mark, .image, .open, .demo, .export, .record, .help, .quit:
      return nil
    }
  }

  /// The layers that the screens show, by name.
  var spikingLayerNames: [String] { network?.layers.dropLast().map(\.name) ?? [] }

  private func completion(of text: String, after count: Int, from words: [String]) -> Completion? {
    let begun = String(text.dropFirst(count))
    let candidates = words.filter { $0.hasPrefix(begun) }
    return candidates.isEmpty
      ? nil : Completion(kept: String(text.prefix(count)), candidates: candidates)
  }

  /// A layer between parentheses, else a word that conditions know.
  private func conditionCompletion(of text: String, from start: Int) -> Completion? {
    let condition = text.dropFirst(start)
    if let open = condition.lastIndex(of: "("), open > condition.startIndex,
      condition[condition.index(before: open)].isLetter, !condition[open...].contains(")")
    {
      let word = condition[..<open].reversed().prefix { $0.isLetter }.reversed()
      guard let quantity = Quantity(named: String(word), in: .standard), let engine else {
        return nil
      }
      let names = engine.setting.packed.network.layers.map(\.name).filter { name in
        guard let condition = try? StopCondition("\(quantity.name)(\(name))") else {
          return false
        }
        return (try? engine.check(condition)) != nil
      }
      return completion(of: text, after: text.count - condition[open...].count + 1, from: names)
    }
    let begun = condition.reversed().prefix { $0.isLetter }.count
    guard begun > 0 || mayBeginWord(after: String(condition)) else { return nil }
    var words = Quantity.all(in: .standard).filter {
      $0 != .run(.diverge) || engine?.comparison != nil
    }.map {
      quantity in
      quantity.name + (quantity.places == .required ? "(" : "")
    }
    if begun == condition.count { words.insert(StopCondition.everyWord + " ", at: 0) }
    return completion(of: text, after: text.count - begun, from: words)
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
    let forms = Command.forms(beginningWith: line.name)
    guard !forms.isEmpty else { return ("no such command; Tab completes", true) }
    guard forms.count == 1 else { return (forms.map(\.name).joined(separator: "  "), false) }
    let usage = "\(forms[0].argument)  \(forms[0].summary)"
    guard !line.rest.isEmpty else { return (usage, false) }
    let problem = line.argument.isEmpty ? nil : problem(with: text)
    guard let completion = completion(of: text) else {
      return problem.map { ($0, true) } ?? (usage, false)
    }
    let typed = String(text.dropFirst(completion.kept.count))
    // A whole word may be the beginning of another one; if all is well, it is what was meant.
    if problem == nil, completion.candidates.contains(typed) { return (usage, false) }
    return (completion.candidates.joined(separator: "  "), false)
  }

  /// Why a line would be refused, or `nil`.
  private func problem(with text: String) -> String? {
    do {
      switch try Command(text) {
      case .setBreak(let condition), .runUntil(let condition), .runBack(let condition?):
        guard let engine else { return nil }
        do {
          try engine.check(condition)
          return nil
        } catch {
          return error.description
        }
      case .runBack(nil), .diagnose, .seek, .move, .run, .pause, .speed, .remove, .enable, .setMark,
        .goToMark, .goTo, .image, .open, .method, .compare, .show, .glyphs, .theme,
        .framesPerSecond, .export, .record, .stopRecording, .help, .quit:
        return nil
      }
    } catch {
      return error.description
    }
  }
}
