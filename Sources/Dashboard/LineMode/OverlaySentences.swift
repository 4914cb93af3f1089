extension DashboardState {
  /// What is open over the screen, and what may be typed.
  func overlaySentences() -> [String] { overlay?.content.sentences(in: self) ?? [] }

  /// Whether the next line is an answer; what is only to be read is closed once it was read.
  package var asksSomething: Bool { overlay?.content.asksSomething ?? false }

  /// Closes what is only to be read.
  package mutating func closeWhatWasRead() {
    if !asksSomething { overlay = nil }
  }
}
