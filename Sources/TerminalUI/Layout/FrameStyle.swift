/// How panes are told apart.
package enum FrameStyle: Hashable, Sendable {
  /// Boxes with titles in their lines.
  case boxes
  /// Lines with titles above each pane, which leave its sides free.
  case rules

  /// Boxes where there is room for them.
  package init(for size: Size) {
    self = size.columns < FrameStyle.leastColumnsOfBoxes ? .rules : .boxes
  }

  private static let leastColumnsOfBoxes = 100

  /// What each pane takes above its content, and what the last one of a stack takes below.
  var rowsAbove: Int { 1 }
  var rowsBelow: Int { self == .boxes ? 1 : 0 }

  /// What a stack takes at each side.
  var columnsBeside: Int { self == .boxes ? 1 : 0 }

  /// What is left of a pane's frame.
  func content(of frame: Rect, isLast: Bool) -> Rect {
    var content = frame.inset(columns: columnsBeside)
    _ = content.takeTop(rowsAbove)
    if isLast { _ = content.takeBottom(rowsBelow) }
    return content
  }
}
