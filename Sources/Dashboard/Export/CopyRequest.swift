import PlainText

/// What is to be put on the clipboard.
package enum CopyRequest: Equatable, Sendable {
  /// The text of a pane by its place on the screen, counted around.
  case pane(Int)
  /// The command line that opens this view.
  ///
  /// - Parameter words: What asks for the view, behind what asks for the run.
  case view(words: [String])
}

extension DashboardState {
  /// The pane that has the focus, which is the first one until the user chooses another.
  mutating func copyPane() -> [DashboardEffect] { [.copy(.pane(focusedPane ?? 0))] }

  mutating func copyView() -> [DashboardEffect] {
    [.copy(.view(words: viewRequest.words))]
  }

  /// Says what was sent to the terminal; whether it was taken, only the terminal knows.
  mutating func take(copied text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
    let what = lines == 1 ? text : "\(grouped(lines)) lines"
    message = Message(
      text: "on the clipboard, if the terminal takes OSC 52: \(what)", isError: false)
  }

  mutating func moveFocus(by offset: Int) {
    focusedPane = (focusedPane ?? (offset > 0 ? -1 : 0)) + offset
  }
}
