import TerminalUI

extension DashboardState {
  /// Does what a line says: an answer to an open question, else a command, with or without its
  /// colon, else the name of an action, else a key.
  ///
  /// A letter that is a command only with something behind it is a key.
  mutating func executeLine(_ text: String) -> [DashboardEffect] {
    let line = text.trimmingPrefix { $0 == " " || $0 == ":" }.description
    if overlay != nil { return answer(line) }
    let name = CommandLine(line).name
    let word = line.reversed().trimmingPrefix { $0 == " " }.reversed()
    if !registry.commands(beginningWith: name).isEmpty {
      // Of a digit, too: behind a colon alone it is a step.
      let isNoCommand = word.allSatisfy(\.isNumber) || (try? registry.deed(of: line)) == nil
      let isKeyAlone = word.count == 1 && !text.contains(":") && isNoCommand
      guard isKeyAlone, let key = key(named: String(word)), let action = keyMap.action(for: key)
      else {
        commandHistory.append(line)
        return execute(line)
      }
      return action.effect(&self)
    }
    if let action = registry.action(Action.Name(rawValue: String(word))) {
      return action.effect(&self)
    }
    if let key = key(named: String(word)), let action = keyMap.action(for: key) {
      return action.effect(&self)
    }
    message = Message(
      text: "there is no command, action or key '\(line)'; 'help' lists them", isError: true)
    return []
  }

  /// Types into what is open; nothing typed closes it.
  private mutating func answer(_ line: String) -> [DashboardEffect] {
    guard !line.isEmpty else { return press(.escape) }
    if let effects = choose(number: line) { return effects }
    if overlay == .mark(.set), line.count > 1 {
      overlay = nil
      return execute("mark \(line)")
    }
    var effects: [DashboardEffect] = []
    let question = overlay
    // What a prompt holds is there to be changed with keys; a line replaces it.
    if overlay?.content.prompt(in: self)?.text.isEmpty == false {
      effects += press(.control("u"))
    }
    for character in line where overlay != nil { effects += press(.character(character)) }
    // Prompts want an end; menus take a number alone.
    if overlay != nil, overlay != question { effects += press(.enter) }
    if overlay == question { overlay = nil }
    let hadChoice = question?.content.choiceCount(in: self) != nil
    if hadChoice, overlay == nil, effects.isEmpty, message == nil {
      message = Message(text: "'\(line)' chooses nothing: type a number", isError: true)
    }
    return effects
  }

  /// Takes the line of a menu that a number names, of one digit or more.
  ///
  /// - Returns: `nil` where no menu is open, and where the text is no number or 0, which some menus
  ///   take for a key.
  private mutating func choose(number text: String) -> [DashboardEffect]? {
    guard let content = overlay?.content, let count = content.choiceCount(in: self),
      let number = Int(text), number != 0
    else { return nil }
    guard (1...max(count, 1)).contains(number) else {
      overlay = nil
      message = Message(text: "there is no \(number), only 1 to \(count)", isError: true)
      return []
    }
    overlay = content.selecting(number - 1)
    return press(.enter)
  }
}
