import Networks
import TerminalUI
import TimeTravel

/// Something to stop at, as the menu offers it.
package struct BreakProposal: Equatable, Sendable {
  package var title: String
  /// `nil` for what is to be typed.
  package var condition: StopCondition?
}

/// What runs can be told to stop at, around the cursor, with the condition that says so.
struct BreakMenu: OverlayContent {
  var selected: Int
  var filter = ""

  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    let proposals = state.breakProposals
    let chosen = state.choose(
      with: key, selected: selected, filter: filter, among: proposals.map(\.title)
    ) { .breaks(selected: $0, filter: $1) }
    guard let chosen else { return [] }
    guard let condition = proposals[chosen].condition else {
      state.openCommandLine("break ")
      return []
    }
    return state.setBreak(condition)
  }

  func draw(_ state: DashboardState, on canvas: inout Canvas) {
    let ellipsis = String(canvas.glyphs.ellipsis)
    let menu = Menu(
      title: "stop runs where",
      lines: state.breakProposals.map {
        Menu.Line(text: $0.title, detail: $0.condition?.text ?? ":break \(ellipsis)")
      }, filter: filter)
    menu.draw(selected: selected, on: &canvas)
  }

  func selecting(_ row: Int) -> Overlay? { .breaks(selected: row, filter: filter) }

  func choiceCount(in state: DashboardState) -> Int? { state.breakProposals.count }

  var hints: [Hint] { .menu }

  func sentences(in state: DashboardState) -> [String] {
    numbered(state.breakProposals.map(\.title), "breaks")
      + ["Type a number; an empty line sets none."]
  }
}

extension DashboardState {
  /// What may be wanted around the cursor, as far as this network can be asked.
  package var breakProposals: [BreakProposal] {
    let (layer, shownUnit) = shownNeuron
    guard let engine, let layers = network?.layers, layer < layerCount else { return [] }
    let name = layers[layer].name
    let unit = "\(name)#\(layers[layer].shape.unitNumber(ofIndex: shownUnit))"
    let texts =
      [
        ("\(unit) fires", "every spikes(\(unit))"),
        ("SIN in \(name)", "sin(\(name))"),
        ("SIN anywhere", "sin"),
        ("\(unit) leads or lags by 2", "D(\(unit)) >= 2 || D(\(unit)) <= -2"),
        ("the prediction parts from the ANN's", "prediction != ann"),
        ("the prediction becomes right", "prediction == label"),
      ] + (engine.hasComparableSpikes ? [("the spikes of the two networks part", "diverge")] : [])
    let proposals = texts.compactMap { title, text -> BreakProposal? in
      guard let condition = try? StopCondition(text, figures: registry.figures),
        (try? engine.check(condition)) != nil
      else { return nil }
      return BreakProposal(title: title, condition: condition)
    }
    return proposals + [BreakProposal(title: "another condition", condition: nil)]
  }
}
