extension DashboardState {
  /// Lets the run go on, or stops it.
  func toggleRun() -> [DashboardEffect] {
    [.engine(engine?.activity == .paused ? .run : .pause)]
  }

  /// What that would do now, in a word.
  var toggleRunWord: String? { engine?.activity == .paused ? "run" : "pause" }
}
