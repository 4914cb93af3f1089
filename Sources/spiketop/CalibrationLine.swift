import Conversion
import Synchronization

/// Shows how far a calibration has come, one line after the other for its tasks.
final class CalibrationLine: Sendable {
  private let images: Int
  private let current = Mutex<(task: CalibrationProgress.Task, line: Progress)?>(nil)

  /// - Parameter images: The number of calibration images.
  init(images: Int) {
    self.images = images
  }

  /// May be called from any thread.
  func show(_ progress: CalibrationProgress) {
    let line = current.withLock { current in
      if let current, current.task == progress.task { return current.line }
      current?.line.finish()
      let line = newLine(for: progress.task)
      current = (progress.task, line)
      return line
    }
    line.advance(by: progress.done)
  }

  func finish() {
    current.withLock { current in
      current?.line.finish()
      current = nil
    }
  }

  private func newLine(for task: CalibrationProgress.Task) -> Progress {
    switch task {
    case .activations: Progress("calibrating", unit: "images", total: images)
    case .thresholds(let total): Progress("fitting thresholds", unit: "images", total: total)
    case .simulation(let total):
      Progress("calibrating by simulation", unit: "layer runs", total: total)
    case .weights(let total): Progress("fitting weights", unit: "steps", total: total)
    }
  }
}
