import TerminalUI

/// Which of two networks something is about.
enum RunSide: Hashable {
  case first, second

  var letter: String { self == .first ? "A" : "B" }

  /// The colour that the network has wherever it is shown.
  var style: Style { self == .first ? .firstRun : .secondRun }
}
