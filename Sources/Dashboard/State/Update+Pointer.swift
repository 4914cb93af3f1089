import TerminalUI

extension DashboardState {
  /// Does what the mouse was pointed at.
  mutating func point(_ event: PointerEvent) -> [DashboardEffect] {
    switch event {
    case .key(let key): return press(key)
    case .value(let step): return [.engine(.seek(to: step))]
    case .item(let index, let isDouble):
      select(item: index)
      return isDouble ? press(.enter, orPerform: "inspect") : []
    case .name(let name):
      if overlay == nil { shown.choose(&self, name) }
      return []
    case .explanation(let text):
      if overlay == nil { explain(text) }
      return []
    case .wheel(let direction, let isShifted):
      return turn(direction, isShifted: isShifted)
    }
  }

  /// Time on a screen, or the cursor with Shift; the cursor in what lies over it.
  private mutating func turn(_ direction: Int, isShifted: Bool) -> [DashboardEffect] {
    if let overlay {
      return (0..<overlay.content.rowsPerTurn).flatMap { _ in press(direction > 0 ? .down : .up) }
    }
    if isShifted { return perform(direction > 0 ? "cursor-down" : "cursor-up") }
    return perform(direction > 0 ? "step-forward" : "step-back")
  }

  /// Whatever keys the user has chosen, a double click inspects.
  private mutating func press(_ key: Key, orPerform action: Action.Name) -> [DashboardEffect] {
    overlay == nil ? perform(action) : press(key)
  }

  /// Puts the cursor on an item of the list that it moves through.
  private mutating func select(item index: Int) {
    guard let overlay else { return shown.select(&self, index) }
    self.overlay = overlay.content.selecting(index) ?? overlay
  }
}
