import Foundation
import Synchronization

private let interruptReceived = Atomic(false)

/// Turns ^C into a question that long work can ask, so that it ends with what is done so far.
enum InterruptFlag {
  /// Catches SIGINT from now on; a second one ends the program at once.
  ///
  /// - Returns: Whether one has come.
  static func install() -> @Sendable () -> Bool {
    signal(SIGINT) { _ in
      interruptReceived.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
    return { interruptReceived.load(ordering: .relaxed) }
  }

  /// Lets SIGINT end the program again, and forgets one that has come.
  static func remove() {
    signal(SIGINT, SIG_DFL)
    interruptReceived.store(false, ordering: .relaxed)
  }
}
