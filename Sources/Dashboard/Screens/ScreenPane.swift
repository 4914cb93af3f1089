import TerminalUI

/// A part of a screen: what its frame says, and what is drawn inside.
package struct ScreenPane: Sendable {
  /// Also the name of the panel that `:export` writes.
  package let name: String

  /// The names of the definitions of what it shows; see `Definitions`.
  package let defines: [String]
  package var title: @Sendable (ScreenView) -> PaneTitle
  /// What its frame says once it is known how much room there is inside.
  package var fitTitle: @Sendable (ScreenView, Size, inout PaneTitle) -> Void = { _, _, _ in }
  package var draw: @Sendable (ScreenView, inout Canvas) -> Void

  package init(
    _ name: String, defines: [String] = [], title: @escaping @Sendable (ScreenView) -> PaneTitle,
    draw: @escaping @Sendable (ScreenView, inout Canvas) -> Void
  ) {
    self.name = name
    self.defines = defines
    self.title = title
    self.draw = draw
  }
}

/// A place in a circle of so many.
package func around(_ place: Int, of count: Int) -> Int {
  count > 0 ? (place % count + count) % count : 0
}

extension ScreenView {
  /// Draws the panes that have room, each in its frame.
  func drawPanes(on canvas: inout Canvas) {
    let screen = state.shown
    guard let layout = screen.layout else { return }
    let style = FrameStyle(for: canvas.size)
    var hintsAbove: [Hint] = []
    let places = layout(self, canvas.size).places(in: canvas.bounds, style: style)
    let focus = state.focusedPane.map { around($0, of: places.count) }
    for (number, place) in places.enumerated() {
      guard let pane = screen.panes.first(where: { $0.name == place.name }) else { continue }
      var title = pane.title(self)
      pane.fitTitle(self, place.content.size, &title)
      if number == 0, engine.comparison != nil, !screen.showsBothRuns {
        title.mark = PaneTitle.Mark(RunSide.first.letter, style: RunSide.first.style)
      }
      canvas.scroll.enter("\(screen.name.rawValue) \(pane.name)")
      canvas.panel(pane.name, in: place.content) { pane.draw(self, &$0) }
      let positions = canvas.scroll.positions + [title.position].compactMap(\.self)
      title.position = positions.isEmpty ? nil : positions.joined(separator: ", ")
      canvas.drawFrame(
        of: place, title: title, hintsAbove: place.isFirst ? [] : hintsAbove, style: style,
        hasFocus: number == focus)
      hintsAbove = title.hints
    }
  }

  /// A key of an action and what it does, for the frame of a pane; `nil` where it has no key.
  func hint(_ action: Action.Name, _ words: String) -> Hint? {
    state.keyMap.key(for: action).map { Hint(Dashboard.name(of: $0), words, click: $0) }
  }

  /// The keys of some actions, for the frame of a pane.
  func hints(_ hints: KeyValuePairs<Action.Name, String>) -> [Hint] {
    hints.compactMap { hint($0.key, $0.value) }
  }

  func hints(_ hints: [ActionHint]) -> [Hint] { hints.compactMap { hint($0.action, $0.words) } }

  /// What a click on the name of a pane is as good as: the key of a screen.
  func key(of screen: ScreenName) -> Key? { state.registry.screen(screen).keys.first }
}
