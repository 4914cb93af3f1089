import RunFiles
import SpikingEngine
import TimeTravel

/// A run without a screen, and without a way back, that may be recorded.
struct RecordedRun {
  private var timeline: Timeline
  private let recorder: RunRecorder?

  /// - Parameter steps: How far the run is meant to go.
  init(
    _ session: Session, steps: Int, workbench: Workbench, options: RecordingOptions
  ) throws {
    // A recorder needs no more than the steps since it last wrote, and nobody goes back.
    timeline = Timeline(
      session.simulation, setting: session.setting,
      checkpoints: CheckpointBudget(interval: 1 << 40, bytes: 0), rasterBytes: 4 << 20,
      probes: try options.potentials.layers(of: session.setting.packed.network))
    recorder = try options.record.map {
      try RunHeader(session, steps: steps, workbench: workbench).recorder(to: $0)
    }
  }

  var moment: Moment { timeline.moment }

  /// Takes some steps.
  mutating func advance(by count: Int = 1, on engine: Engine) {
    timeline.advance(by: count, on: engine)
    recorder?.take(timeline, isPaused: false)
  }

  /// How many steps are in the file.
  var recordedSteps: Int { recorder?.status.steps ?? 0 }

  /// Completes the file.
  ///
  /// - Throws: What has stopped the recording.
  func finish() throws {
    guard let recorder else { return }
    recorder.take(timeline, isPaused: true)
    recorder.end()
    if case .failed(let error, _) = recorder.status { throw error }
  }
}
