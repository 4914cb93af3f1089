import TerminalUI

/// Asks for the letter of a mark.
struct MarkPrompt: OverlayContent {
  var purpose: Mark.Purpose

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    if key == .resized { return [] }
    state.overlay = nil
    guard case .character(let letter) = key else { return [] }
    if letter == " ", purpose == .set {
      state.openCommandLine("mark ")
      return []
    }
    guard Mark.isLetter(letter) else {
      state.message = Message(text: "a mark is a letter from a to z or A to Z", isError: true)
      return []
    }
    switch purpose {
    case .set: return state.setMark(letter)
    case .jump: return state.goToMark(letter)
    }
  }

  func prompt(in state: DashboardState) -> Prompt? {
    let letters = state.marks.map { "\($0.letter)" }.joined(separator: " ")
    return Prompt(
      question: purpose == .set ? "mark: " : "go to mark: ",
      hint: "a letter" + (purpose == .set ? "; Space: with a note" : "")
        + (letters.isEmpty ? "" : "; set: \(letters)"))
  }

  var hints: [Hint] {
    [Hint("a-z", purpose == .set ? "mark" : "go")]
      + (purpose == .set ? [Hint("Space", "with a note", click: .character(" "))] : [])
  }

  func sentences(in state: DashboardState) -> [String] {
    [purpose == .set ? "Type a letter, and behind it a note if you like." : "Type a letter."]
  }
}
