import Experiments
import Synchronization

/// How far work behind the dashboard has come: on standard error until the dashboard has the
/// terminal, then for the dashboard to show.
final class WorkLine: Sendable {
  private struct State {
    var isOnScreen = false
    var isSilent = false
    var line: String?
    var hasChanged = false
  }

  private let state = Mutex(State())

  /// Where the work appears; the dashboard has warnings among the notes of the run.
  var display: ProgressDisplay {
    ProgressDisplay(
      show: { line in
        let isHidden = self.state.withLock { state in
          state.line = line
          state.hasChanged = true
          return state.isOnScreen || state.isSilent
        }
        if !isHidden { ProgressDisplay.standardError.show(line) }
      },
      say: { warning in
        let isOnScreen = self.state.withLock { $0.isOnScreen }
        if !isOnScreen { ProgressDisplay.standardError.warn(warning) }
      })
  }

  /// From now on only warnings go to standard error.
  func silence() {
    state.withLock { $0.isSilent = true }
  }

  /// From now on only the dashboard shows it.
  func moveToScreen() {
    state.withLock { $0.isOnScreen = true }
  }

  /// The latest line, if it is another one since the last call: `.some(nil)` for none.
  func takeChange() -> String?? {
    state.withLock { state in
      guard state.hasChanged else { return nil }
      state.hasChanged = false
      return .some(state.line)
    }
  }
}
