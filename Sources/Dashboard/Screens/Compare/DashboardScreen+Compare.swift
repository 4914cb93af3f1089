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
    $0.draw = { $0.drawCompare(on: &$1) }
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
    $0.panels = ["differences": { $0.comparedNumbers() }, "layers": { $0.comparedNumbers() }]
  }
}
