import RunFiles
import SpikingEngine
import TimeTravel

/// A run without a screen, and without a way back, that may be recorded.
struct HeadlessRun {
  let session: Session

  /// Where data and thresholds come from, one line each.
  let notes: [String]

  /// How far the run is meant to go.
  let steps: Int

  private var timeline: Timeline
  private let recorder: RunRecorder?

  /// Loads the network and its image, and creates the file.
  ///
  /// - Parameters:
  ///   - path: The file to record to; `nil` for none.
  ///   - probes: The layers whose potentials are recorded.
  init(_ context: RunOptions, recordingTo path: String?, probes: ProbeList) throws {
    var conversion = try context.conversion()
    session = try Session(context, in: &conversion)
    notes = conversion.notes
    let steps = context.steps ?? session.converted.defaultSteps
    self.steps = steps
    // A recorder needs no more than the steps since it last wrote, and nobody goes back.
    timeline = Timeline(
      session.simulation, setting: session.setting,
      checkpoints: CheckpointBudget(interval: 1 << 40, bytes: 0), rasterBytes: 4 << 20,
      probes: try probes.layers(of: session.converted.packed.network))
    recorder = try path.map { [session] in
      try RunHeader(session, steps: steps, conversion: conversion).recorder(to: $0)
    }
  }

  var runState: RunState { timeline.runState }

  /// Takes some steps.
  mutating func advance(by count: Int = 1, on engine: Engine) {
    timeline.advance(by: count, on: engine)
    recorder?.take(timeline.steps, isPaused: false)
  }

  /// How many steps are in the file.
  var recordedSteps: Int { recorder?.status.steps ?? 0 }

  /// Completes the file.
  ///
  /// - Throws: What has stopped the recording.
  func finish() throws {
    guard let recorder else { return }
    recorder.take(timeline.steps, isPaused: true)
    recorder.end()
    if case .failed(let error, _) = recorder.status { throw error }
  }
}
