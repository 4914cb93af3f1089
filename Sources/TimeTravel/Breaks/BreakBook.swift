import SpikeStatistics

/// The breakpoints of an engine, the condition of the run in progress, and where runs have stopped.
struct BreakBook {
  private(set) var breakpoints: [Breakpoint] = []

  /// What this run alone goes on to.
  private(set) var once: StopCondition?

  /// The latest stops, the last one last; so many that a display cannot miss one.
  private(set) var stops: [EngineStop] = []
  private static let stopsKept = 64
  /// Of each breakpoint, for the marks on the timeline.
  private static let stepsKept = 1024

  /// The conditions to look at in each step; empty costs nothing.
  private(set) var watch = ConditionWatch()

  private var setting: RunSetting
  private var isCompared: Bool

  init(_ run: LockStep) {
    setting = run.setting
    isCompared = run.isCompared
  }

  mutating func execute(_ command: BreakCommand) {
    switch command {
    case .set(let breakpoint):
      breakpoints.removeAll { $0.number == breakpoint.number }
      breakpoints.append(breakpoint)
      breakpoints.sort { $0.number < $1.number }
    case .remove(let number):
      breakpoints.removeAll { $0.number == number }
    case .enable(let number, let isEnabled):
      for index in breakpoints.indices where breakpoints[index].number == number {
        breakpoints[index].isEnabled = isEnabled
      }
    }
    rebuild()
  }

  /// Another timeline, of the same network or of another.
  mutating func load(_ run: LockStep) {
    setting = run.setting
    isCompared = run.isCompared
    for index in breakpoints.indices { breakpoints[index].steps = [] }
    if let condition = once, let problem = problem(with: condition) {
      report(.cannotBeAsked(problem: problem), condition: condition.text, step: 0)
      once = nil
    }
    rebuild()
  }

  mutating func stopOnce(at condition: StopCondition?) {
    guard once != condition else { return }
    once = condition
    rebuild()
  }

  private mutating func rebuild() {
    for index in breakpoints.indices {
      breakpoints[index].problem = problem(with: breakpoints[index].condition)
    }
    watch = ConditionWatch(
      breakpoints.filter(\.isEnabled).compactMap { watched($0.condition, number: $0.number) }
        + [once].compactMap { $0.flatMap { watched($0, number: nil) } })
  }

  /// Only this condition, or all breakpoints.
  func watch(for condition: StopCondition?) -> ConditionWatch {
    guard let condition else {
      return ConditionWatch(
        breakpoints.filter(\.isEnabled).compactMap { watched($0.condition, number: $0.number) })
    }
    return ConditionWatch([watched(condition, number: nil)].compactMap(\.self))
  }

  private func watched(
    _ condition: StopCondition, number: Int?
  ) -> ConditionWatch.Watched? {
    (try? condition.condition.resolved(for: setting, isCompared: isCompared)).map {
      ConditionWatch.Watched(
        number: number, condition: $0, stopsAtEveryStep: condition.stopsAtEveryStep)
    }
  }

  private func problem(with condition: StopCondition) -> String? {
    do {
      try condition.condition.check(for: setting, isCompared: isCompared)
      return nil
    } catch {
      return error.text
    }
  }

  mutating func begin(at present: Present) {
    watch.begin(at: present)
  }

  /// Whether a run stops at the step after the one seen last; if so, it is booked.
  mutating func stopsRun(at present: Present) -> Bool {
    let met = watch.stops(at: present)
    for stop in met { book(stop, condition: once?.text ?? "", step: present.runState.step) }
    return !met.isEmpty
  }

  /// - Parameter condition: That of the run, where the stop is not at a breakpoint.
  mutating func book(_ stop: ConditionWatch.Watched, condition: String, step: Int) {
    guard let number = stop.number,
      let index = breakpoints.firstIndex(where: { $0.number == number })
    else {
      report(.until, condition: condition, step: step)
      return
    }
    breakpoints[index].hits += 1
    let position = breakpoints[index].steps.firstIndex { $0 >= step }
    if position.map({ breakpoints[index].steps[$0] }) != step {
      breakpoints[index].steps.insert(step, at: position ?? breakpoints[index].steps.count)
      if breakpoints[index].steps.count > Self.stepsKept { breakpoints[index].steps.removeFirst() }
    }
    report(.breakpoint(number: number), condition: breakpoints[index].condition.text, step: step)
  }

  mutating func report(_ reason: EngineStop.Reason, condition: String, step: Int) {
    stops.append(
      EngineStop(
        serial: (stops.last?.serial ?? 0) + 1, step: step, condition: condition, reason: reason))
    if stops.count > Self.stopsKept { stops.removeFirst() }
  }
}
