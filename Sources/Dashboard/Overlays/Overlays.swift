import TerminalUI

func drawOverlay(_ state: DashboardState, on canvas: inout Canvas) {
  switch state.overlay {
  case .help(let filter, let selected):
    drawHelp(state, filter: filter, selected: selected, on: &canvas)
  case .methods(let selected):
    if let context = state.context {
      Menu.methods(of: context).draw(selected: selected, on: &canvas)
    }
  case .secondRuns(let selected):
    if let context = state.context {
      Menu.secondRuns(of: context).draw(selected: selected, on: &canvas)
    }
  case .breaks(let selected):
    let menu = Menu.breaks(state.breakProposals, ellipsis: String(canvas.glyphs.ellipsis))
    menu.draw(selected: selected, on: &canvas)
  case .diagnosis(let selected): drawDiagnosis(state, selected: selected, on: &canvas)
  case .goTo, .command, .mark, .filter, .replaceFile, nil: break
  }
}
