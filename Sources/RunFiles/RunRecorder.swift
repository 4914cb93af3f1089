import Dispatch
import Foundation
import Recordings
import Runs
import SpikingEngine
import Synchronization

/// Writes every step of a run to a run file, on a thread of its own.
///
/// When the process is killed, at most the last 64 steps are lost: the engine waits as soon as more
/// than 32 are not written, and takes no more than 32 at a time.
package final class RunRecorder: StepSink {
  /// How a recording is going.
  package enum Status: Equatable, Sendable {
    case recording(steps: Int)
    case finished(steps: Int)
    /// It ended too early; what was written before is valid.
    case failed(RunFileError, steps: Int)

    package var steps: Int {
      switch self {
      case .recording(let steps), .finished(let steps), .failed(_, let steps): steps
      }
    }

    package var isOver: Bool {
      if case .recording = self { false } else { true }
    }
  }

  private struct State {
    /// The last step that was handed over, and the last one that is in the file.
    var handed = 0
    var status = Status.recording(steps: 0)
    var lastCheckpoint = 0
  }

  package var path: String { writer.path }

  private let writer: RunFileWriter
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "recording")

  /// So many steps are written at once, if the run does not pause before.
  private static let batchSteps = 16

  /// The engine waits while more steps than this are not written.
  package static let unwrittenSteps = 32

  /// How many steps lie between two checkpoints.
  private static let checkpointInterval = 256

  package init(_ writer: RunFileWriter) {
    self.writer = writer
  }

  package var status: Status { state.withLock(\.status) }

  package func take(_ reached: RunSteps, isPaused: Bool) {
    let (handed, status) = state.withLock { ($0.handed, $0.status) }
    let news = reached.lastStep - handed
    guard !status.isOver, news > 0, isPaused || news >= Self.batchSteps else { return }
    let unwritten = reached.lastStep - status.steps
    if handed > status.steps {
      if unwritten <= Self.unwrittenSteps, !isPaused { return }
      queue.sync {}
    }
    for first in stride(from: handed + 1, through: reached.lastStep, by: Self.unwrittenSteps) {
      hand(first..<min(first + Self.unwrittenSteps, reached.lastStep + 1), of: reached)
    }
    if isPaused || reached.lastStep - self.status.steps > Self.unwrittenSteps { queue.sync {} }
  }

  /// Lets the writer's thread write some steps.
  private func hand(_ steps: Range<Int>, of reached: RunSteps) {
    let isCheckpoint = state.withLock { state in
      state.handed = steps.upperBound - 1
      let isDue =
        reached.step == state.handed
        && state.handed >= state.lastCheckpoint + Self.checkpointInterval
      if isDue { state.lastCheckpoint = state.handed }
      return isDue
    }
    let batch = RunFileWriter.Batch(
      steps: steps, raster: reached.raster.excerpt(steps),
      potentials: reached.potentials.excerpt(steps),
      statistics: reached.statistics(of: steps), figures: reached.figures(of: steps),
      checkpoint: isCheckpoint
        ? (reached.step, reached.populations.map(\.membranePotential)) : nil)
    queue.async { [self] in
      perform { () throws(RunFileError) in
        try writer.write(batch)
        return .recording(steps: steps.upperBound - 1)
      }
    }
  }

  /// Notes that something happened at a step.
  package func note(_ event: RunFileEvent) {
    queue.async { [self] in
      perform { () throws(RunFileError) in
        try writer.write(event)
        return nil
      }
    }
  }

  /// Writes what is under way, and completes the file.
  package func end() {
    queue.sync { [self] in
      perform { () throws(RunFileError) in
        try writer.finish()
        return .finished(steps: status.steps)
      }
    }
  }

  /// Does nothing any more after the first error.
  private func perform(_ work: () throws(RunFileError) -> Status?) {
    let before = status
    guard !before.isOver else { return }
    do {
      if let after = try work() { state.withLock { $0.status = after } }
    } catch {
      state.withLock { $0.status = .failed(error, steps: before.steps) }
    }
  }
}

extension RunSteps {
  /// What each layer did in some steps, as far as it is kept.
  fileprivate func statistics(of steps: Range<Int>) -> [[StepHistory.Entry?]] {
    steps.map { step in
      populations.indices.map { history.entry(of: $0, at: step) }
    }
  }

  /// The figures beyond those, of each layer after some steps.
  fileprivate func figures(of steps: Range<Int>) -> [[[FigureValue]]] {
    steps.map { step in populations.indices.map { history.figures(of: $0, at: step) } }
  }
}
