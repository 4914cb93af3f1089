import CursesTerminal
import Foundation

/// Where a line about long work appears.
struct ProgressDisplay: Sendable {
  /// Takes the line, or `nil` to remove it; called on any thread.
  let show: @Sendable (String?) -> Void

  /// One line on standard error, if that is a terminal that can take it back.
  static let standardError = ProgressDisplay { line in
    guard canErase else { return }
    writeError("\r\u{1b}[K\(line ?? "")")
  }

  private static let canErase = isatty(STDERR_FILENO) == 1 && terminalMovesCursor()
}
