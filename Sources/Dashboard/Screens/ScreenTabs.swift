import TerminalUI

/// The screens by their keys in the first line: all of them, the one that is shown with its name,
/// and of the others as many with theirs as have room for it, in the order of the keys.
///
/// A name is whole or missing: a piece of one is no word, and a key alone is at least a key.
struct ScreenTabs {
  private struct Tab {
    var key: Key
    var word: String
    var isShown: Bool
  }

  /// How much is told of each.
  private struct Form {
    /// How many of the first tabs have names.
    var named = Int.max
    /// Between key and name; without it a key that a name begins with stands for its first letter.
    var gap = ""
    /// On both sides of a tab.
    var margin = ""
    /// Behind a tab.
    var space = " "

    /// Those with all names, from the roomiest to the narrowest.
    static let whole = [Form(gap: " ", margin: " ", space: ""), Form(gap: " "), Form()]

    /// The narrowest of these, and those that lack names.
    static func narrow(count: Int) -> [Form] {
      (0...count).reversed().map { Form(named: $0) } + [Form(named: 0, space: "")]
    }

    func text(_ tab: Tab, number: Int) -> (key: String, word: String) {
      let key = name(of: tab.key)
      guard tab.isShown || number < named else { return (key, "") }
      let isFirstLetter = gap.isEmpty && tab.word.hasPrefix(key)
      return (key, isFirstLetter ? String(tab.word.dropFirst(key.count)) : gap + tab.word)
    }

    func width(_ tabs: [Tab]) -> Int {
      tabs.enumerated().reduce(0) { width, tab in
        let (key, word) = text(tab.element, number: tab.offset)
        return width + key.count + word.count + 2 * margin.count + space.count
      }
    }
  }

  private let tabs: [Tab]
  private let form: Form

  /// - Parameters:
  ///   - columns: How many there are for them.
  ///   - others: How many of these others have a use for; a name goes before these, a gap does not.
  init(_ state: DashboardState, columns: Int, others: Int = 0) {
    let hasANN = state.hasSchedule
    let tabs = state.registry.screensByKey.compactMap { screen in
      state.keyMap.key(for: screen.action.name).map {
        Tab(
          key: $0, word: hasANN ? screen.tab : screen.tabWithoutANN ?? screen.tab,
          isShown: screen.name == state.screen)
      }
    }
    self.tabs = tabs
    let narrow = Form.narrow(count: tabs.count)
    form =
      Form.whole.first { $0.width(tabs) + others <= columns }
      ?? narrow.first { $0.width(tabs) <= columns } ?? narrow[narrow.count - 1]
  }

  /// The columns that they take.
  var width: Int { form.width(tabs) }

  func draw(on canvas: inout Canvas) {
    var column = 0
    for (number, tab) in tabs.enumerated() {
      let (key, word) = form.text(tab, number: number)
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
