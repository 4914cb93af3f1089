import TimeTravel

/// A row of the Log screen.
package enum LogRow: Equatable, Sendable {
  case breakpoint(Breakpoint)
  case mark(Mark)
  case entry(EventLog.Entry)

  /// What stays the same while rows come and go.
  package enum ID: Equatable, Sendable {
    case breakpoint(Int)
    case mark(Character)
    case entry(Int)
  }

  package var id: ID {
    switch self {
    case .breakpoint(let breakpoint): .breakpoint(breakpoint.number)
    case .mark(let mark): .mark(mark.letter)
    case .entry(let entry): .entry(entry.serial)
    }
  }
}

extension DashboardState {
  /// Breaks, marks, and what happened, the latest first.
  package var logRows: [LogRow] {
    (engine?.breakpoints ?? []).map(LogRow.breakpoint) + marks.map(LogRow.mark)
      + log.entries.reversed().map(LogRow.entry)
  }

  /// The position of the row under the cursor; `nil` where there are no rows.
  package var logCursor: Int? {
    let rows = logRows
    guard !rows.isEmpty else { return nil }
    return rows.firstIndex { $0.id == log.selected } ?? 0
  }

  /// Whether the row under the cursor can be deleted: what happened stays.
  var canRemoveLogRow: Bool {
    guard let cursor = logCursor else { return false }
    if case .entry = logRows[cursor] { return false }
    return true
  }

  mutating func moveLogCursor(by offset: Int) {
    guard let cursor = logCursor else { return }
    let rows = logRows
    log.selected = rows[min(max(cursor + offset, 0), rows.count - 1)].id
  }

  /// Lets a break rest or stop runs again, goes to a mark, or to where something happened.
  mutating func openLogRow() -> [DashboardEffect] {
    guard let cursor = logCursor else { return [] }
    switch logRows[cursor] {
    case .breakpoint(let breakpoint):
      return enableBreaks(.number(breakpoint.number), !breakpoint.isEnabled)
    case .mark(let mark):
      return goToMark(mark.letter)
    case .entry(let entry):
      return go(toStep: entry.step, image: entry.image, method: entry.method)
    }
  }

  /// Deletes the break or the mark under the cursor.
  mutating func removeLogRow() -> [DashboardEffect] {
    guard let cursor = logCursor else { return sayWhereToDelete() }
    let rows = logRows
    switch rows[cursor] {
    case .breakpoint(let breakpoint):
      log.selected = rows[min(cursor + 1, rows.count - 1)].id
      return removeBreaks(.number(breakpoint.number))
    case .mark(let mark):
      log.selected = rows[min(cursor + 1, rows.count - 1)].id
      marks.removeAll { $0.letter == mark.letter }
    case .entry:
      message = Message(
        text: "what happened stays; breaks and marks can be deleted", isError: false)
    }
    return []
  }
}
