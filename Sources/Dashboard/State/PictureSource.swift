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

extension DashboardState {
  /// The same, with all that is computed from the run computed anew: what is kept from one picture
  /// to the next must not be seen.
  package func computedAnew() -> DashboardState {
    var state = self
    (state.inspection, state.phase, state.comparedTraces) = (nil, nil, nil)
    state.sinTable.forget()
    if state.showsSINTable, let engine { state.sinTable.refresh(engine) }
    state.refreshInspection()
    // What was chosen is not computed.
    state.phaseSelection = phaseSelection
    return state
  }

  var showsSINTable: Bool { screen == .sin || screen == .overview }
}
