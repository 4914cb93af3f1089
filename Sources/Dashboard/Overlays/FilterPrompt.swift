import TerminalUI

/// The line that asks which neurons to find, or which rows of a screen to show.
///
/// Rows are filtered while they are typed for; neurons are looked for at the end.
struct FilterPrompt: OverlayContent {
  var text: String

  /// The filter of the rows before, to come back to.
  var before: String

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    switch key {
    case .character(let character): type(text + String(character), in: &state)
    case .backspace: type(String(text.dropLast()), in: &state)
    case .control("u"): type("", in: &state)
    case .enter: state.apply(filter: text)
    case .escape:
      try? state.shown.rowFilter?.apply(&state, before)
      state.overlay = nil
    case .up, .down, .left, .right, .tab, .backtab, .delete, .home, .end, .pageUp, .pageDown,
      .function, .control, .resized:
      break
    }
    return []
  }

  /// What is not a whole condition yet leaves the rows as they are.
  private func type(_ text: String, in state: inout DashboardState) {
    state.overlay = .filter(text: text, before: before)
    try? state.shown.rowFilter?.apply(&state, text)
  }

  func prompt(in state: DashboardState) -> Prompt? {
    let filter = state.shown.rowFilter
    let count = filter.flatMap { $0.text(state) == text && !text.isEmpty ? $0.count(state) : nil }
    return Prompt(
      question: filter == nil ? "find /" : "show /", text: text,
      hint: state.message?.text ?? count ?? filter?.hint ?? NeuronFilter.hint,
      isError: state.message != nil)
  }

  func sentences(in state: DashboardState) -> [String] {
    guard let filter = state.shown.rowFilter else {
      return ["Type which neurons to find, as conv2 spikes>2 sin; nothing for none."]
    }
    return ["Type which rows to read, \(filter.hint); nothing for all."]
  }
}

extension DashboardState {
  /// Opens the line for what is searched, or for the filter of the rows, with the one in use to be
  /// changed.
  mutating func openFilter() {
    guard !shown.findsNeurons else {
      overlay = .filter(text: search.text)
      return
    }
    if shown.rowFilter == nil {
      trail.append(place)
      show(.sin)
    }
    let text = shown.rowFilter?.text(self) ?? ""
    overlay = .filter(text: text, before: text)
  }

  /// What is not understood stays to be mended, with the reason.
  fileprivate mutating func apply(filter text: String) {
    do {
      if let filter = shown.rowFilter {
        try filter.apply(&self, text)
        overlay = nil
        return
      }
      let filter = try NeuronFilter(text, layers: spikingLayerNames)
      overlay = nil
      search = filter
      if !filter.isEmpty { goToMatch(.hereOrNext) }
    } catch {
      message = Message(text: error.description, isError: true)
    }
  }
}
