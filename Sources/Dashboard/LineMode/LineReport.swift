import PlainText
import TimeTravel

extension DashboardState {
  /// What to say at the beginning, one sentence per line.
  package func introduction() -> [String] {
    [
      "spiketop, line mode. Type a command, as 'step 5', 'run', 'until sin > 0', 'screen sin', "
        + "'go conv1#3', 'inspect' or 'help'.",
      "An empty line reads the screen again, 'quit' leaves, Control-C stops a run.",
    ] + subjectSentence() + [context?.lack].compactMap(\.self).map(sentence) + presentSentence()
      + sentences()
  }

  /// What to say after an event: what has changed, or what was asked for.
  package func report(since before: DashboardState) -> [String] {
    var lines: [String] = []
    if context != before.context { lines += subjectSentence() }
    let isElsewhere =
      step != before.step || engine?.activity != before.engine?.activity
      || engine?.generation != before.engine?.generation
    if isElsewhere { lines += presentSentence() }
    lines += messageSentence()
    if tour.number != before.tour.number { lines += tourSentences }
    if overlay != nil { return lines + overlaySentences() }
    let hasMoved = layer != before.layer || unit != before.unit
    let isToBeRead =
      screen != before.screen || (shown.readsAfterCursor && hasMoved)
      || (shown.readsAfterStep && isElsewhere)
    if isToBeRead { lines += sentences() }
    if theme != before.theme { lines.append("The theme is \(theme.rawValue).") }
    return lines
  }

  /// What went wrong last, or what was done.
  package func messageSentence() -> [String] {
    guard let message else { return [] }
    return message.isVerbatim
      ? [message.text] : [(message.isError ? "Error: " : "") + sentence(message.text)]
  }

  /// Where and when the engine is, and what it has just done.
  package func presentSentence() -> [String] {
    guard let engine else { return ["The network is being loaded."] }
    let end = max(engine.horizon, engine.history.lastStep)
    let start = "Step \(step) of \(end)"
    guard step > 0 else {
      let isWaiting = engine.isGrowing && engine.runState.simulation.lastAvailableStep ?? 0 == 0
      return [start + (isWaiting ? ": nothing has come yet." : ": no step has been taken.")]
    }
    let entries = (0..<layerCount).compactMap { engine.history.entry(of: $0, at: step) }
    let spikes = entries.reduce(0) { $0 + Int($1.spikes) }
    let sin = entries.reduce(0) { $0 + Int($1.sinSpikes) }
    let answer = context.flatMap {
      let view = ScreenView(state: self, context: $0, engine: engine)
      return view.answerPanels.words(view)
    }
    let share =
      context?.hasANN == false ? "" : ", \(grouped(sin)) of them by inactivated neurons"
    return [
      "\(start): \(counted(spikes, "spike")) in this step\(share); "
        + (answer.map { "the output says \($0)." } ?? "no output yet.")
    ] + streamSentences
  }

  /// From where a stream is counted, and what of it was lost on its way.
  private var streamSentences: [String] {
    guard let stream else { return [] }
    let start =
      stream.senderStep > 1
      ? "Steps, rates and D count from the sender's step \(grouped(stream.senderStep))." : nil
    let loss =
      stream.dropped > 0
      ? "The sender has dropped \(counted(stream.dropped, "step")) so far." : nil
    return [start, loss].compactMap(\.self)
  }

  private func subjectSentence() -> [String] {
    guard let context else { return [] }
    let label = context.label.map { ", which is \(context.className($0))" } ?? ""
    return [
      "\(context.model) \(context.hasANN ? "converted by " : "")"
        + "\(context.methods[context.method]), "
        + (context.hasPicture
          ? "image \(context.image) of \(grouped(context.imageCount)) in \(context.dataset)"
          : "from \(context.dataset)") + "\(label)."
    ]
  }

  func className(_ index: Int) -> String { context?.className(index) ?? "\(index)" }
}

/// A text with a full stop.
func sentence(_ text: String) -> String {
  let isDone = text.last.map { ".?!".contains($0) } ?? true
  return text + (isDone ? "" : ".")
}
