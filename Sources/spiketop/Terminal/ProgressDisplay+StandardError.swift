import CursesTerminal
import Experiments
import Foundation
import PlainText

extension ProgressDisplay {
  /// One line on standard error, in the place of the one before, and warnings.
  ///
  /// Where a line cannot be taken back, another one follows now and then.
  static let standardError = ProgressDisplay(
    show: canErase
      ? { StandardError.show($0) }
      : listed(every: .seconds(60)) { StandardError.say("spiketop: \($0)") },
    say: { warning in
      if canErase { StandardError.show(nil) }
      StandardError.say("spiketop: warning: \(warning)")
    })

  private static let canErase = isatty(STDERR_FILENO) == 1 && terminalMovesCursor()
}
