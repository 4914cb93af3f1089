import PlainText
import TerminalUI
import TimeTravel

extension ScreenView {
  /// Breaks, marks, what happened, and where in the run the first two lie.
  func drawLog(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let timeline = rest.takeBottom(1)
    let kept = rest.takeBottom(1)
    drawKept(row: kept.row, on: &canvas)
    let rows = state.logRows
    let lines = logLines(rows, columns: canvas.size.columns - 3)
    let cursor = state.logCursor.map { rows[$0].id }
    let cursorLine = lines.firstIndex { $0.row != nil && $0.row?.id == cursor } ?? 0
    let visible = canvas.scroll.rows(
      of: "lines", around: cursorLine, height: rest.rows, count: lines.count)
    for (row, line) in lines[visible].enumerated() {
      if let item = rows.firstIndex(where: { $0.id == line.row?.id }) {
        canvas.addTarget(
          .item(item), in: Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
      }
      draw(line, row: row, isSelected: line.row != nil && line.row?.id == cursor, on: &canvas)
    }
    let position = position(of: visible, of: lines.count, named: "lines")
    let tail = position.map { "  \($0)" } ?? ""
    drawRun(row: timeline.row, tail: tail, on: &canvas)
  }

  /// A line of the screen: a title, a hint, or a row.
  private struct Line {
    var text: String
    var style: Style
    var row: LogRow?
  }

  private func logLines(_ rows: [LogRow], columns: Int) -> [Line] {
    var lines = [
      Line(text: "break  state  hits  last step  stops runs where it becomes true", style: .label)
    ]
    if engine.breakpoints.isEmpty {
      lines.append(Line(text: "none: b proposes some, ':break CONDITION' sets one", style: .label))
    }
    lines += rows.compactMap { row in
      if case .breakpoint(let breakpoint) = row { line(of: breakpoint, row: row) } else { nil }
    }
    lines += [
      Line(text: "", style: .plain),
      Line(text: "mark   step  image  method, screen: why", style: .label),
    ]
    if state.marks.isEmpty {
      lines.append(
        Line(text: "none: m and a letter set one, ' and the letter return", style: .label))
    }
    lines += rows.compactMap { row in
      if case .mark(let mark) = row { line(of: mark, row: row) } else { nil }
    }
    let log = state.log
    let kept = log.entries.count < log.count ? "\(log.entries.count) of \(log.count), " : ""
    lines += [
      Line(text: "", style: .plain), Line(text: "step   \(kept)the latest first", style: .label),
    ]
    if log.entries.isEmpty {
      lines.append(
        Line(text: "none: stops, errors and what was done are listed here", style: .label))
    }
    return lines
      + rows.flatMap { row -> [Line] in
        guard case .entry(let entry) = row else { return [] }
        return self.lines(of: entry, row: row, columns: columns)
      }
  }

  private func line(of breakpoint: Breakpoint, row: LogRow) -> Line {
    let number = "\(breakpoint.number)".leftPadded(5)
    let word = breakpoint.problem != nil ? "rests" : breakpoint.isEnabled ? "on" : "off"
    let hits = grouped(breakpoint.hits).leftPadded(4)
    let last = (breakpoint.steps.last.map { "\($0)" } ?? "-").leftPadded(9)
    let problem = breakpoint.problem.map { "   (\($0))" } ?? ""
    let isActive = breakpoint.isEnabled && breakpoint.problem == nil
    return Line(
      text: "\(number)  \(word.rightPadded(5))  \(hits)  \(last)  "
        + breakpoint.condition.text + problem,
      style: isActive ? .plain : .label, row: row)
  }

  private func line(of mark: Mark, row: LogRow) -> Line {
    let isHere = mark.image == context.image && mark.method == context.method
    return Line(
      text:
        "    \(mark.letter)  \("\(mark.place.step)".leftPadded(4))  "
        + "\("\(mark.image)".leftPadded(5))  "
        + "\(title(ofMethod: mark.method)), \(state.registry.screen(mark.place.screen).title)"
        + mark.noteBehind,
      style: isHere ? .plain : .label, row: row)
  }

  private func title(ofMethod method: Int) -> String {
    context.methods.indices.contains(method) ? context.methods[method] : "another method"
  }

  /// What happened, whole: its end may say what to do.
  private func lines(of entry: EventLog.Entry, row: LogRow, columns: Int) -> [Line] {
    let isHere = entry.image == context.image && entry.method == context.method
    let image = entry.image == context.image ? "" : "image \(entry.image) "
    let method = entry.method == context.method ? "" : "\(title(ofMethod: entry.method)) "
    let context = isHere ? "" : "[\((image + method).dropLast())] "
    let text = "\(context)\(entry.isError ? errorMark : "")\(entry.text)"
    let step = "\(entry.step)".leftPadded(5) + "  "
    return wrapped(text, width: max(columns - step.count, 20)).enumerated().map { number, part in
      Line(
        text: (number == 0 ? step : String(repeating: " ", count: step.count)) + part,
        style: entry.isError ? .error : isHere ? .plain : .label, row: row)
    }
  }

  private func draw(_ line: Line, row: Int, isSelected: Bool, on canvas: inout Canvas) {
    canvas.write(
      line.text, row: row, column: 2, width: canvas.size.columns - 3, alignment: .left,
      style: line.style)
    guard isSelected else { return }
    canvas.restyle(Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns), .selection)
    canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection)
    canvas.placeCursor(row: row, column: 0)
  }

  /// What can be returned to without simulating, and what that costs.
  func drawKept(row: Int, on canvas: inout Canvas) {
    let (raster, checkpoints) = (engine.raster, engine.checkpoints)
    let spikes =
      raster.firstStep > raster.lastStep
      ? "no spikes" : "spikes t=\(raster.firstStep) to \(raster.lastStep)"
    let text =
      "kept: \(spikes) (\(mebibytes(raster.byteCount)) of \(mebibytes(raster.byteBudget)) MiB); "
      + "checkpoints (+): \(grouped(checkpoints.steps.count)) "
      + "(\(mebibytes(checkpoints.byteCount)) of \(mebibytes(checkpoints.byteBudget)) MiB)"
    canvas.write(
      text, row: row, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .label)
  }

  private func mebibytes(_ bytes: Int) -> String {
    bytes >> 20 > 0 || bytes == 0 ? grouped(bytes >> 20) : "<1"
  }

  /// The whole run on one row: `=` was reached, `+` is a checkpoint, a dot is a break that stopped
  /// a run, letters are marks.
  func drawRun(row: Int, tail: String, on canvas: inout Canvas) {
    let end = max(engine.horizon, engine.history.lastStep, 1)
    let start = canvas.write("run [", row: row, column: 1, style: .label)
    let tail = "] \(end)\(tail)"
    let width = canvas.size.columns - start - tail.count - 1
    guard width > 0 else { return }
    let reached = (engine.history.lastStep * width + end - 1) / end
    for cell in 0..<width {
      canvas[row, start + cell] = Cell(cell < reached ? "=" : ".", style: .label)
    }
    for checkpoint in engine.checkpoints.steps {
      canvas[row, start + runCell(of: checkpoint, end: end, width: width)] = Cell(
        "+", style: .label)
    }
    drawEvents(row: row, column: start, width: width, end: end, on: &canvas)
    canvas.write(tail, row: row, column: start + width, style: .label)
  }

  /// The cell, of a row that stands for all steps up to the end, in which a step ends: that of the
  /// last one is the last.
  func runCell(of step: Int, end: Int, width: Int) -> Int {
    // Where steps share cells, the next one begins in the cell in which this one ends.
    let (first, last) = (max(step - 1, 0) * width / end, step * width / end - 1)
    return min(max(first, last), width - 1)
  }

  /// Puts breaks, marks and the present on a row that stands for all steps up to the end.
  func drawEvents(row: Int, column: Int, width: Int, end: Int, on canvas: inout Canvas) {
    let cell = { (step: Int) in column + runCell(of: step, end: end, width: width) }
    canvas.addTarget(
      .scale(from: 1, to: end + 1), in: Rect(row: row, column: column, rows: 1, columns: width))
    for breakpoint in engine.breakpoints {
      for step in breakpoint.steps {
        canvas[row, cell(step)] = Cell(canvas.glyphs.breakpoint, style: .paused)
      }
    }
    for mark in state.marksHere {
      canvas[row, cell(mark.place.step)] = Cell(mark.letter, style: .eventMark)
    }
    canvas[row, cell(step)] = Cell(canvas.glyphs == .braille ? "▼" : "v", style: .key)
  }
}
