import TerminalUI

/// The methods that a second network can be converted by.
struct SecondRunMenu: OverlayContent {
  var selected: Int

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    let names = state.context?.methodNames ?? []
    if key == .character("0") {
      state.overlay = nil
      return state.compare(with: nil)
    }
    let chosen = state.choose(with: key, selected: selected, count: names.count) {
      .secondRuns(selected: $0)
    }
    return chosen.map { state.compare(with: names[$0]) } ?? []
  }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    guard let context = state.context else { return }
    let lines = zip(context.methodNames, context.methods).map { name, title in
      Menu.Line(
        text: title.hasPrefix(name) ? title : "\(name)  \(title)",
        isCurrent: name == context.secondRun?.text)
    }
    let menu = Menu(
      title: "compare with", lines: lines,
      hint: " 0   none; options: ':compare bistable:phases=8'")
    menu.draw(selected: selected, on: &canvas)
  }

  func selecting(_ row: Int) -> Overlay? { .secondRuns(selected: row) }

  func choiceCount(in state: DashboardState) -> Int? { state.context?.methodNames.count }

  func sentences(in state: DashboardState) -> [String] {
    numbered(state.context?.methodNames ?? [], "methods for a second network")
      + ["Type a number; 0 ends the comparison, an empty line changes nothing."]
  }
}
