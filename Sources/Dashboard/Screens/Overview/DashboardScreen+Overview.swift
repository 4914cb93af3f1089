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
    $0.tab = "All"
    $0.startsWhereItMatters = true
    $0.layout = { $0.overviewLayout($1) }
    $0.panes = [
      ScreenPane("small", defines: ["layers"], title: { _ in PaneTitle("all at once") }) {
        $0.drawOverviewNeed(on: &$1)
      },
      ScreenPane("strips", defines: .strips, title: { $0.stripsTitle() }) {
        $0.drawStrips(on: &$1)
      },
      ScreenPane("lanes", defines: .lanes, title: { _ in PaneTitle("network") }) {
        $0.drawLanes(on: &$1)
      },
      ScreenPane("output", defines: ["output"], title: { $0.outputTitle() }) {
        $0.drawOutput(on: &$1)
      },
      ScreenPane("input", defines: ["input"], title: { $0.inputTitle() }) {
        $0.drawInput(on: &$1)
      },
      ScreenPane("course", defines: ["output"], title: { $0.courseTitle() }) {
        $0.drawCourse(on: &$1)
      },
      ScreenPane("trace", defines: .trace, title: { $0.traceTitle() }) { $0.drawTrace(on: &$1) },
      ScreenPane("cause", defines: ["why"], title: { $0.title(of: NeuronPicture.cause) }) {
        view, canvas in
        canvas.withoutItems { view.drawNeuronPicture(.cause, on: &$0) }
      },
      ScreenPane("facts", defines: .unitFacts, title: { _ in PaneTitle("figures") }) {
        $0.drawUnitFacts(on: &$1)
      },
      ScreenPane("table", defines: .sinTable, title: { $0.tableTitle() }) { view, canvas in
        canvas.withoutItems { view.drawRows(on: &$0) }
      },
      ScreenPane("phase", defines: ["lead and lag"], title: { $0.overviewPhaseTitle() }) {
        view, canvas in
        view.state.phaseScreen.inspection.map { view.drawPhaseLayers($0, on: &canvas) }
      },
      ScreenPane("differences", defines: ["differ", "neurons"], title: { $0.differencesTitle() }) {
        view, canvas in
        view.engine.comparison.map { view.drawDifferences($0, on: &canvas) }
      },
    ]
    $0.insight = { $0.sinInsight() }
    $0.hints = { state in
      (state.context?.hasANN == false ? [] : [ActionHint("sin-inspector", "SIN")])
        + [ActionHint("inspect", "neuron"), ActionHint("filter-rows", "find")]
    }
    $0.appear = { $0.refreshSINTable() }
    $0.sentences = { $0.liveSentences() + $0.neuronSentences() }
    $0.numbers = { $0.layerNumbers() }
    $0.panels = ["phase": { $0.phaseNumbers() }]
  }
}
