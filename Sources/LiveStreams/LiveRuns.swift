import Synchronization

/// The runs of a sender, one after the other.
///
/// A sender may begin another run in the same stream, or end the stream and begin another one. What
/// a run sends is read only once somebody looks at it: until then it waits on the way, and what
/// finds no room there the sender drops, and counts.
package final class LiveRuns: Sendable {
  private struct State {
    var current: LiveSource
    var number = 1
    var next: LiveSource?
    /// Why no further run can come, where that is a fault.
    var fault: StreamError?
    /// Whether the sender is waited for.
    var isAwaited = false
    var isOver = false
    var listener: StreamSocket?
  }

  private let state: Mutex<State>

  init(_ first: LiveSource) {
    state = Mutex(State(current: first))
  }

  /// The run that is looked at.
  package var current: LiveSource { state.withLock(\.current) }

  /// Which one it is, from 1 on.
  package var number: Int { state.withLock(\.number) }

  /// The run that has begun after it; `nil` while there is none.
  package var next: LiveRun? { state.withLock { $0.next?.run } }

  /// Whether the run is over and the next one is waited for.
  package var isAwaited: Bool { state.withLock(\.isAwaited) }

  /// Why the next run cannot be shown, and none after it; `nil` where there is no such reason.
  package var fault: StreamError? { state.withLock(\.fault) }

  /// Looks at the next run from now on.
  ///
  /// - Returns: `nil` where there is none.
  package func takeNext() -> LiveSource? {
    state.withLock { state in
      guard let next = state.next.take() else { return nil }
      state.current = next
      state.number += 1
      return next
    }
  }

  /// Waits for no further run, and leaves nothing in the file system.
  package func end() {
    let listener = state.withLock { state in
      state.isOver = true
      return state.listener.take()
    }
    listener?.shutDown()
  }

  var isOver: Bool { state.withLock(\.isOver) }

  /// Waits for the next run, or no longer.
  func await(_ isAwaited: Bool) { state.withLock { $0.isAwaited = isAwaited } }

  /// Makes `end` end the wait for a sender.
  ///
  /// - Returns: Whether it is still to be waited.
  func keep(_ listener: StreamSocket?) -> Bool {
    state.withLock { state in
      guard !state.isOver else { return false }
      state.listener = listener
      return true
    }
  }

  /// Says what is wrong with what came after the run.
  func fail(_ fault: StreamError) {
    state.withLock { state in
      (state.fault, state.isAwaited) = (fault, false)
    }
  }

  /// Announces a run.
  func offer(_ source: LiveSource) {
    state.withLock { state in
      (state.next, state.isAwaited) = (source, false)
    }
  }

  /// Whether a run that was announced is still to be looked at.
  var hasNext: Bool { state.withLock { $0.next != nil } }
}
