import PlainText

extension DashboardState {
  /// Lets the run go on, or stops it; says so where it goes on beyond its end.
  mutating func toggleRun() -> [DashboardEffect] {
    guard let engine, engine.activity == .paused else { return [.engine(.pause)] }
    if let end = endBeyondThePlan {
      message = Message(
        text: "the run of \(counted(engine.horizon, "step")) is over: it goes on to "
          + "t=\(grouped(end))", isError: false)
    }
    return [.engine(.run)]
  }

  /// Where a run that is at its end would go on to; `nil` where it is not at its end, or is not
  /// computed here.
  private var endBeyondThePlan: Int? {
    guard let engine, !engine.isGrowing, !engine.runState.simulation.isReplay,
      step >= engine.horizon
    else { return nil }
    return step + plannedSteps
  }

  /// To the last step that was reached; says so where that is not the end of the run.
  mutating func seekLastStep() -> [DashboardEffect] {
    let last = engine?.history.lastStep ?? 0
    if let engine, last < engine.horizon, !engine.isGrowing {
      message = Message(
        text: "t=\(grouped(last)) is the last step reached, of \(grouped(engine.horizon))"
          + (keyMap.key(for: "toggle-run").map { ": \(name(of: $0)) runs on" } ?? ""),
        isError: false)
    }
    return [.engine(.seek(to: last))]
  }

  /// What that would do now, in a word.
  var toggleRunWord: String? { engine?.activity == .paused ? "run" : "pause" }
}
