import PlainText
import TerminalUI

/// What is kept of the run, how much memory that takes, and how far back it reaches.
struct MemoryOverlay: OverlayContent {
  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    switch key {
    case .escape, .enter, .backspace, .character("q"): state.overlay = nil
    case .character, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .tab, .backtab,
      .delete, .function, .control, .resized:
      break
    }
    return []
  }

  var asksSomething: Bool { false }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    guard let table = state.memoryTable else { return }
    let width = min(canvas.size.columns, 84)
    let definitions = state.memoryNotes.flatMap { wrapped($0, width: max(width - 4, 1)) }
    let lines = table.rows.count + definitions.count + 4
    let frame = Rect(
      row: 0, column: (canvas.size.columns - width) / 2, rows: min(canvas.size.rows, lines),
      columns: width)
    canvas.fill(frame)
    let inner = canvas.drawBox(frame, title: " memory of the way back, in MiB: Esc closes ")
    canvas.inside(inner) { canvas in
      canvas.draw(["", "takes", "may take", "bytes each", "reaches back"], row: 0, style: .label)
      for (number, row) in table.rows.enumerated() {
        canvas.draw(row.cells, row: 1 + number, style: .plain)
      }
      for (number, line) in definitions.enumerated() {
        canvas.write(
          line, row: table.rows.count + 2 + number, column: 1, width: canvas.size.columns - 2,
          alignment: .left, style: .label)
      }
    }
  }

  func sentences(in state: DashboardState) -> [String] {
    guard let table = state.memoryTable else { return ["Nothing is kept yet."] }
    return table.rows.map(\.sentence) + state.memoryNotes
  }
}

extension DashboardState {
  /// What the numbers mean, and where the files lie.
  fileprivate var memoryNotes: [String] {
    let place = processMemory?.calibrations.map {
      "Calibrations are kept in \($0.folder), for the next start; the oldest go first."
    }
    return memoryDefinitions + [place].compactMap(\.self)
  }

  fileprivate var memoryTable: MemoryTable? {
    engine.map {
      MemoryTable(
        $0.memory, lastStep: $0.history.lastStep, process: processMemory, images: imageList)
    }
  }
}

extension MemoryTable.Row {
  fileprivate var cells: [String] {
    [title, amounts.use, amounts.limit, each.map(grouped) ?? "", reach]
  }

  fileprivate var sentence: String {
    let limit = limit == nil ? "" : use == nil ? "\(amounts.limit) MiB" : " of \(amounts.limit)"
    let use = use == nil ? "" : "\(amounts.use)\(limit) MiB"
    let facts = [use.isEmpty ? limit : use, each.map { "\(grouped($0)) bytes each" } ?? "", reach]
    return "\(title): \(facts.filter { !$0.isEmpty }.joined(separator: ", "))."
  }
}

extension Canvas {
  /// The first cell and the last to the left, the others to the right.
  fileprivate mutating func draw(_ cells: [String], row: Int, style: Style) {
    guard row < size.rows else { return }
    var column = 1
    for (cell, width) in zip(cells, columnWidths) {
      let isText = column == 1 || width > numberWidth
      write(
        cell, row: row, column: column, width: min(width, max(size.columns - column - 1, 0)),
        alignment: isText ? .left : .right, style: style)
      column += width + 1
    }
  }
}

private let numberWidth = 10
private let columnWidths = [15, 8, 9, numberWidth, 40]
