import TerminalUI

/// The methods that the network can be converted by.
struct MethodMenu: OverlayContent {
  var selected: Int
  var filter = ""

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    guard let context = state.context else {
      state.overlay = nil
      return []
    }
    let chosen = state.choose(
      with: key, selected: selected, filter: filter, among: context.methods
    ) { .methods(selected: $0, filter: $1) }
    guard let chosen, chosen != context.method else { return [] }
    return state.load(image: context.image, method: chosen)
  }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    guard let context = state.context else { return }
    let menu = Menu(
      title: "conversion method",
      lines: context.methods.enumerated().map { index, title in
        Menu.Line(text: title, isCurrent: index == context.method)
      }, filter: filter)
    menu.draw(selected: selected, on: &canvas)
  }

  func selecting(_ row: Int) -> Overlay? { .methods(selected: row, filter: filter) }

  func choiceCount(in state: DashboardState) -> Int? { state.context?.methods.count }

  var hints: [Hint] { .menu }

  func sentences(in state: DashboardState) -> [String] {
    numbered(state.context?.methods ?? [], "methods")
      + ["Type a number; an empty line changes nothing."]
  }
}
