import TerminalUI

/// The line that asks for a command.
struct CommandPrompt: OverlayContent {
  var text: String

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    switch key {
    case .character(let character):
      state.overlay = .command(text: text + String(character))
    case .backspace:
      state.overlay = text.isEmpty ? nil : .command(text: String(text.dropLast()))
    case .tab:
      state.overlay = .command(text: state.completion(of: text)?.line ?? text)
    case .up:
      state.overlay = .command(text: state.commandHistory.line(from: text, isOlder: true))
    case .down:
      state.overlay = .command(text: state.commandHistory.line(from: text, isOlder: false))
    case .enter:
      state.overlay = nil
      state.commandHistory.append(text)
      return text.allSatisfy { $0 == " " } ? [] : state.execute(text)
    case .escape:
      state.overlay = nil
    case .left, .right, .backtab, .delete, .home, .end, .pageUp, .pageDown, .function,
      .control, .resized:
      break
    }
    return []
  }

  func prompt(in state: DashboardState) -> Prompt? {
    let hint = state.commandHint(text)
    return Prompt(question: ":", text: text, hint: hint.text, isError: hint.isError)
  }

  func sentences(in state: DashboardState) -> [String] {
    [text.isEmpty ? "Type a command." : "Type what follows '\(text)'."]
  }
}

extension DashboardState {
  mutating func openCommandLine(_ text: String = "") {
    commandHistory.begin()
    overlay = .command(text: text)
  }
}
