extension EngineRun {
  /// Takes some steps of a run, up to one at which a condition stops it.
  ///
  /// - Returns: How many were taken.
  mutating func takeSteps(_ count: Int) -> Int {
    guard !breaks.watch.isEmpty else {
      timeline.advance(by: count, on: engine)
      return count
    }
    breaks.begin(at: timeline.present)
    for taken in 1...max(count, 1) {
      timeline.advance(on: engine)
      if breaks.stopsRun(at: timeline.present) {
        endRun()
        return taken
      }
    }
    return count
  }

  /// A run has come as far as it goes.
  mutating func reachHorizon() {
    if let condition = breaks.once {
      breaks.report(.notMet, condition: condition.text, step: timeline.step)
    }
    endRun()
  }

  mutating func searchBack(to condition: StopCondition?, fence: Int) {
    endRun()
    search = BackwardSearch(timeline, watch: breaks.watch(for: condition), fence: fence)
    searched = condition?.text ?? ""
    activity = .searchingBack
  }

  mutating func workOnSearch() {
    // Not the search itself: a second owner of its timeline would make each step copy what it
    // holds.
    guard let (start, fence) = search.map({ ($0.start, $0.fence) }) else { return endRun() }
    var outcome = BackwardSearch.Outcome.goesOn
    paced { run in
      let (steps, engine) = (run.pace.steps, run.engine)
      outcome = run.search?.work(steps: steps, on: engine) ?? .nothing
      return steps
    }
    switch outcome {
    case .goesOn:
      return
    case .found(let step, let stops):
      for stop in stops { breaks.book(stop, condition: searched, step: step) }
      seek(to: step)
    case .nothing:
      breaks.report(.notFound(from: start), condition: searched, step: fence)
      seek(to: fence)
    }
  }
}
