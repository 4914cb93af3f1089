import TerminalUI

/// What has the place of the layers on Live, where there is no room for both.
package enum LiveView: String, Equatable, Sendable, CaseIterable {
  case layers
  /// Why the network answers so.
  case why
  case accuracy
}

/// What Live remembers of its own.
package struct LiveState: ScreenState, Equatable {
  /// Whether it shows accuracy where there is no room for that beside the output.
  package internal(set) var showsAccuracy = false

  /// Whether the layer under the cursor takes the rows of the others.
  package internal(set) var enlargesLayer = false

  package init() {}
}

extension DashboardState {
  package internal(set) var liveScreen: LiveState {
    get { self[LiveState.self] }
    set { self[LiveState.self] = newValue }
  }
}

extension ScreenName {
  package static let live: ScreenName = "live"
}

extension DashboardScreen {
  static let live = DashboardScreen(
    .live, title: "Live", keys: [.character("1")], summary: "Live: all layers"
  ) {
    $0.needs = [.why]
    $0.layout = { $0.liveLayout($1) }
    $0.panes =
      [
        ScreenPane("strips", defines: .strips, title: { $0.stripsTitle() }) {
          $0.drawStrips(on: &$1)
        },
        .lanes, .input,
        ScreenPane("output", defines: ["output", "boxes", "places"], title: { $0.outputTitle() }) {
          $0.drawOutput(on: &$1)
        },
        ScreenPane("course", defines: ["output", "boxes", "places"], title: { $0.courseTitle() }) {
          $0.drawCourse(on: &$1)
        },
        .differingPlaces,
        ScreenPane("layer", defines: .layerSummary, title: { $0.layerBesideStripsTitle() }) {
          $0.drawLayerBesideStrips(on: &$1)
        },
        ScreenPane("accuracy", defines: ["accuracy"], title: { $0.accuracyTitle() }) {
          $0.drawAccuracy(on: &$1)
        },
        .layerRates, .why,
      ] + ScreenPane.spikesAlone
    $0.zoomUnits = { $0.liveScreen.enlargesLayer.toggle() }
    $0.insight = { $0.showsWhy ? $0.whyInsight() ?? $0.sinInsight() : $0.sinInsight() }
    $0.hints = { state in
      let isWhy = state.whyScreen.isShown
      return state.nextOnLiveHints + .when(state.hasSchedule, "sin-inspector", "SIN")
        + [ActionHint("inspect", isWhy ? "neuron" : "layer")]
        + .when(
          state.context?.hasANN ?? true && state.canChooseMethod, "method-menu", "method")
    }
    $0.inspect = { state in
      state.inspectOnLive()
      return []
    }
    $0.nextPicture = { $0.showNextOnLive() }
    $0.showUsualView = { state in
      state.liveScreen.showsAccuracy = false
      state.whyScreen.isShown = false
    }
    $0.ownSettings = [
      ScreenSetting("view") { _ in
        LiveView.allCases.map(\.rawValue)
      } text: { state in
        state.liveView == .layers ? nil : state.liveView.rawValue
      } apply: { state, text throws(CommandError) in
        guard let view = LiveView(rawValue: text) else { throw .noChoice("view", LiveView.self) }
        try state.showOnLive(view)
      },
      .flag("enlarged", \.liveScreen.enlargesLayer),
    ]
    $0.moveCursor = { $0.moveOnLive(by: $1) }
    $0.select = { $0.selectOnLive($1) }
    $0.sentences = { $0.liveSentences() }
    $0.readsAfterCursor = false
    $0.mainPanels = ["strips"]
    $0.numbers = { $0.layerNumbers() }
    $0.panels = [
      "strips": { $0.layerNumbers() }, "lanes": { $0.predictionNumbers() },
      "output": { $0.outputNumbers() }, "course": { $0.courseNumbers() },
      "accuracy": { $0.accuracyNumbers() }, "rates": { $0.unitNumbers() },
      "why": { $0.whyNumbers() },
      "potential-bins": { $0.potentialBinNumbers() }, "interval-bins": { $0.intervalNumbers() },
    ]
  }
}
