import Dashboard
import Experiments
import Foundation
import OutputFiles
import RunFiles
import TimeTravel

/// The recording of the run at hand, if there is one.
struct RunRecording {
  /// The run at hand; `nil` if it is a recording itself.
  var header: RunHeader?

  private var recorder: RunRecorder?
  private var reported: RunRecorder.Status?

  init(header: RunHeader?) {
    self.header = header
  }

  /// Begins a file that nothing else has the name of.
  ///
  /// - Parameters:
  ///   - path: `nil` for one that is named after the run.
  ///   - firstStep: The first step of the run that is still known.
  /// - Returns: Who must be given the steps.
  mutating func begin(path: String?, firstStep: Int) throws -> RunRecorder {
    do {
      return try begin(
        in: try path.map { try OutputFile(typed: $0).stageRun() }, firstStep: firstStep)
    } catch let error as OutputFileError where error.reason == .exists {
      throw UsageError(
        description: "\(error.path): the file exists; remove it, or record to another one")
    }
  }

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - file: `nil` for one that is named after the run.
  ///   - firstStep: The first step of the run that is still known.
  /// - Returns: Who must be given the steps.
  mutating func begin(in file: StagedFile?, firstStep: Int) throws -> RunRecorder {
    guard let header else {
      throw UsageError(description: "this run is a recording already: copy its file")
    }
    guard firstStep == 1 else {
      throw UsageError(
        description: "the steps before \(firstStep) are no longer kept: load the image again, and "
          + "record from the start")
    }
    let recorder = try header.recorder(to: file)
    self.recorder = recorder
    reported = nil
    return recorder
  }

  /// Who is given the steps now.
  var sink: RunRecorder? { recorder }

  /// What is new since the last call.
  mutating func takeReport() -> RecordingReport? {
    guard let recorder else { return nil }
    let status = recorder.status
    guard status != reported else { return nil }
    reported = status
    if status.isOver { self.recorder = nil }
    return RecordingReport(path: recorder.path, status)
  }

  /// Waits until all steps are written; at most some seconds, should a disk hang.
  func finish() {
    let deadline = ContinuousClock.now + .seconds(10)
    while let recorder, !recorder.status.isOver, ContinuousClock.now < deadline { usleep(2000) }
  }
}

extension RecordingReport {
  init(path: String, _ status: RunRecorder.Status) {
    let phase: RecordingReport.Phase =
      switch status {
      case .recording: .active
      case .finished: .finished
      case .failed(let error, _): .failed("\(error)")
      }
    self.init(path: path, steps: status.steps, phase: phase)
  }
}
