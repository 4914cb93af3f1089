import TimeTravel

extension DashboardState {
  /// Puts on record what the dashboard cannot know, as how the terminal is written to.
  package mutating func record(_ text: String) {
    note(Message(text: text, isError: false))
  }

  /// Puts a message on record.
  mutating func note(_ message: Message) {
    log.append(
      message.text, isError: message.isError, step: message.step ?? step,
      image: context?.image ?? 0, method: context?.method ?? 0)
  }

  /// Says where the engine has stopped since it was last asked; all of it goes on record.
  ///
  /// - Parameter isNew: Whether the status is about another timeline.
  mutating func reportStops(of status: EngineStatus, isNew: Bool) {
    let stops = status.stops.filter { $0.serial > reportedStop }
    for stop in stops.dropLast() { note(Message(stop, fence: mark(at: stop.step))) }
    if let last = stops.last {
      message = Message(last, fence: mark(at: last.step))
      reportedStop = last.serial
    }
    guard isNew, stops.isEmpty else { return }
    if let resting = status.breakpoints.first(where: { $0.problem != nil }) {
      message = Message(
        text: "break \(resting.number) rests here: \(resting.problem ?? "")", isError: false)
    }
  }
}

extension DashboardState {
  /// The letter of a mark of this run at a step; `nil` where none is.
  private func mark(at step: Int) -> Character? {
    marksHere.first { $0.place.step == step }?.letter
  }
}

extension Message {
  /// - Parameter fence: The mark at the step of the stop, where a way back ends.
  fileprivate init(_ stop: EngineStop, fence: Character?) {
    isError = false
    step = stop.step
    switch stop.reason {
    case .breakpoint(let number):
      text = "break \(number): \(stop.condition) at step \(stop.step)"
    case .until:
      text = "reached \(stop.condition) at step \(stop.step)"
    case .notMet:
      text = "not \(stop.condition) up to step \(stop.step); ':until' again goes on"
    case .notFound(let start):
      let what = stop.condition.isEmpty ? "no break" : "not \(stop.condition)"
      text =
        fence.map {
          "\(what) since mark \($0) at step \(stop.step), where the way back rests: once more "
            + "looks before it"
        } ?? "\(what) between step \(stop.step) and step \(start)"
    case .noSpikeAhead(let end):
      text = "\(stop.condition) does not fire again up to step \(end), where runs end"
    case .noSpikeBefore(let first):
      let kept = first > 1 ? " down to step \(first), the first that is kept" : ""
      text = "\(stop.condition) did not fire before step \(stop.step)\(kept)"
    case .cannotBeAsked(let problem):
      text = "gave up running until \(stop.condition): \(problem)"
    }
  }
}
