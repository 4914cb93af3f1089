import TerminalUI

/// The methods that a second network can be converted by.
struct SecondRunMenu: OverlayContent {
  var selected: Int
  var filter = ""

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    let names = state.context?.methodNames ?? []
    if key == .character("0") {
      state.overlay = nil
      return state.compare(with: nil)
    }
    let texts = state.context.map(lines)?.map(\.text) ?? []
    let chosen = state.choose(with: key, selected: selected, filter: filter, among: texts) {
      .secondRuns(selected: $0, filter: $1)
    }
    return chosen.map { state.compare(with: names[$0]) } ?? []
  }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    guard let context = state.context else { return }
    let menu = Menu(
      title: "compare with", lines: lines(context), filter: filter,
      hint: " 0   none; options: ':compare bistable:phases=8'")
    menu.draw(selected: selected, on: &canvas)
  }

  private func lines(_ context: RunContext) -> [Menu.Line] {
    zip(context.methodNames, context.methods).map { name, title in
      Menu.Line(
        text: title.hasPrefix(name) ? title : "\(name)  \(title)",
        isCurrent: name == context.secondRun?.text)
    }
  }

  func selecting(_ row: Int) -> Overlay? { .secondRuns(selected: row, filter: filter) }

  func choiceCount(in state: DashboardState) -> Int? { state.context?.methodNames.count }

  var hints: [Hint] { .menu }

  func sentences(in state: DashboardState) -> [String] {
    numbered(state.context?.methodNames ?? [], "methods for a second network")
      + ["Type a number; 0 ends the comparison, an empty line changes nothing."]
  }
}
