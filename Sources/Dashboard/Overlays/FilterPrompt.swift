import TerminalUI

/// The line that asks which neurons to find, or which rows of a screen to show.
///
/// Rows are filtered while they are typed for; neurons are looked for at the end. The filter in use
/// is selected at first, as in the search line of a browser: what is typed replaces it, Backspace
/// deletes it, Enter and the arrows keep it.
struct FilterPrompt: OverlayContent {
  var text: String

  /// The filter of the rows before, to come back to.
  var before: String

  /// Whether the next character replaces the text.
  var isSelected: Bool

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    switch key {
    case .character(let character):
      type((isSelected ? "" : text) + String(character), in: &state)
    case .backspace: type(isSelected ? "" : String(text.dropLast()), in: &state)
    case .control("u"): type("", in: &state)
    case .enter: state.apply(filter: text)
    case .escape:
      try? state.shown.rowFilter?.apply(&state, before)
      state.overlay = nil
    case .delete where isSelected: type("", in: &state)
    case .up, .down, .left, .right, .home, .end:
      state.overlay = .filter(text: text, before: before)
    case .tab, .backtab, .delete, .pageUp, .pageDown, .function, .control, .resized:
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
    let use = isSelected ? "typing replaces it, an arrow keeps it" : nil
    let parts = [count, use].compactMap(\.self)
    let hint = parts.isEmpty ? filter?.hint ?? NeuronFilter.hint : parts.joined(separator: "; ")
    return Prompt(
      question: filter == nil ? "find /" : "show /", text: text, isSelected: isSelected,
      hint: state.message?.text ?? hint, isError: state.message != nil)
  }

  var hints: [Hint] {
    [Hint("Enter", "take it", click: .enter)]
      + (text.isEmpty ? [] : [Hint("Ctrl-U", "empty it", click: .control("u"))])
  }

  func sentences(in state: DashboardState) -> [String] {
    guard let filter = state.shown.rowFilter else {
      return ["Type which neurons to find, as conv2 spikes>2 sin; nothing for none."]
    }
    return ["Type which rows to read, \(filter.hint); nothing for all."]
  }
}

extension DashboardState {
  /// Opens the line for what is searched, or for the filter of the rows, with the one in use
  /// selected.
  mutating func openFilter() {
    guard !shown.findsNeurons else {
      overlay = .filter(text: search.text, isSelected: !search.text.isEmpty)
      return
    }
    if shown.rowFilter == nil {
      trail.append(place)
      show(.sin)
    }
    let text = shown.rowFilter?.text(self) ?? ""
    overlay = .filter(text: text, before: text, isSelected: !text.isEmpty)
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
      overlay = overlay?.withoutSelection
      message = Message(text: error.description, isError: true)
    }
  }
}

extension Overlay {
  /// The same, with the next character typed behind the text.
  fileprivate var withoutSelection: Overlay {
    guard case .filter(let text, let before, _) = self else { return self }
    return .filter(text: text, before: before)
  }
}
