import PlainText
import TerminalUI

/// How the recording of a run is going.
package struct RecordingReport: Equatable, Sendable {
  package enum Phase: Equatable, Sendable {
    case active
    case finished
    /// What went wrong; what was written before is valid.
    case failed(String)
  }

  package var path: String
  /// How many steps the file holds.
  package var steps: Int
  package var phase: Phase

  package init(path: String, steps: Int, phase: Phase) {
    self.path = path
    self.steps = steps
    self.phase = phase
  }
}

extension DashboardState {
  mutating func take(_ report: RecordingReport) {
    switch report.phase {
    case .active:
      if recording == nil {
        message = Message(text: "recording to \(report.path)", isError: false)
      }
      recording = report
    case .finished:
      recording = nil
      message = Message(
        text: "\(report.path): \(counted(report.steps, "step")) recorded; spiketop replay opens it",
        isError: false)
    case .failed(let reason):
      recording = nil
      let kept = report.steps > 0 ? "; the file has \(counted(report.steps, "step"))" : ""
      message = Message(text: "recording has stopped: \(reason)\(kept)", isError: true)
    }
  }

  mutating func record(to path: String?) -> [DashboardEffect] {
    guard recording == nil else {
      message = Message(
        text: "\(recording?.path ?? "") is being recorded; ':record off' ends it", isError: true)
      return []
    }
    return [.record(path: path)]
  }

  mutating func stopRecording() -> [DashboardEffect] {
    guard recording != nil else {
      message = Message(text: "nothing is being recorded", isError: true)
      return []
    }
    return [.stopRecording]
  }
}
