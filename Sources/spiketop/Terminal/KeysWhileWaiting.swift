import Foundation
import PlainText

/// Keys that are typed while there is nothing on the screen yet.
///
/// They are neither shown nor kept for later; one ends the wait, and one asks what can be done.
final class KeysWhileWaiting {
  /// The key was typed that quits.
  private(set) var hasQuit = false

  private let input = STDIN_FILENO

  /// What `?` is answered with.
  private let help: String

  private init(help: String) {
    self.help = help
  }

  /// Takes keys from standard input while something is waited for, if that is a terminal; what was
  /// typed until then is dropped.
  ///
  /// - Parameter body: Asks `isOver` some times a second.
  static func taken<Value>(
    help: String, during body: (KeysWhileWaiting) throws -> Value
  ) rethrows -> Value {
    let keys = KeysWhileWaiting(help: help)
    var before = termios()
    guard tcgetattr(keys.input, &before) == 0 else { return try body(keys) }
    var quiet = before
    // ^C and ^Z go on to be signals.
    quiet.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(keys.input, TCSANOW, &quiet)
    defer { tcsetattr(keys.input, TCSAFLUSH, &before) }
    return try body(keys)
  }

  /// Whether the user has quit; answers what was asked, and drops all other keys.
  func isOver() -> Bool {
    var status = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    while isatty(input) == 1, poll(&status, 1, 0) > 0 {
      var key: UInt8 = 0
      guard read(input, &key, 1) == 1 else { break }
      switch Character(Unicode.Scalar(key)) {
      case "q": hasQuit = true
      case "?": StandardError.say(help)
      default: break
      }
    }
    return hasQuit
  }
}
