import Synchronization

/// Where a line about long work appears, and what should be known of its result.
package struct ProgressDisplay: Sendable {
  /// Takes the line, or `nil` to remove it; called on any thread.
  package let show: @Sendable (String?) -> Void

  private let say: @Sendable (String) -> Void
  private let said = SaidLines()

  /// - Parameter say: Takes a warning; called on any thread.
  package init(
    show: @escaping @Sendable (String?) -> Void, say: @escaping @Sendable (String) -> Void
  ) {
    self.show = show
    self.say = say
  }

  /// Says a warning, but each once, however often the work behind it is done.
  package func warn(_ warning: String) {
    if said.isNew(warning) { say(warning) }
  }
}

/// What a display and its copies have said.
private final class SaidLines: Sendable {
  private let lines = Mutex<Set<String>>([])

  func isNew(_ line: String) -> Bool { lines.withLock { $0.insert(line).inserted } }
}
