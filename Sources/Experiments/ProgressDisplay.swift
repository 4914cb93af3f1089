import Synchronization

/// Where a line about long work appears.
package struct ProgressDisplay: Sendable {
  /// Takes the line, or `nil` to remove it; called on any thread.
  package let show: @Sendable (String?) -> Void

  package init(show: @escaping @Sendable (String?) -> Void) {
    self.show = show
  }

  /// Says lines one after the other, where none can be taken back.
  ///
  /// - Parameter pause: Between two of them, and before the first: what is quick is quiet.
  package static func listed(
    every pause: Duration, say: @escaping @Sendable (String) -> Void
  ) -> ProgressDisplay {
    let last = Mutex(ContinuousClock.now)
    return ProgressDisplay { line in
      guard let line else { return }
      let isDue = last.withLock { last in
        guard ContinuousClock.now - last >= pause else { return false }
        last = .now
        return true
      }
      if isDue { say(line) }
    }
  }
}
