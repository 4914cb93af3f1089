import OutputFiles
import RunFiles
import Runs
import SpikingEngine
import TimeTravel

/// A run without a screen, and without a way back, that may be recorded.
package struct HeadlessRun {
  package let session: Session

  /// Where data and thresholds come from, one line each.
  package let notes: [String]

  /// How far the run is meant to go.
  package let steps: Int

  private var timeline: Timeline
  private let recorder: RunRecorder?

  /// Loads the network and its image, and creates the file.
  ///
  /// - Parameters:
  ///   - file: What to record to; `nil` for nothing.
  ///   - probes: The layers whose potentials are recorded.
  package init(
    _ request: RunRequest, recordingTo file: StagedFile?, probes: LayerList, by origin: RunOrigin,
    cache: CalibrationCache, display: ProgressDisplay
  ) throws {
    var conversion = try ConversionContext(request, cache: cache, display: display)
    session = try Session(request, in: &conversion)
    notes = conversion.notes
    if let doubt = try PreprocessingDoubt.words(conversion.model, conversion.data.images) {
      conversion.warn(doubt)
    }
    let steps = request.steps ?? session.converted.defaultSteps
    self.steps = steps
    // A recorder needs no more than the steps since it last wrote, and nobody goes back.
    timeline = Timeline(
      session.simulation, setting: session.setting,
      checkpoints: CheckpointBudget(interval: 1 << 40, bytes: 0), rasterBytes: 4 << 20,
      probes: try probes.layers(of: session.converted.packed.network))
    recorder = try file.map { [session] in
      try RunHeader(
        session, of: request, steps: steps, conversion: conversion, by: origin
      ).recorder(to: $0)
    }
  }

  package var runState: RunState { timeline.runState }

  /// Takes some steps.
  package mutating func advance(by count: Int = 1, on engine: Engine) {
    timeline.advance(by: count, on: engine)
    recorder?.take(timeline.steps, isPaused: false)
  }

  /// How many steps are in the file.
  package var recordedSteps: Int { recorder?.status.steps ?? 0 }

  /// Completes the file.
  ///
  /// - Throws: What has stopped the recording, and what is kept of it.
  package func finish() throws {
    guard let recorder else { return }
    recorder.take(timeline.steps, isPaused: true)
    recorder.end()
    guard case .failed(var error, let steps) = recorder.status else { return }
    if case .unwritable(let what) = error.reason {
      error.reason = .unwritable(
        "\(what); \(steps) of \(self.steps) steps are kept, and the file can be read; make room, "
          + "or record to another place")
    }
    throw error
  }
}
