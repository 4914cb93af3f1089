import TerminalUI

/// The line that asks for a command.
struct CommandPrompt: OverlayContent {
  var text: String

  /// What it lies over, which is there again after it: so pictures of that can be written, too.
  var over: Overlay?

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    switch key {
    case .character(let character):
      state.overlay = typing(text + String(character))
    case .backspace:
      state.overlay = text.isEmpty ? over : typing(String(text.dropLast()))
    case .tab:
      state.overlay = typing(state.completion(of: text)?.line ?? text)
    case .up:
      state.overlay = typing(state.commandHistory.line(from: text, isOlder: true))
    case .down:
      state.overlay = typing(state.commandHistory.line(from: text, isOlder: false))
    case .enter:
      state.overlay = over
      state.commandHistory.append(text)
      return text.allSatisfy { $0 == " " } ? [] : execute(in: &state)
    case .escape:
      state.overlay = over
    case .left, .right, .backtab, .delete, .home, .end, .pageUp, .pageDown, .function,
      .control, .resized:
      break
    }
    return []
  }

  /// What the line lies over stays only where it is to be seen: written to a file, or to mend what
  /// was not understood.
  private func execute(in state: inout DashboardState) -> [DashboardEffect] {
    let effects = state.execute(text)
    let isWriting = effects.contains { if case .export = $0 { true } else { false } }
    if over != nil, state.overlay == over, !isWriting, state.message?.isError != true {
      state.overlay = nil
    }
    return effects
  }

  var hints: [Hint] {
    [
      Hint("Enter", "do it", click: .enter), Hint("Tab", "complete", click: .tab),
      Hint("Up", "earlier lines", click: .up),
    ]
  }

  private func typing(_ text: String) -> Overlay { .command(text: text, over: over) }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    over?.content.draw(state, on: &canvas)
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
  /// - Parameter over: What it lies over.
  mutating func openCommandLine(_ text: String = "", over: Overlay? = nil) {
    commandHistory.begin()
    overlay = .command(text: text, over: over)
  }
}
