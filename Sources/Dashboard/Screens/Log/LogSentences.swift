import PlainText

extension ScreenView {
  /// How many breaks and marks there are, and what happened last.
  func logInsight() -> String {
    let breaks = engine.breakpoints
    let active = breaks.count { $0.isEnabled && $0.problem == nil }
    let count = counted(breaks.count, "break")
    let set =
      breaks.isEmpty
      ? "no break is set" : "\(grouped(active)) of \(count) can stop the run"
    let last = breaks.flatMap(\.steps).max().map { "the furthest stop was at t=\($0)" }
    let marks = state.marks.count
    let marked =
      marks == 0 ? "no step is marked" : counted(marks, "mark")
    let latest = state.log.entries.last.map { "what happened last was at t=\($0.step)" }
    return [set, last, marked, latest].compactMap(\.self).joined(separator: ", ")
  }

  func logSentences() -> [String] {
    let rows = state.logRows
    let lines = rows.prefix(readItems).map { row in
      switch row {
      case .breakpoint(let breakpoint):
        "Break \(breakpoint.number) is "
          + (breakpoint.problem.map { "resting, because \($0)" }
            ?? (breakpoint.isEnabled ? "on" : "off"))
          + ", met \(counted(breakpoint.hits, "time")): \(breakpoint.condition.text)."
      case .mark(let mark):
        "Mark \(mark.letter) is at step \(mark.place.step)\(mark.noteBehind)."
      case .entry(let entry): "At step \(entry.step): \(sentence(entry.text))"
      }
    }
    return ["Log: \(rows.count) entries."] + lines + rest(lines.count, of: rows.count)
  }
}
