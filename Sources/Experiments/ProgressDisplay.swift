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

  /// Takes the lines of long work one after the other, where none can be taken back.
  ///
  /// - Parameters:
  ///   - pause: Between two of them, and before the first: what is quick is quiet.
  ///   - list: Takes those that are due; called on any thread.
  package static func listed(
    every pause: Duration, list: @escaping @Sendable (String) -> Void
  ) -> @Sendable (String?) -> Void {
    let last = LastTime()
    return { line in
      if let line, last.isDue(every: pause) { list(line) }
    }
  }
}

/// What a display and its copies have said.
private final class SaidLines: Sendable {
  private let lines = Mutex<Set<String>>([])

  func isNew(_ line: String) -> Bool { lines.withLock { $0.insert(line).inserted } }
}

/// When something was done last.
private final class LastTime: Sendable {
  private let last = Mutex(ContinuousClock.now)

  /// Whether so much time has passed, which then begins anew.
  func isDue(every pause: Duration) -> Bool {
    last.withLock { last in
      guard ContinuousClock.now - last >= pause else { return false }
      last = .now
      return true
    }
  }
}
