import TerminalUI
import TimeTravel

/// What the Compare screen remembers of its own.
package struct CompareState: ScreenState {
  /// Whether spikes that both networks fire are left out.
  package internal(set) var showsOnlyDifferences = false

  /// The method under the cursor, while there is no second network.
  package internal(set) var method = 0

  /// Whether single neurons around the cursor are shown instead of the whole layer.
  package internal(set) var showsNeurons = false

  /// The layer beside the one under the cursor, where layers of one network are compared; `nil`
  /// until one is chosen.
  package internal(set) var otherLayer: Int?

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
    summary: "Compare: two networks, A and B, step by step"
  ) {
    $0.needs = [.comparedTraces]
    $0.startsWhereItMatters = true
    $0.layout = { $0.compareLayout($1) }
    $0.panes = [
      ScreenPane("none", defines: ["differ"], title: { $0.comparedMethodsTitle() }) {
        $0.drawComparedMethods(on: &$1)
      },
      ScreenPane(
        "method", defines: ["differ", "accuracy"], title: { $0.methodToCompareTitle() }
      ) {
        $0.drawMethodToCompare(on: &$1)
      },
      ScreenPane("own-layers", defines: .ownLayers, title: { $0.ownLayersTitle() }) {
        $0.drawOwnLayers(on: &$1)
      },
      ScreenPane("layers", defines: .compared, title: { $0.comparedLayersTitle() }) {
        view, canvas in
        guard let comparison = view.engine.comparison else { return }
        view.drawComparedLayers(view.comparedLayers(comparison), on: &canvas)
      },
      ScreenPane("differences", defines: ["differ", "neurons"], title: { $0.differencesTitle() }) {
        view, canvas in
        if view.engine.comparison != nil { view.drawDifferences(on: &canvas) }
      },
      ScreenPane(
        "run", defines: ["prediction", "differ", "spikes"], title: { _ in PaneTitle("run") }
      ) { view, canvas in
        if view.engine.comparison != nil { view.drawComparedRun(on: &canvas) }
      },
      ScreenPane("course", defines: ["output", "differ"], title: { $0.comparedCourseTitle() }) {
        $0.drawComparedCourse(on: &$1)
      },
      ScreenPane("rates", defines: ["rate", "differ"], title: { $0.comparedRatesTitle() }) {
        $0.drawComparedRates(on: &$1)
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
    $0.panes += .layersBeside
    $0.insight = { $0.compareInsight() }
    $0.guide = { $0.compareGuide() }
    $0.hints = { state in
      guard state.engine?.comparison != nil else {
        guard state.canChooseMethod else {
          return .when(state.layerCount > 2, "next-picture", "other layer")
        }
        return [ActionHint("inspect", "compare")]
      }
      guard state.engine?.hasComparableSpikes == true else { return [] }
      return [
        ActionHint("first-difference", "first"), ActionHint("next-spike", "next"),
        ActionHint(
          "toggle-differences", state.compareScreen.showsOnlyDifferences ? "all" : "differences"),
        ActionHint("next-picture", state.compareScreen.showsNeurons ? "whole layer" : "by neuron"),
      ]
    }
    $0.showsBothRuns = true
    $0.moveCursor = { $0.moveComparedCursor(by: $1) }
    $0.select = { $0.selectCompared($1) }
    $0.inspect = { $0.inspectCompared() }
    $0.seekSpike = { $0.seekDifference(forward: $1) }
    $0.nextPicture = {
      if $0.comparesLayers {
        $0.showNextLayerBeside()
      } else {
        $0.compareScreen.showsNeurons.toggle()
      }
    }
    $0.showUsualView = { state in
      state.compareScreen.showsNeurons = false
      state.compareScreen.otherLayer = nil
    }
    $0.ownSettings = [
      .flag("only-differences", \.compareScreen.showsOnlyDifferences),
      .flag("neurons", \.compareScreen.showsNeurons),
      .layer("beside", \.compareScreen.otherLayer),
    ]
    $0.sentences = { $0.compareSentences() }
    $0.mainPanels = ["differences", "layer-spikes"]
    $0.numbers = { $0.state.comparesLayers ? $0.layersBesideNumbers() : $0.comparedNumbers() }
    $0.panels = [
      "differences": { $0.comparedNumbers() },
      "layers": { $0.comparedLayerNumbers() }, "own-layers": { $0.ownLayerNumbers() },
      "run": { $0.numbersOfBoth { $0.predictionNumbers() } },
      "course": { $0.numbersOfBoth { $0.courseNumbers() } },
      "rates": { $0.comparedRateNumbers() },
      "potentials": { $0.comparedPotentialNumbers() },
      "outputs": { $0.numbersOfBoth { $0.outputNumbers() } },
      "layer-spikes": { $0.layersBesideNumbers() }, "first-spikes": { $0.firstSpikeNumbers() },
      "intervals": { $0.intervalsBesideNumbers() },
      "layer-course": { $0.courseNumbers() },
      "layer-table": { $0.layersBesideTableNumbers() },
      "layer-rates": { $0.ratesBesideNumbers() },
    ]
  }
}

extension [ScreenPane] {
  /// What two layers of one network are compared by.
  fileprivate static let layersBeside = [
    ScreenPane(
      "layer-spikes", defines: ["raster", "rate"], title: { $0.layerSpikesBesideTitle() }
    ) {
      $0.drawLayersBeside(on: &$1)
    },
    ScreenPane("first-spikes", defines: ["neurons"], title: { $0.firstSpikesTitle() }) {
      $0.drawFirstSpikes(on: &$1)
    },
    ScreenPane("layer-course", defines: ["output"], title: { $0.courseTitle() }) {
      $0.drawCourse(on: &$1)
    },
    ScreenPane("layer-table", defines: .compared, title: { $0.layersBesideTitle() }) {
      $0.drawLayersBesideTable(on: &$1)
    },
    ScreenPane("layer-rates", defines: ["rate"], title: { $0.ratesBesideTitle() }) {
      $0.drawRatesBeside(on: &$1)
    },
    ScreenPane(
      "intervals", defines: ["distributions"], title: { $0.intervalsBesideTitle() }
    ) {
      $0.drawIntervalsBeside(on: &$1)
    },
  ]
}
