import TerminalUI

extension DashboardState {
  /// Does what the mouse was pointed at.
  mutating func point(_ event: PointerEvent) -> [DashboardEffect] {
    switch event {
    case .key(let key): return press(key)
    case .value(let step): return [.engine(.seek(to: step))]
    case .item(let index, let isDouble):
      select(item: index)
      return isDouble ? press(.enter, orPerform: .inspect) : []
    case .wheel(let direction, let isShifted):
      return turn(direction, isShifted: isShifted)
    }
  }

  /// Time on a screen, or the cursor with Shift; the cursor in what lies over it.
  private mutating func turn(_ direction: Int, isShifted: Bool) -> [DashboardEffect] {
    guard overlay == nil else {
      let count = if case .help = overlay { 3 } else { 1 }
      return (0..<count).flatMap { _ in press(direction > 0 ? .down : .up) }
    }
    if isShifted { return perform(direction > 0 ? .cursorDown : .cursorUp) }
    return perform(direction > 0 ? .stepForward : .stepBack)
  }

  /// Whatever keys the user has chosen, a double click inspects.
  private mutating func press(_ key: Key, orPerform action: Action) -> [DashboardEffect] {
    overlay == nil ? perform(action) : press(key)
  }

  /// Puts the cursor on an item of the list that it moves through.
  private mutating func select(item index: Int) {
    switch overlay {
    case .help(let filter, _): overlay = .help(filter: filter, selected: index)
    case .methods: overlay = .methods(selected: index)
    case .secondRuns: overlay = .secondRuns(selected: index)
    case .breaks: overlay = .breaks(selected: index)
    case .diagnosis: overlay = .diagnosis(selected: index)
    case .goTo, .command, .mark, .filter, .replaceFile: break
    case nil: selectOnScreen(item: index)
    }
  }

  private mutating func selectOnScreen(item index: Int) {
    switch screen {
    case .live, .overview: moveLayer(by: index - layer)
    case .layer:
      guard let shape = network?.layers[layer].shape, index < shape.count else { return }
      select(unit: shape.populationIndex(ofUnit: index), in: layer)
    case .neuron: moveCursor(by: index - input)
    case .sin: moveCursor(by: index - sinTable.selected)
    case .phase: moveCursor(by: index - phaseSelection)
    case .compare: moveLayer(by: index - layer)
    case .log: moveCursor(by: index - (logCursor ?? 0))
    }
  }
}
