import TimeTravel

/// Which state of which run: what everything depends on that is computed for a screen.
///
/// Each such value says what it was computed from, this and what was asked, and is computed again
/// only for something else. As long as the generation stays, what is recorded of a step holds, so
/// the next value takes over from the last one what it knows of earlier steps.
struct PictureSource: Equatable, Sendable {
  /// Of the run.
  let generation: Int
  /// The present.
  let step: Int
  /// The last step that is recorded.
  let lastStep: Int

  init(_ status: EngineStatus) {
    generation = status.generation
    step = status.runState.step
    lastStep = status.raster.lastStep
  }
}
