import CursesTerminal
import Experiments
import Foundation
import PlainText

extension ProgressDisplay {
  /// One line on standard error, if that is a terminal that can take it back.
  static let standardError = ProgressDisplay { line in
    guard canErase else { return }
    StandardError.show(line)
  }

  private static let canErase = isatty(STDERR_FILENO) == 1 && terminalMovesCursor()
}
