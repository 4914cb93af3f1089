import TerminalUI

extension ScreenName {
  package static let overview: ScreenName = "overview"
}

extension DashboardScreen {
  static let overview = DashboardScreen(
    .overview, title: "Overview", keys: [.character("8")],
    summary: "Overview: layers, neuron, SIN, phase and run at once"
  ) {
    $0.needs = [.sinTable, .phase, .neuron(hasTrace: true)]
    $0.draw = { $0.drawOverview(on: &$1) }
    $0.hints = { _ in
      [
        ActionHint("sin-inspector", "SIN"), ActionHint("inspect", "neuron"),
        ActionHint("filter-rows", "find"),
      ]
    }
    $0.appear = { $0.refreshSINTable() }
    $0.sentences = { $0.liveSentences() + $0.neuronSentences() }
    $0.numbers = { $0.layerNumbers() }
    $0.panels = ["phase": { $0.phaseNumbers() }, "run": { $0.predictionNumbers() }]
  }
}
