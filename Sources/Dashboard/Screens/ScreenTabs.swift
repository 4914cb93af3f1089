import TerminalUI

/// The screens by their keys in the first line: all of them, the one that is shown with its whole
/// name, the others with as much of theirs as there is room for.
struct ScreenTabs {
  private struct Tab {
    var key: Key
    var word: String
    var isShown: Bool
  }

  /// How much is told of each.
  private struct Form {
    /// How many letters of the names of screens that are not shown.
    var letters = Int.max
    /// Between key and name.
    var gap = " "
    /// On both sides of a tab.
    var margin = ""
    /// Behind a tab.
    var space = " "

    /// From the roomiest to the narrowest.
    ///
    /// A name of fewer than three letters says nothing.
    static let all =
      [Form(margin: " ", space: ""), Form(), Form(gap: "")]
      + [6, 5, 4, 3].map { Form(letters: $0, gap: "") }
      + [Form(letters: 0, gap: ""), Form(letters: 0, gap: "", space: "")]

    func text(_ tab: Tab) -> (key: String, word: String) {
      let word = tab.isShown ? tab.word : String(tab.word.prefix(letters))
      return (name(of: tab.key), word.isEmpty ? "" : gap + word)
    }

    func width(_ tabs: [Tab]) -> Int {
      let texts = tabs.map(text)
      let words = texts.reduce(0) { $0 + $1.key.count + $1.word.count }
      return words + tabs.count * (2 * margin.count + space.count)
    }
  }

  private let tabs: [Tab]
  private let form: Form

  /// - Parameter columns: How many there are for them.
  init(_ state: DashboardState, columns: Int) {
    let hasANN = state.hasSchedule
    let tabs = state.registry.screensByKey.compactMap { screen in
      state.keyMap.key(for: screen.action.name).map {
        Tab(
          key: $0, word: hasANN ? screen.tab : screen.tabWithoutANN ?? screen.tab,
          isShown: screen.name == state.screen)
      }
    }
    self.tabs = tabs
    form = Form.all.first { $0.width(tabs) <= columns } ?? Form.all[Form.all.count - 1]
  }

  func draw(on canvas: inout Canvas) {
    var column = 0
    for tab in tabs {
      let (key, word) = form.text(tab)
      let text = form.margin + key + word + form.margin
      guard column + text.count <= canvas.size.columns else { return }
      canvas.addTarget(
        .key(tab.key), in: Rect(row: 0, column: column, rows: 1, columns: text.count))
      let end = canvas.write(
        text, row: 0, column: column, style: tab.isShown ? .selection : .label)
      if !tab.isShown {
        canvas.write(key, row: 0, column: column + form.margin.count, style: .key)
      }
      column = end + form.space.count
    }
  }
}
