import TerminalUI
import TimeTravel

/// What the Compare screen remembers of its own.
package struct CompareState: ScreenState {
  /// Whether spikes that both networks fire are shown too.
  package internal(set) var showsAll = false

  /// Whether single neurons around the cursor are shown instead of the whole layer.
  package internal(set) var showsNeurons = false

  /// What the neuron under the cursor goes through; `nil` while no screen shows it.
  package internal(set) var traces: ComparedTraces?

  package init() {}
}

extension DashboardState {
  package internal(set) var compareScreen: CompareState {
    get { self[CompareState.self] }
    set { self[CompareState.self] = newValue }
  }

  fileprivate mutating func refreshComparedTraces() {
    guard let engine, layer < layerCount else {
      compareScreen.traces = nil
      return
    }
    let source = ComparedTraces.Source(picture: PictureSource(engine), layer: layer, unit: unit)
    let old = compareScreen.traces
    if old?.source != source {
      compareScreen.traces = ComparedTraces(source, status: engine, after: old)
    }
  }
}

extension Computation {
  static let comparedTraces = Computation("compared-traces") {
    $0.refresh = { $0.refreshComparedTraces() }
    $0.forget = { $0.compareScreen.traces = nil }
  }
}

extension ScreenName {
  package static let compare: ScreenName = "compare"
}

extension DashboardScreen {
  static let compare = DashboardScreen(
    .compare, title: "Compare", keys: [.character("6")],
    summary: "Compare: two networks in lock-step"
  ) {
    $0.needs = [.comparedTraces]
    $0.startsWhereItMatters = true
    $0.layout = { $0.compareLayout($1) }
    $0.panes = [
      ScreenPane("none", defines: ["differ"], title: { _ in PaneTitle("a second network") }) {
        $0.drawNoComparison(on: &$1)
      },
      ScreenPane("layers", defines: .compared, title: { $0.comparedLayersTitle() }) {
        view, canvas in
        guard let comparison = view.engine.comparison else { return }
        view.drawComparedLayers(view.comparedLayers(comparison), on: &canvas)
      },
      ScreenPane("differences", defines: ["differ", "neurons"], title: { $0.differencesTitle() }) {
        view, canvas in
        if let comparison = view.engine.comparison {
          view.drawDifferences(comparison, on: &canvas)
        }
      },
      ScreenPane(
        "run", defines: ["prediction", "differ", "spikes", "SIN spikes"],
        title: { _ in PaneTitle("run") }
      ) { view, canvas in
        if let comparison = view.engine.comparison {
          view.drawComparedRun(comparison, on: &canvas)
        }
      },
      ScreenPane(
        "potentials", defines: ["differ", "v", "ANN z / a", "threshold"],
        title: { $0.potentialsTitle() }
      ) { view, canvas in
        if let comparison = view.engine.comparison {
          view.drawPotentials(comparison, on: &canvas)
        }
      },
      ScreenPane(
        "outputs", defines: ["output", "differ"],
        title: { _ in PaneTitle("outputs", ["A, B, ANN"]) }
      ) { view, canvas in
        if let comparison = view.engine.comparison {
          view.drawOutputs(comparison, on: &canvas)
        }
      },
    ]
    $0.insight = { $0.compareInsight() }
    $0.hints = { state in
      guard state.secondRun != nil else { return [ActionHint("compare", "compare")] }
      return [
        ActionHint("first-difference", "first"), ActionHint("next-spike", "next"),
        ActionHint("toggle-differences", "all"),
      ]
    }
    $0.moveCursor = { $0.moveUnitCursor(by: $1) }
    $0.seekSpike = { $0.seekDifference(forward: $1) }
    $0.nextPicture = { $0.compareScreen.showsNeurons.toggle() }
    $0.sentences = { $0.compareSentences() }
    $0.numbers = { $0.comparedNumbers() }
    $0.panels = [
      "differences": { $0.comparedNumbers() }, "layers": { $0.comparedNumbers() },
      "run": { $0.predictionNumbers() },
    ]
  }
}
