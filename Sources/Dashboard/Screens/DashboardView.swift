import Foundation
import PlainText
import TerminalUI
import TimeTravel

/// The smallest size that shows more than a card.
let smallestSize = Size(rows: 16, columns: 60)

/// Where the lists lie that are over the screen.
private let overlayPlace = "overlay"

/// Draws the dashboard; the same state, size and capabilities always give the same canvas.
///
/// - Parameter memo: Makes the next frame cheaper; it changes nothing of what is drawn.
package func draw(
  _ state: DashboardState, size: Size, capabilities: Capabilities = .standard,
  pace: Pace = Pace(framesPerSecond: 30), memo: RasterMemo = RasterMemo()
) -> Canvas {
  var state = state
  state.size = size
  let chosen = state.glyphs?.applied(to: capabilities) ?? capabilities
  var canvas = Canvas(size: size, capabilities: chosen.with(state.theme))
  guard size.rows >= smallestSize.rows, size.columns >= smallestSize.columns else {
    drawTooSmall(state, on: &canvas)
    return canvas
  }
  var rest = canvas.bounds
  canvas.inside(rest.takeTop(1)) { drawFirstLine(state, pace: pace, on: &$0) }
  canvas.inside(rest.takeBottom(1)) { drawFooter(state, on: &$0) }
  let (facts, status) = (rest.takeTop(1), rest.takeBottom(1))
  guard let context = state.context, let engine = state.engine else {
    canvas.inside(status) { drawStatusLine(state, insight: nil, on: &$0) }
    canvas.write("loading the network", row: rest.row + 1, column: 2, style: .label)
    return canvas
  }
  memo.begin(for: canvas.capabilities)
  let view = ScreenView(state: state, context: context, engine: engine, memo: memo)
  canvas.inside(facts) { view.drawRunFacts(on: &$0) }
  canvas.inside(status) { drawStatusLine(state, insight: state.insight(of: view), on: &$0) }
  let tour = rest.takeBottom(state.tourRows(in: rest.size))
  canvas.scroll = state.scroll
  canvas.scroll.enter(state.screen.rawValue)
  canvas.inside(rest) { state.shown.draw(view, &$0) }
  if state.overlay != nil { canvas.removeTargets() } else { canvas.scroll.forget(overlayPlace) }
  canvas.scroll.enter(overlayPlace)
  canvas.inside(rest) { state.overlay?.content.draw(state, on: &$0) }
  canvas.inside(tour) { state.drawTour(on: &$0) }
  drawWholeMessage(state, above: status, on: &canvas)
  return canvas
}

/// A message that is longer than its line, over the last lines of the screen: its end says what to
/// do.
///
/// What is wrong with a line that is being typed stands above that line.
private func drawWholeMessage(
  _ state: DashboardState, above status: Rect, on canvas: inout Canvas
) {
  let width = max(status.columns - 2, 1)
  let (lines, end, style): ([String], Int, Style)
  if let prompt = state.overlay?.content.prompt(in: state) {
    guard prompt.isError, !prompt.showsWholeHint(columns: status.columns) else { return }
    (lines, end, style) = (wrapped(prompt.hint, width: width), status.row, .error)
  } else if let message = state.message {
    lines = wrapped(messageText(message), width: width)
    guard lines.count > 1 else { return }
    (end, style) = (status.endRow, message.isError ? .error : .warning)
  } else {
    return
  }
  guard lines.count < status.row - 4 else { return }
  let area = Rect(
    row: end - lines.count, column: 0, rows: lines.count, columns: status.columns)
  canvas.fill(area)
  canvas.inside(area) { canvas in
    for (row, line) in lines.enumerated() {
      canvas.write(line, row: row, column: 1, style: style)
    }
  }
}

/// What stands before an error: a word, as each letter is a key, too.
let errorMark = "error: "

private func messageText(_ message: Message) -> String {
  (message.isError ? errorMark : "") + message.text
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

/// The prompt, the message, what is under way, or what the screen shows in a sentence; at the right
/// where inspection came from.
private func drawStatusLine(
  _ state: DashboardState, insight: String?, on canvas: inout Canvas
) {
  if let prompt = state.overlay?.content.prompt(in: state) { return prompt.draw(on: &canvas) }
  let trail = trailText(state)
  let line: (text: String, style: Style)?
  if let message = state.message {
    line = (messageText(message), message.isError ? .error : .warning)
  } else if let until = state.engine?.until {
    line = ("until \(until)", .running)
  } else if let work = state.work {
    line = (work, .replay)
  } else {
    line = insight.map { (shortened($0, beside: trail, in: canvas.size.columns), .plain) }
    if let insight { canvas.addTarget(.explanation(insight), in: canvas.bounds) }
  }
  var rest = canvas.bounds
  // The sentence is what the screen says; the way here is in the user's mind.
  if !trail.isEmpty, (line?.text.count ?? 0) <= roomBeside(trail, in: canvas.size.columns) {
    let place = rest.takeRight(trail.count + 1)
    canvas.write(trail, row: 0, column: place.column, style: .label)
  }
  guard let line else { return }
  canvas.write(
    line.text, row: 0, column: 1, width: rest.columns - 2, alignment: .left, style: line.style)
}

/// What a line may take that leaves the trail its place.
private func roomBeside(_ trail: String, in columns: Int) -> Int { columns - trail.count - 4 }

/// A sentence with so many of its clauses that the trail has its place, if one is left; else with
/// as many as the line holds.
private func shortened(_ sentence: String, beside trail: String, in columns: Int) -> String {
  let room = roomBeside(trail, in: columns)
  return wholeClauses(sentence, width: room) ?? wholeClauses(sentence, width: columns - 2)
    ?? sentence
}

/// `trail: SIN > Neuron`; nothing where inspection has not begun.
private func trailText(_ state: DashboardState) -> String {
  let title = { (screen: DashboardScreen) in
    (state.hasSchedule ? nil : screen.tabWithoutANN) ?? screen.title
  }
  let inspected = state.trail.reversed().prefix { !$0.isAside }.reversed()
  let trail = inspected.suffix(4).map { place in
    let layer = state.network?.layers[min(place.layer, state.layerCount)]
    let unit = layer.map { " \($0.name) #\($0.shape.unitNumber(ofIndex: place.unit))" } ?? ""
    let screen = state.registry.screen(place.screen)
    return screen.trailNamesNeuron ? screen.title + unit : title(screen)
  }
  guard !trail.isEmpty else { return "" }
  let all = trail + [title(state.shown)]
  let names = zip(all, all.dropFirst() + [""]).filter { $0 != $1 }.map(\.0)
  return names.count > 1 ? "trail: " + names.joined(separator: " > ") : ""
}

private func drawFooter(_ state: DashboardState, on canvas: inout Canvas) {
  let place = Rect(row: 0, column: 1, rows: 1, columns: canvas.size.columns - 1)
  // Keys of the screen do nothing below what lies over it.
  if let overlay = state.overlay {
    canvas.drawHints(overlay.content.hints + [Hint("Esc", "close", click: .escape)], in: place)
    return
  }
  let hints = state.hintsNow.filter { canvas.size.columns < $0.endColumns }
  let lasting: Set<Action.Name> = ["help", "command-line", "quit"]
  let (always, others) = (
    state.hints(hints.filter { lasting.contains($0.action) }),
    state.hints(hints.filter { !lasting.contains($0.action) })
  )
  // What leads to everything else, and out, gives its room to no other key.
  let kept = always.reduce(0) { $0 + $1.key.count + $1.action.count + 3 }
  let room = Rect(
    row: 0, column: place.column, rows: 1, columns: max(place.columns - kept, 0))
  let end = canvas.drawHints(others, in: room)
  canvas.drawHints(
    always, in: Rect(row: 0, column: end, rows: 1, columns: max(place.endColumn - end, 0)))
}

extension DashboardState {
  /// With the keys that the user has for them; what has none is left out.
  fileprivate func hints(_ hints: [ActionHint]) -> [Hint] {
    hints.compactMap { hint in
      keyMap.key(for: hint.action).map { Hint(name(of: $0), hint.words, click: $0) }
    }
  }
}

extension DashboardState {
  /// The keys that do something on the screen at this moment, the ones that all screens have
  /// around its own.
  package var hintsNow: [ActionHint] {
    let toggle = shown.toggleWord(self).map { [ActionHint("toggle-run", $0)] } ?? []
    return toggle + .when(isBehind, "follow", "follow")
      + .when(engine != nil, "step-forward", "step")
      + .when(step > 0 || engine?.activity != .paused, "step-back", "back") + shown.hints(self)
      + [ActionHint("help", "help")] + .when(hasNextImage, "next-image", "image")
      + [ActionHint("command-line", "command"), ActionHint("quit", "quit")]
  }
}
