import CursesTerminal
import Experiments
import Foundation
import PlainText

extension ProgressDisplay {
  /// One line on standard error, in the place of the one before, and warnings.
  ///
  /// Where a line cannot be taken back, another one follows now and then.
  static let standardError = ProgressDisplay(
    show: line,
    say: { warning in
      if canErase { StandardError.show(nil) }
      StandardError.say("spiketop: warning: \(warning)")
    })

  private static var line: @Sendable (String?) -> Void {
    if canErase { return { line in StandardError.show(line) } }
    return listed(every: .seconds(30)) { line in StandardError.say("spiketop: \(line)") }
  }

  private static let canErase = isatty(STDERR_FILENO) == 1 && terminalMovesCursor()
}
