import Networks
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// A row per break, mark and event.
  func logNumbers() -> NumberTable {
    var table = NumberTable(["kind", "name", "step", "image", "method", "state", "hits", "text"])
    let title = { (method: Int) in
      context.methods.indices.contains(method) ? context.methods[method] : ""
    }
    for row in state.logRows {
      switch row {
      case .breakpoint(let breakpoint):
        table.append([
          "break", breakpoint.number, optional(breakpoint.steps.last), "", "",
          breakpoint.problem ?? (breakpoint.isEnabled ? "on" : "off"), breakpoint.hits,
          breakpoint.condition.text,
        ])
      case .mark(let mark):
        table.append([
          "mark", String(mark.letter), mark.place.step, mark.image, title(mark.method), "", "",
          state.registry.screen(mark.place.screen).title + mark.noteBehind,
        ])
      case .entry(let entry):
        table.append([
          "event", entry.serial, entry.step, entry.image, title(entry.method),
          entry.isError ? "error" : "", "", entry.text,
        ])
      }
    }
    table.total = table.rows.count + state.log.count - state.log.entries.count
    return table
  }
}
