import TerminalUI

/// The line that asks which neurons to find, or which rows of the SIN table to show.
struct FilterPrompt: OverlayContent {
  var text: String

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    switch key {
    case .character(let character):
      state.overlay = .filter(text: text + String(character))
    case .backspace:
      state.overlay = .filter(text: String(text.dropLast()))
    case .control("u"):
      state.overlay = .filter(text: "")
    case .enter:
      state.apply(filter: text)
    case .escape:
      state.overlay = nil
    case .up, .down, .left, .right, .tab, .backtab, .delete, .home, .end, .pageUp, .pageDown,
      .function, .control, .resized:
      break
    }
    return []
  }

  func prompt(in state: DashboardState) -> Prompt? {
    Prompt(
      question: state.shown.findsNeurons ? "find /" : "show /", text: text,
      hint: state.message?.text ?? NeuronFilter.hint, isError: state.message != nil)
  }

  func sentences(in state: DashboardState) -> [String] {
    state.shown.findsNeurons
      ? ["Type which neurons to find, as conv2 spikes>2 sin; nothing for none."]
      : ["Type which rows to read, as spikes>2 local; nothing for all."]
  }
}

extension DashboardState {
  /// Opens the line for what is searched, or for the filter of the SIN table, with the one in use
  /// to be changed.
  mutating func openFilter() {
    guard !shown.findsNeurons else {
      overlay = .filter(text: search.text)
      return
    }
    if shown.goToRow == nil {
      trail.append(place)
      show(.sin)
    }
    overlay = .filter(text: sinTable.filter.text)
  }

  /// What is not understood stays to be mended, with the reason.
  fileprivate mutating func apply(filter text: String) {
    let filter: NeuronFilter
    do {
      filter = try NeuronFilter(text, layers: spikingLayerNames)
    } catch {
      message = Message(text: error.description, isError: true)
      return
    }
    overlay = nil
    guard shown.findsNeurons else { return filterSINTable(by: filter) }
    search = filter
    if !filter.isEmpty { goToMatch(.hereOrNext) }
  }
}
