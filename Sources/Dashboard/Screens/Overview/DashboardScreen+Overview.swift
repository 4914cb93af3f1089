import TerminalUI

extension ScreenName {
  package static let overview: ScreenName = "overview"
}

extension DashboardScreen {
  static let overview = DashboardScreen(
    .overview, title: "All", keys: [.character("8")],
    summary: "All: layers, neuron, SIN, phase and run at once"
  ) {
    $0.needs = [.sinTable, .phase, .neuron(hasTrace: true)]
    $0.startsWhereItMatters = true
    $0.layout = { $0.overviewLayout($1) }
    $0.panes =
      [
        ScreenPane("strips", defines: .strips, title: { $0.stripsTitle() }) {
          $0.drawStrips(on: &$1)
        },
        ScreenPane("lanes", defines: .lanes, title: { _ in PaneTitle("network") }) {
          $0.drawLanes(on: &$1)
        },
        ScreenPane("output", defines: ["output", "boxes", "places"], title: { $0.outputTitle() }) {
          $0.drawOutput(on: &$1)
        },
        .input,
        ScreenPane("course", defines: ["output", "boxes", "places"], title: { $0.courseTitle() }) {
          $0.drawCourse(on: &$1)
        },
        ScreenPane("trace", defines: .trace, title: { $0.traceTitle() }) { $0.drawTrace(on: &$1) },
        ScreenPane("cause", defines: ["why"], title: { $0.title(of: NeuronPicture.cause) }) {
          view, canvas in
          canvas.withoutItems { view.drawNeuronPicture(.cause, on: &$0) }
        },
        ScreenPane("facts", defines: .unitFacts, title: { $0.unitFactsTitle() }) {
          $0.drawUnitFacts(on: &$1)
        },
        ScreenPane("table", defines: .sinTable, title: { $0.tableTitle() }) { view, canvas in
          canvas.withoutItems { view.drawRows(on: &$0) }
        },
        ScreenPane("phase", defines: ["lead and lag"], title: { $0.overviewPhaseTitle() }) {
          view, canvas in
          view.state.phaseScreen.inspection.map { view.drawPhaseLayers($0, on: &canvas) }
        },
        ScreenPane("differences", defines: ["differ", "neurons"], title: { $0.differencesTitle() })
        {
          view, canvas in
          if view.engine.comparison != nil { view.drawDifferences(on: &canvas) }
        },
        ScreenPane("intervals", defines: ["distributions"], title: { $0.unitIntervalsTitle() }) {
          $0.drawUnitIntervals(on: &$1)
        }, .layerRates,
      ] + ScreenPane.spikesAlone
    $0.insight = { $0.overviewInsight() }
    $0.hints = { state in
      .when(state.hasSchedule, "sin-inspector", "SIN")
        + [ActionHint("inspect", "neuron"), ActionHint("filter-rows", "find")]
    }
    $0.appear = { $0.refreshSINTable() }
    $0.sentences = { $0.liveSentences() + $0.neuronSentences() }
    $0.numbers = { $0.layerNumbers() }
    $0.panels = [
      "course": { $0.courseNumbers() }, "phase": { $0.phaseNumbers() },
      "intervals": { $0.unitIntervalNumbers() },
      "rates": { $0.unitNumbers() }, "potential-bins": { $0.potentialBinNumbers() },
      "interval-bins": { $0.intervalNumbers() },
    ]
  }
}
