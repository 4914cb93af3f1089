import TerminalUI

func drawOverlay(_ state: DashboardState, on canvas: inout Canvas) {
  switch state.overlay {
  case .help(let filter, let scroll): drawHelp(state, filter: filter, scroll: scroll, on: &canvas)
  case .methods(let selected): drawMethods(state, selected: selected, on: &canvas)
  case .rivals(let selected): drawRivals(state, selected: selected, on: &canvas)
  case .diagnosis(let selected): drawDiagnosis(state, selected: selected, on: &canvas)
  case .breaks(let selected): drawBreakMenu(state, selected: selected, on: &canvas)
  case .goTo, .command, .mark, .filter, nil: break
  }
}

private func drawHelp(
  _ state: DashboardState, filter: String, scroll: Int, on canvas: inout Canvas
) {
  let width = min(canvas.size.columns, 84)
  let frame = Rect(
    row: 0, column: (canvas.size.columns - width) / 2, rows: canvas.size.rows, columns: width)
  canvas.fill(frame)
  let title =
    filter.isEmpty
    ? " help: type to search, Esc closes " : " help: \(filter)_  Enter does the first "
  let inner = canvas.drawBox(frame, title: title)
  let lines = state.helpLines(filter: filter)
  let first = min(scroll, max(lines.count - inner.rows, 0))
  for (row, line) in lines.dropFirst(first).prefix(inner.rows).enumerated() {
    let column = canvas.write(
      line.key, row: inner.row + row, column: inner.column + 1, style: .key)
    canvas.write(
      line.text, row: inner.row + row,
      column: line.key.isEmpty ? inner.column + 1 : max(inner.column + 22, column + 1),
      width: inner.endColumn - (line.key.isEmpty ? inner.column + 1 : inner.column + 22),
      alignment: .left, style: line.isTitle ? .title : .plain)
  }
  if lines.count > inner.rows {
    let last = min(first + inner.rows, lines.count)
    canvas.write(
      " \(first + 1)-\(last) of \(lines.count) lines ", row: frame.endRow - 1,
      column: frame.column + 2, style: .label)
  }
}

private func drawMethods(_ state: DashboardState, selected: Int, on canvas: inout Canvas) {
  guard let subject = state.subject else { return }
  let width = min((subject.methods.map(\.count).max() ?? 0) + 12, canvas.size.columns)
  let rows = min(subject.methods.count + 2, canvas.size.rows)
  let frame = Rect(
    row: max((canvas.size.rows - rows) / 2, 0), column: (canvas.size.columns - width) / 2,
    rows: rows, columns: width)
  canvas.fill(frame)
  let inner = canvas.drawBox(frame, title: " conversion method ")
  for (index, method) in subject.methods.enumerated() {
    let style: Style = index == selected ? .selection : index == subject.method ? .key : .plain
    let mark = index == subject.method ? "*" : " "
    canvas.write(
      " \(index + 1) \(mark) \(method)", row: inner.row + index, column: inner.column,
      width: inner.columns, alignment: .left, style: style)
    if index == selected { canvas.placeCursor(row: inner.row + index, column: inner.column) }
  }
}

/// One line of the help.
package struct HelpLine: Equatable, Sendable {
  package var key = ""
  package var text: String
  var isTitle = false
}

extension DashboardState {
  /// The help: keys whose words contain what was typed, then what the numbers mean.
  package func helpLines(filter: String) -> [HelpLine] {
    let actions = matchingActions(filter)
    let keys = keyMap.bindings.filter { actions.contains($0.action) }.map { binding in
      HelpLine(
        key: binding.keys.map(name(of:)).joined(separator: " "), text: binding.action.summary)
    }
    let commands = Command.forms.map { form in
      HelpLine(
        key: ":\(form.name) \(form.argument)",
        text: form.summary + (form.letter.map { " (:\($0))" } ?? ""))
    }.filter { filter.isEmpty || "\($0.key) \($0.text)".localizedStandardContains(filter) }
    let facts = definitions.filter { filter.isEmpty || $0.text.localizedStandardContains(filter) }
    let words = conditionLines.filter {
      filter.isEmpty || "\($0.key) \($0.text)".localizedStandardContains(filter)
    }
    let notes = (subject?.notes ?? []).map { HelpLine(text: $0) }
    return [HelpLine(text: "keys", isTitle: true)] + keys
      + [HelpLine(text: ""), HelpLine(text: "commands", isTitle: true)] + commands
      + [HelpLine(text: ""), HelpLine(text: "conditions", isTitle: true)] + words
      + [HelpLine(text: ""), HelpLine(text: "what the numbers mean", isTitle: true)] + facts
      + [HelpLine(text: ""), HelpLine(text: "this run", isTitle: true)] + notes
  }
}

/// What the numbers mean, and whose definitions they are.
private let definitions: [HelpLine] = [
  "Inactivated (off): the ANN's pre-activation z on this input is <= 0.",
  "SIN: spikes of inactivated neurons (Li, Zhao, Zeng 2022; counted as in MSAT's code).",
  "SIN ratio: SIN neurons / inactivated neurons. It never falls: counts do not.",
  "",
  "N*(t) = clip(floor(z t / theta), 0, t): the even schedule. D = N - N*. [own definition]",
  "Bursts: G t in place of t, G the most spikes in a step; each spike counts in N.",
  "Spikes lane: a digit counts the spikes of two steps, + ten or more; a dash takes",
  "  a spike back (SpiCalib), and the potential stays.",
  "lead, lag: mean of D > 0 and of D < 0 over the steps, in spikes. [own definition]",
  "Bistable: D at the end of each cycle only, in units of theta. [own definition]",
  "drive C(t) = v(t) + charge that resets removed; v(0) is in it (Bu et al. 2022).",
  "psi = clip(floor(C/theta), 0, T) - N: > 0 spikes missing, < 0 extra (offset spikes, COS).",
  "m: potential after integration. v: after the reset.   |rate-a|/|a|: fit of rate to activation.",
  "rate*theta-a = propagated + clipping + quantised + uneven (Bu et al. 2022; split: own).",
  "local SIN: C < theta, timing alone. inherited: the mean drive is above. [own definition]",
  "dEI: mean arrival of inhibition minus that of excitation, in steps: > 0, excitation leads.",
  "  Of a layer: means over a sample of each group, n of N. r: Pearson. [own definition]",
  "global: by the schedule of the ANN's z. local: by what the neuron itself has received.",
  "Phase: D>0, D<0: share of neurons that lead, that lag. A bar is the largest of its steps.",
  "",
  "Cause: C - z t = sum over inputs of w * phi, phi = spikes - target. [own derivation]",
  "  added: v(0) and the bias current of the method, which the ANN does not have.",
  "  leading excitation: w > 0, phi > 0.   owed inhibition: w < 0, phi < 0.",
  "  model term: what the ANN does not have, such as the loss of a hard reset, and rounding.",
  "",
  "Diagnosis: removed = share of the output error that goes when this layer alone delivers",
  "  the ANN's activations; alone = output error when it alone spikes. [own measures]",
  "  Each remedy is tried on the same images; findings are ranked by what that won.",
  "",
  "Rasters: a dot is set where its neurons fired at least as the mean of those shown in the",
  "  same steps; x where a tenth of the spikes or more are SIN. [own rules]",
  "  Colour: share of a cell's neurons that fire in a step: to 5%, 15%, 40%, above.",
  "Time zoom: a dot of several steps follows the same rule. Sweep: behind the gap, the old page.",
  "Maps: a pixel is a neuron, or the mean of a square of them. v from -theta to theta.",
  "Scatter: rate and a over theta, RMSE in units of a; SIN neurons stand at a = 0, coloured.",
  "t=9: 3 of 4 right: of the images seen so far with this method, those that got to t=9.",
  "Half blocks (:glyphs): a half is full where any of its four dots would be set.",
  "t<=8 on SIN: share of the SIN spikes in the first 8 steps. [own measure]",
  "Timeline, run: B is where a break has stopped a run, a letter is a mark.",
  "Output: softmax of the accumulated output per step, or per cycle, beside the ANN's.",
  "Compare: layers of one name and shape; a neuron differs in a step in which it sends more",
  "  spikes in one network than in the other. first: lowest step, layer, number. [own rules]",
  "bistable (reconstruction): rebuilt from the abstract and secondary sources of BSNN.",
].map { HelpLine(text: $0) }
