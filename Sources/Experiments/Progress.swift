import Foundation
import Synchronization

/// A line that tells how far long work has come, shown at most ten times a second.
package final class Progress: Sendable {
  private struct State {
    var done = 0
    var shown = Date.now
    var isVisible = false
  }

  private let title: String
  private let unit: String
  private let total: Int

  /// What an earlier run had done: it counts, but says nothing of the speed.
  private let alreadyDone: Int
  private let start = Date.now
  private let display: ProgressDisplay
  private let state = Mutex(State())

  package init(
    _ title: String, unit: String, total: Int, alreadyDone: Int = 0, display: ProgressDisplay
  ) {
    self.title = title
    self.unit = unit
    self.total = total
    self.alreadyDone = alreadyDone
    self.display = display
  }

  /// Counts finished work; may be called from any thread.
  ///
  /// - Parameter detail: What is known so far, such as an accuracy.
  package func advance(by count: Int, detail: String = "") {
    state.withLock { state in
      state.done += count
      guard Date.now.timeIntervalSince(state.shown) > 0.1 else { return }
      state.shown = .now
      state.isVisible = true
      display.show(line(done: state.done, detail: detail))
    }
  }

  /// Removes the line.
  package func finish() {
    state.withLock { state in
      if state.isVisible { display.show(nil) }
      state.isVisible = false
    }
  }

  private func line(done: Int, detail: String) -> String {
    let elapsed = Date.now.timeIntervalSince(start)
    let rate = Double(done) / max(elapsed, 1e-9)
    let done = alreadyDone + done
    let left = Double(total - done) / max(rate, 1e-9)
    let figures = String(format: "%.0f %@/s, %.0f s left", rate, unit, left)
    return "\(title) \(done) of \(total) \(unit), \(figures)\(detail.isEmpty ? "" : ", ")\(detail)"
  }
}
