import Networks
import PlainText
import TerminalUI
import TimeTravel

/// The smallest size that shows more than a card.
let smallestSize = Size(rows: 16, columns: 60)

/// Draws the dashboard; the same state, size and capabilities always give the same canvas.
///
/// - Parameter memo: Makes the next frame cheaper; it changes nothing of what is drawn.
package func draw(
  _ state: DashboardState, size: Size, capabilities: Capabilities = .standard,
  pace: Pace = Pace(framesPerSecond: 30), memo: RasterMemo = RasterMemo()
) -> Canvas {
  let chosen = state.glyphs?.applied(to: capabilities) ?? capabilities
  var canvas = Canvas(size: size, capabilities: chosen.with(state.theme))
  guard size.rows >= smallestSize.rows, size.columns >= smallestSize.columns else {
    drawTooSmall(state, on: &canvas)
    return canvas
  }
  var rest = canvas.bounds
  canvas.inside(rest.takeTop(1)) { drawTitle(state, pace: pace, on: &$0) }
  canvas.inside(rest.takeBottom(1)) { drawFooter(state, on: &$0) }
  canvas.inside(rest.takeBottom(1)) { drawStatusLine(state, on: &$0) }
  guard let context = state.context, let engine = state.engine else {
    canvas.write("loading the network", row: rest.row + 1, column: 2, style: .label)
    return canvas
  }
  memo.begin(for: canvas.capabilities)
  let view = ScreenView(state: state, context: context, engine: engine, memo: memo)
  canvas.inside(rest) { canvas in
    switch state.screen {
    case .live: view.drawLive(on: &canvas)
    case .layer: view.drawLayer(on: &canvas)
    case .neuron: view.drawNeuron(on: &canvas)
    case .sin: view.drawSIN(on: &canvas)
    case .compare: view.drawCompare(on: &canvas)
    case .log: view.drawLog(on: &canvas)
    case .phase: view.drawPhase(on: &canvas)
    case .overview: view.drawOverview(on: &canvas)
    }
  }
  if state.overlay != nil { canvas.removeTargets() }
  canvas.inside(rest) { drawOverlay(state, on: &$0) }
  return canvas
}

/// What the screens draw from: a state with its subject and its engine.
struct ScreenView {
  let state: DashboardState
  let context: RunContext
  let engine: EngineStatus
  var memo = RasterMemo()

  var runState: RunState { engine.runState }
  var network: SpikingNetwork { runState.simulation.network }
  var step: Int { runState.step }

  /// The layers that have neurons: all but the readout.
  var layers: ArraySlice<SpikingLayer> { network.layers.dropLast() }

  /// `conv2 #412`.
  func name(ofUnit unit: Int, in layer: Int) -> String {
    "\(network.layers[layer].name) #\(network.layers[layer].shape.unitNumber(ofIndex: unit))"
  }
}

private func drawTooSmall(_ state: DashboardState, on canvas: inout Canvas) {
  let (size, need) = (canvas.size, smallestSize)
  let lines = [
    "\(size.columns)x\(size.rows), need \(need.columns)x\(need.rows)",
    "t=\(state.step) \(activityWord(state).text)",
    "q quits",
  ]
  let first = max((size.rows - lines.count) / 2, 0)
  for (index, line) in lines.enumerated() {
    canvas.write(
      line, row: first + index, column: 0, width: size.columns, alignment: .center,
      style: index == 0 ? .warning : .plain)
  }
}

/// What the engine is doing, in a word and its style.
func activityWord(_ state: DashboardState) -> (text: String, style: Style) {
  guard let engine = state.engine else { return ("LOADING", .label) }
  switch engine.activity {
  case .seeking: return ("SEEKING", .replay)
  case .running:
    if engine.isGrowing, engine.runState.step >= engine.horizon { return ("WAITING", .running) }
    return engine.runState.step < engine.history.lastStep ? ("REPLAY", .replay) : ("RUN", .running)
  case .paused: return ("PAUSED", .paused)
  }
}

/// What is looked at, and at the right, never cut, what the engine is doing and when.
private func drawTitle(_ state: DashboardState, pace: Pace, on canvas: inout Canvas) {
  let now = present(state, pace: pace, canvas: canvas)
  let width = now.reduce(0) { $0 + $1.text.count + 2 }
  var rest = canvas.bounds
  var column = rest.takeRight(width).column
  canvas.inside(rest) { drawRun(state, on: &$0) }
  for (text, style) in now {
    column = canvas.write(text, row: 0, column: column, style: style) + 2
  }
}

private func drawRun(_ state: DashboardState, on canvas: inout Canvas) {
  guard let context = state.context else { return }
  let name = canvas.size.columns < 75 ? "" : "spiketop "
  var column = canvas.write(name, row: 0, column: 1, style: .title)
  column = canvas.write(context.model, row: 0, column: column)
  let method = context.methods[context.method]
  let methods = context.secondRun.map { " A \(method)  B \($0.title)" } ?? " \(method)"
  column = canvas.write(methods, row: 0, column: column, style: .key)
  column = canvas.write("  image \(context.image)", row: 0, column: column, style: .label)
  let label = context.label.map { " '\(context.className($0))'" } ?? ""
  column = canvas.write(label, row: 0, column: column)
  if column >= canvas.size.columns {
    canvas[0, canvas.size.columns - 2] = Cell(canvas.glyphs.ellipsis, style: .label)
    canvas[0, canvas.size.columns - 1] = .blank
  }
}

/// The activity in a word, the step, the speed, and the frame rate where there is room.
private func present(
  _ state: DashboardState, pace: Pace, canvas: Canvas
) -> [(text: String, style: Style)] {
  let word = activityWord(state)
  var parts = [(word.text, word.style.with(.bold))]
  guard let engine = state.engine else { return parts }
  let end = max(engine.horizon, engine.history.lastStep)
  parts.append(("t=\(engine.runState.step)/\(end)", .title))
  parts.append((speedText(engine), .label))
  if let stream = state.stream, stream.dropped > 0 {
    parts.insert(("\(grouped(stream.dropped)) dropped", .warning), at: 0)
  }
  if let recording = state.recording {
    parts.insert(("REC \(grouped(recording.steps))", .warning), at: 0)
  }
  if canvas.size.columns >= 120, state.stepsPerPicture > 1 {
    let count = state.stepsPerPicture
    parts.append(("view skips \(grouped(count - 1)) of \(grouped(count)) steps", .label))
  }
  if canvas.size.columns >= 100 {
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
  let digits = engine.speed < 1 ? 2 : 0
  let wanted = engine.speed.isInfinite ? "max" : "\(decimal(engine.speed, digits: digits))/s"
  let isShort = engine.measuredSpeed > 0 && engine.measuredSpeed < 0.9 * engine.speed
  return isShort ? "\(wanted) (\(decimal(engine.measuredSpeed, digits: 0))/s)" : wanted
}

/// The message, the prompt, or where inspection came from.
private func drawStatusLine(_ state: DashboardState, on canvas: inout Canvas) {
  switch state.overlay {
  case .goTo(let text):
    let hint = "37, conv2 or conv2#412"
    drawPrompt("go to step or neuron: ", text: text, hint: hint, on: &canvas)
    return
  case .command(let text):
    let hint = state.commandHint(text)
    drawPrompt(":", text: text, hint: hint.text, isError: hint.isError, on: &canvas)
    return
  case .mark(let purpose):
    let letters = state.marks.map { "\($0.letter)" }.joined(separator: " ")
    drawPrompt(
      purpose == .set ? "mark: " : "go to mark: ", text: "",
      hint: "a letter" + (letters.isEmpty ? "" : "; set: \(letters)"), on: &canvas)
    return
  case .filter(let text):
    drawPrompt(
      state.searchesNeurons ? "find /" : "show /", text: text,
      hint: state.message?.text ?? NeuronFilter.hint,
      isError: state.message != nil, on: &canvas)
    return
  case .replaceFile(let request):
    drawPrompt(
      "\(request.path) exists. Replace it? ", text: "", hint: "y or n", on: &canvas)
    return
  case .help, .methods, .secondRuns, .breaks, .diagnosis, nil:
    break
  }
  if let message = state.message {
    let mark = message.isError ? "E: " : ""
    canvas.write(
      mark + message.text, row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left,
      style: message.isError ? .error : .warning)
    return
  }
  if let until = state.engine?.until {
    canvas.write(
      "until \(until)", row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left,
      style: .running)
    return
  }
  if let work = state.work {
    canvas.write(
      work, row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .replay)
    return
  }
  let trail = state.trail.suffix(4).map { place in
    let layer = state.network?.layers[min(place.layer, state.layerCount)]
    let unit = layer.map { " \($0.name) #\($0.shape.unitNumber(ofIndex: place.unit))" } ?? ""
    return place.screen == .neuron ? place.screen.title + unit : place.screen.title
  }
  guard !trail.isEmpty else {
    drawNotes(state, on: &canvas)
    return
  }
  let path = (trail + [state.screen.title]).joined(separator: " > ")
  canvas.write("trail: \(path)", row: 0, column: 1, style: .label)
}

/// A line to type into, with what may be typed behind it.
private func drawPrompt(
  _ question: String, text: String, hint: String, isError: Bool = false, on canvas: inout Canvas
) {
  let end = canvas.write(question, row: 0, column: 1, style: .key)
  let shown = String(text.suffix(max(canvas.size.columns - end - 2, 0)))
  let cursor = canvas.write(shown, row: 0, column: end)
  canvas.placeCursor(row: 0, column: cursor, isVisible: true)
  canvas.write("_", row: 0, column: cursor, style: .hint)
  canvas.write(
    hint, row: 0, column: cursor + 3, width: canvas.size.columns - cursor - 4, alignment: .left,
    style: isError ? .error : .label)
}

private func drawNotes(_ state: DashboardState, on canvas: inout Canvas) {
  guard let note = state.context?.notes.last else { return }
  canvas.write(
    note, row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .label)
}

private func drawFooter(_ state: DashboardState, on canvas: inout Canvas) {
  let isPaused = state.engine?.activity == .paused
  let common: [(Action, String)] =
    switch state.screen {
    case .live: [(.sinInspector, "SIN"), (.inspect, "layer"), (.methodMenu, "method")]
    case .overview: [(.sinInspector, "SIN"), (.inspect, "neuron"), (.filterRows, "find")]
    case .layer:
      [(.inspect, "neuron"), (.nextPicture, "picture"), (.sortRows, "show"), (.nextLayer, "layer")]
    case .neuron:
      [
        (.inspect, "input"), (.back, "back"),
        (.nextPicture, next(after: state.neuronPicture).title),
      ]
    case .sin: [(.inspect, "why"), (.sortRows, "sort"), (.filterRows, "filter")]
    case .phase: [(.inspect, "neuron"), (.sortRows, "sort"), (.nextLayer, "layer")]
    case .compare where state.secondRun == nil: [(.compare, "compare")]
    case .compare: [(.firstDifference, "first"), (.nextSpike, "next"), (.toggleDifferences, "all")]
    case .log: [(.inspect, "go, on/off"), (.remove, "delete"), (.breakHere, "break")]
    }
  let shown: [(Action, String)] =
    [(.toggleRun, isPaused ? "run" : "pause"), (.stepForward, "step"), (.stepBack, "back")]
    + common + [(.help, "help"), (.nextImage, "image"), (.quit, "quit")]
  canvas.drawHints(
    shown.compactMap { action, words in
      state.keyMap.key(for: action).map { Hint(name(of: $0), words, click: $0) }
    }, in: Rect(row: 0, column: 1, rows: 1, columns: canvas.size.columns - 1))
}
