import CursesTerminal
import Experiments
import Foundation
import PlainText

extension ProgressDisplay {
  /// One line on standard error, in the place of the one before; where that cannot be taken back,
  /// another one now and then.
  static let standardError =
    canErase
    ? ProgressDisplay { StandardError.show($0) }
    : .listed(every: .seconds(60)) { StandardError.say("spiketop: \($0)") }

  private static let canErase = isatty(STDERR_FILENO) == 1 && terminalMovesCursor()
}
