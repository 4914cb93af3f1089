import PlainText
import TerminalUI

/// From so many columns on a line says what a method does.
private let columnsForSummaries = 70

/// What is said beside titles makes room for no longer ones.
private let longestTitle = 54

extension ScreenView {
  func comparedMethodsTitle() -> PaneTitle {
    guard state.canChooseMethod else { return PaneTitle("a second network") }
    return PaneTitle(
      "compare with", [], hints: hints(["cursor-down": "choose", "inspect": "compare"]))
  }

  /// What the network can be compared with: the methods, a line or more for each.
  func drawComparedMethods(on canvas: inout Canvas) {
    guard state.canChooseMethod else {
      canvas.write(
        "there is no layer that fires, and nothing to compare with",
        row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .label)
      return
    }
    let count = context.methodNames.count
    // Where there is much room, each has a line of its own for what it does.
    let perMethod = min(max(canvas.size.rows / max(count, 1), 1), 3)
    let visible = max(canvas.size.rows / perMethod, 1)
    let methods = canvas.scroll.rows(
      of: "methods", around: state.compareScreen.method, height: visible, count: count)
    for (place, method) in methods.enumerated() {
      let area = Rect(
        row: place * perMethod, column: 0, rows: perMethod, columns: canvas.size.columns)
      drawComparedMethod(method, in: area, on: &canvas)
    }
  }

  private func drawComparedMethod(_ index: Int, in rect: Rect, on canvas: inout Canvas) {
    let (name, title) = (context.methodNames[index], context.methods[index])
    let isSelected = index == state.compareScreen.method
    canvas.addTarget(.item(index), in: rect)
    if isSelected {
      canvas[rect.row, 0] = Cell(canvas.glyphs.cursor, style: .selection)
      canvas.placeCursor(row: rect.row, column: 0)
    }
    let isRunning = index == context.method
    canvas.write(
      isRunning ? "A" : " ", row: rect.row, column: 2, style: RunSide.first.style.with(.bold))
    let text = title.hasPrefix(name) ? title : "\(name)  \(title)"
    canvas.write(
      text, row: rect.row, column: 4, width: rect.columns - 5, alignment: .left,
      style: isSelected ? .selection : .plain)
    guard context.methodSummaries.indices.contains(index), rect.columns >= columnsForSummaries
    else { return }
    // Below the title where it has a line of its own, else beside it, if there is room for all of
    // it: the pane of the method under the cursor says it, too.
    let isBelow = rect.rows > 1
    let (row, column) = isBelow ? (rect.row + 1, 6) : (rect.row, columnOfSummaries)
    let (width, summary) = (rect.columns - column - 1, context.methodSummaries[index])
    guard isBelow || text.count + 6 <= column, summary.count <= width else { return }
    canvas.write(
      summary, row: row, column: column, width: width, alignment: .left, style: .label)
  }

  /// Where the lines begin that say what methods do: behind the longest title of those that leave
  /// room for them.
  private var columnOfSummaries: Int {
    let lengths = zip(context.methodNames, context.methods).map {
      $1.hasPrefix($0) ? $1.count : $0.count + 2 + $1.count
    }
    return (lengths.filter { $0 <= longestTitle }.max() ?? 0) + 6
  }
}
