import PlainText
import TerminalUI
import TimeTravel

/// The letters of the longest word for what the engine does.
private let activityLetters = 7

/// The screens by their keys, the one that is shown marked, and at the right, never cut, what the
/// engine is doing and when.
func drawFirstLine(_ state: DashboardState, pace: Pace, on canvas: inout Canvas) {
  let (now, others) = (present(state), pacing(state, pace, canvas))
  let width = { (parts: [(text: String, style: Style)]) in
    parts.reduce(0) { $0 + $1.text.count + 2 }
  }
  let columns = canvas.size.columns - width(now) - missingColumns(state)
  let tabs = ScreenTabs(state, columns: columns, others: width(others))
  let shown = others.indices.map { now + others[...$0] }
    .last { tabs.width + width($0) <= canvas.size.columns }
  var rest = canvas.bounds
  var column = rest.takeRight(width(shown ?? now)).column
  canvas.inside(rest) { tabs.draw(on: &$0) }
  for (text, style) in shown ?? now {
    column = canvas.write(text, row: 0, column: column, style: style) + 2
  }
}

/// What the engine is doing, in a word and its style.
func activityWord(_ state: DashboardState) -> (text: String, style: Style) {
  guard let engine = state.engine else { return ("LOADING", .label) }
  switch engine.activity {
  case .seeking: return ("SEEKING", .replay)
  case .running:
    // Who shows each step as it comes is always at the last one.
    if engine.isGrowing, engine.runState.step >= engine.horizon, engine.measuredSpeed <= 0 {
      return ("WAITING", .running)
    }
    return engine.runState.step < engine.history.lastStep ? ("REPLAY", .replay) : ("RUN", .running)
  case .paused: return ("PAUSED", .paused)
  }
}

/// How many columns the words for what the engine does, and the step, may still grow by: the tabs
/// leave them free, so that none of them comes and goes with a step.
private func missingColumns(_ state: DashboardState) -> Int {
  guard let engine = state.engine else { return 0 }
  return max(activityLetters - activityWord(state).text.count, 0)
    + String(engine.lastStep).count - String(engine.runState.step).count
}

extension EngineStatus {
  /// The last step that is planned or was reached.
  fileprivate var lastStep: Int { max(horizon, history.lastStep) }
}

/// The activity in a word and the step, and what is out of the ordinary.
private func present(_ state: DashboardState) -> [(text: String, style: Style)] {
  let word = activityWord(state)
  var parts = [(word.text, word.style.with(.bold))]
  guard let engine = state.engine else { return parts }
  parts.append(("t=\(engine.runState.step)/\(engine.lastStep)", .title))
  // All numbers on the screens count from there, and are not those of the sender.
  if let first = state.stream?.senderStep, first > 1 {
    parts.append(("from \(grouped(first))", .warning))
  }
  if let stream = state.stream, stream.dropped > 0 {
    parts.insert(("\(grouped(stream.dropped)) dropped", .warning), at: 0)
  }
  if let lag = state.lag {
    let isFollowing = engine.speed.isInfinite && engine.activity != .paused
    parts.insert(
      lag > 1
        ? ("\(grouped(lag)) behind", isFollowing ? .label : .warning)
        : ("live", .running), at: 0)
  }
  if state.stream?.damage != nil { parts.insert(("damaged", .warning), at: 0) }
  if let recording = state.recording {
    parts.insert(("REC \(grouped(recording.steps))", .warning), at: 0)
  }
  return parts
}

/// How fast: the steps, and on wide terminals what of them is drawn; the first is missed last.
private func pacing(
  _ state: DashboardState, _ pace: Pace, _ canvas: Canvas
) -> [(text: String, style: Style)] {
  guard let engine = state.engine else { return [] }
  var parts: [(String, Style)] = [(speedText(engine), .label)]
  if canvas.size.columns >= 140, state.stepsPerPicture > 1 {
    let count = state.stepsPerPicture
    parts.append(("view skips \(grouped(count - 1)) of \(grouped(count)) steps", .label))
  }
  if canvas.size.columns >= 130 {
    let answer = pace.roundTripMilliseconds.map { $0 >= 10 ? " \(decimal($0, digits: 0)) ms" : "" }
    parts.append(
      (
        "\(canvas.glyphs.pace) \(decimal(pace.framesPerSecond, digits: 0)) fps\(answer ?? "")",
        .label
      ))
  }
  return parts
}

private func speedText(_ engine: EngineStatus) -> String {
  let wanted = engine.speed.isInfinite ? "max" : "\(speedNumber(engine.speed))/s"
  let isShort = engine.measuredSpeed > 0 && engine.measuredSpeed < 0.9 * engine.speed
  return isShort ? "\(wanted) (\(decimal(engine.measuredSpeed, digits: 0))/s)" : wanted
}
