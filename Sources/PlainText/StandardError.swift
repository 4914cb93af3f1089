import Foundation

/// Standard error: where all messages go, and by nobody else.
///
/// Whether somebody reads them changes nothing: a message that does not get through is lost. May be
/// used from any thread.
package enum StandardError {
  /// Says a message on one line, visible whatever is in it, and without the length of long names.
  package static func say(_ message: String) { write(visible(shortened(message)) + "\n") }

  /// Says a message whose line breaks are of this program's own.
  package static func say(lines: some Sequence<some StringProtocol>) {
    write(lines.map { visible(shortened(String($0))) + "\n" }.joined())
  }

  /// Shows a line in the place of the one that was shown before, or of nothing; `nil` removes it.
  ///
  /// Only for terminals that move their cursor.
  package static func show(_ line: String?) {
    write("\r\u{1b}[K" + (line.map(visible) ?? ""))
  }

  private static func write(_ text: String) {
    withoutBrokenPipe { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }
  }

  /// Does something that raises no `SIGPIPE` on this thread: a reader of messages who has gone must
  /// not decide how the program ends.
  private static func withoutBrokenPipe(_ body: () -> Void) {
    var (pipe, waiting, before) = (sigset_t(), sigset_t(), sigset_t())
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    sigpending(&waiting)
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    body()
    var none = timespec()
    if sigismember(&waiting, SIGPIPE) == 0 { _ = sigtimedwait(&pipe, nil, &none) }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
