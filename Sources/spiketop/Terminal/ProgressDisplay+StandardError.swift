import CursesTerminal
import Experiments
import Foundation
import PlainText

extension ProgressDisplay {
  /// One line on standard error, if that is a terminal that can take it back; warnings there in any
  /// case.
  static let standardError = ProgressDisplay(
    show: { line in if canErase { StandardError.show(line) } },
    say: { warning in
      if canErase { StandardError.show(nil) }
      StandardError.say("spiketop: warning: \(warning)")
    })

  private static let canErase = isatty(STDERR_FILENO) == 1 && terminalMovesCursor()
}
