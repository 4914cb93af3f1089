import Conversion
import Evaluation
import Synchronization

/// Shows how far work of several tasks has come, one line after the other.
///
/// May be used from any thread.
package final class ProgressLines: Sendable {
  private struct Task: Equatable {
    var title: String
    var unit: String
    var total: Int
  }

  private let display: ProgressDisplay
  private let current = Mutex<(task: Task, line: Progress, left: Int)?>(nil)

  package init(on display: ProgressDisplay) {
    self.display = display
  }

  /// Removes the line.
  func finish() {
    current.withLock { current in
      current?.line.finish()
      current = nil
    }
  }

  /// - Parameter images: The number of calibration images.
  package func show(_ progress: CalibrationProgress, images: Int) {
    let task =
      switch progress.task {
      case .activations: Task(title: "calibrating", unit: "images", total: images)
      case .thresholds(let total):
        Task(title: "fitting thresholds", unit: "images", total: total)
      case .simulation(let total):
        Task(title: "calibrating by simulation", unit: "layer runs", total: total)
      case .weights(let total): Task(title: "fitting weights", unit: "steps", total: total)
      }
    advance(task, by: progress.done)
  }

  func show(_ progress: DiagnosisProgress) {
    let task =
      switch progress.task {
      case .images(let total): Task(title: "diagnosing", unit: "images", total: total)
      case .changes(let total):
        Task(title: "trying changes of the ANN", unit: "changes", total: total)
      case .substitution(let total):
        Task(title: "substituting layers", unit: "images", total: total)
      }
    advance(task, by: progress.done)
  }

  private func advance(_ task: Task, by done: Int) {
    let line = current.withLock { current in
      // What was done whole and is done again, for another T, begins anew.
      if let last = current, last.task == task, last.left > 0 {
        current?.left -= done
        return last.line
      }
      current?.line.finish()
      let line = Progress(task.title, unit: task.unit, total: task.total, display: display)
      current = (task, line, task.total - done)
      return line
    }
    line.advance(by: done)
  }
}
