import TerminalUI

extension DashboardState {
  /// Opens the line for what is searched, or for the filter of the SIN table, with the one in use
  /// to be changed.
  mutating func openFilter() {
    guard !searchesNeurons else {
      overlay = .filter(text: search.text)
      return
    }
    if screen != .sin {
      trail.append(place)
      showSIN()
    }
    overlay = .filter(text: sinTable.filter.text)
  }

  mutating func pressInFilter(_ key: Key, text: String) {
    switch key {
    case .character(let character):
      overlay = .filter(text: text + String(character))
    case .backspace:
      overlay = .filter(text: String(text.dropLast()))
    case .control("u"):
      overlay = .filter(text: "")
    case .enter:
      apply(filter: text)
    case .escape:
      overlay = nil
    case .up, .down, .left, .right, .tab, .backtab, .delete, .home, .end, .pageUp, .pageDown,
      .function, .control, .resized:
      break
    }
  }

  /// What is not understood stays to be mended, with the reason.
  private mutating func apply(filter text: String) {
    let filter: NeuronFilter
    do {
      filter = try NeuronFilter(text, layers: spikingLayerNames)
    } catch {
      message = Message(text: error.description, isError: true)
      return
    }
    overlay = nil
    guard !searchesNeurons else {
      search = filter
      if !filter.isEmpty { goToMatch(.hereOrNext) }
      return
    }
    sinTable.filter = filter
    if let engine { sinTable.refresh(engine) }
    selectRow()
  }
}
