extension ScreenView {
  func logSentences() -> [String] {
    let rows = state.logRows
    let lines = rows.prefix(readItems).map { row in
      switch row {
      case .breakpoint(let breakpoint):
        "Break \(breakpoint.number) is "
          + (breakpoint.problem.map { "resting, because \($0)" }
            ?? (breakpoint.isEnabled ? "on" : "off"))
          + ", met \(breakpoint.hits) times: \(breakpoint.condition.text)."
      case .mark(let mark):
        "Mark \(mark.letter) is at step \(mark.place.step)\(mark.noteBehind)."
      case .entry(let entry): "At step \(entry.step): \(sentence(entry.text))"
      }
    }
    return ["Log: \(rows.count) entries."] + lines + rest(lines.count, of: rows.count)
  }
}
