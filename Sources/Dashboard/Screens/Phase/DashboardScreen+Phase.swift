import TerminalUI

/// What the Phase screen remembers of its own.
package struct PhaseState: ScreenState {
  /// What is computed of the layer under the cursor; `nil` while no screen shows it.
  package internal(set) var inspection: PhaseInspection?

  /// How the neurons are sorted.
  package internal(set) var order = PhaseInspection.Order.deviation

  /// The row under the cursor.
  package internal(set) var selection = 0

  package init() {}

  fileprivate mutating func moveCursor(by offset: Int) {
    let count = inspection?.rows.count ?? 0
    selection = min(max(selection + offset, 0), max(count - 1, 0))
  }

  /// The neuron of the row under the cursor, in channels-last order.
  fileprivate var selectedUnit: Int? {
    guard let rows = inspection?.rows, rows.indices.contains(selection) else { return nil }
    return rows[selection].unit
  }

  fileprivate mutating func sortByNextOrder() {
    order = next(after: order)
    selection = 0
  }
}

extension DashboardState {
  package internal(set) var phaseScreen: PhaseState {
    get { self[PhaseState.self] }
    set { self[PhaseState.self] = newValue }
  }

  /// Computes anew what the phase screen shows, if something has changed.
  fileprivate mutating func refreshPhase() {
    var phase = phaseScreen
    defer { phaseScreen = phase }
    guard let engine, layer < layerCount else {
      phase.inspection = nil
      return
    }
    if phase.inspection?.layer != layer { phase.selection = 0 }
    let source = PhaseInspection.Source(
      picture: PictureSource(engine), layer: layer, order: phase.order)
    let isNew = engine.isRunning || phase.inspection?.timingStep == engine.runState.step
    if phase.inspection?.source != source || !isNew {
      phase.inspection = PhaseInspection(source, status: engine, after: phase.inspection)
    }
    phase.selection = min(phase.selection, max((phase.inspection?.rows.count ?? 0) - 1, 0))
  }

  /// Puts the cursor on another row, and on its neuron.
  fileprivate mutating func movePhaseCursor(by offset: Int) {
    phaseScreen.moveCursor(by: offset)
    if let unit = phaseScreen.selectedUnit { select(unit: unit, in: layer) }
  }

  /// Starts with the worst neuron of the layer under the cursor.
  fileprivate mutating func startPhase() {
    phaseScreen.selection = 0
    refreshPhase()
    movePhaseCursor(by: 0)
  }

  /// - Parameter title: Of a column of the list; by some of them nothing is sorted.
  fileprivate mutating func sortPhase(byColumn title: String) {
    guard let order = PhaseInspection.Order.allCases.first(where: { $0.columnTitle == title })
    else { return }
    phaseScreen.order = order
    startPhase()
  }

  /// To the selected neuron, at the same step.
  fileprivate mutating func inspectPhaseRow() {
    guard let unit = phaseScreen.selectedUnit else {
      trail.removeLast()
      message = Message(text: "no neuron of this layer is off schedule", isError: false)
      return
    }
    select(unit: unit, in: layer)
    screen = .neuron
  }
}

extension Computation {
  static let phase = Computation("phase") {
    $0.refresh = { $0.refreshPhase() }
    $0.forget = { $0.phaseScreen.inspection = nil }
  }
}

extension ScreenName {
  package static let phase: ScreenName = "phase"
}

extension DashboardScreen {
  static let phase = DashboardScreen(
    .phase, title: "Phase", keys: [.character("5"), .character("p")],
    summary: "Phase: which neurons lead or lag, and why"
  ) {
    $0.needs = [.phase, .neuron(hasTrace: true)]
    $0.layout = { $0.phaseLayout($1) }
    $0.panes = [
      ScreenPane("layers", defines: ["lead and lag", "D"], title: { $0.phaseLayersTitle() }) {
        view, canvas in
        view.state.phaseScreen.inspection.map { view.drawPhaseLayers($0, on: &canvas) }
      },
      ScreenPane(
        "distributions", defines: ["distributions", "D", "psi", "dEI", "neurons"],
        title: { $0.distributionsTitle() }
      ) { view, canvas in
        view.state.phaseScreen.inspection.map { view.drawDistributions($0, on: &canvas) }
      },
      ScreenPane("worst", defines: .worst, title: { $0.worstTitle() }) { view, canvas in
        view.state.phaseScreen.inspection.map { view.drawWorst($0, on: &canvas) }
      },
      ScreenPane("trace", defines: .trace, title: { $0.traceTitle() }) { $0.drawTrace(on: &$1) },
    ]
    $0.insight = { $0.hasSpikesAlone ? $0.rhythmInsight() : $0.phaseInsight(of: $0.state.layer) }
    $0.hints = { state in
      [ActionHint("inspect", "neuron")]
        + (state.context?.hasANN == false ? [] : [ActionHint("sort-rows", "sort")])
        + [ActionHint("next-layer", "layer")]
    }
    $0.appear = { $0.startPhase() }
    $0.moveCursor = { $0.movePhaseCursor(by: $1) }
    $0.moveLayer = { state, offset in
      state.moveLayerCursor(by: offset)
      state.startPhase()
    }
    $0.select = { $0.movePhaseCursor(by: $1 - $0.phaseScreen.selection) }
    $0.choose = { $0.sortPhase(byColumn: $1) }
    $0.inspect = { state in
      state.inspectPhaseRow()
      return []
    }
    $0.ownSettings = [.order(usual: .deviation, \.phaseScreen.order)]
    $0.sort = { state in
      state.phaseScreen.sortByNextOrder()
      state.startPhase()
    }
    $0.findsNeurons = false
    $0.sentences = { $0.phaseSentences() }
    $0.numbers = { $0.phaseNumbers() }
    $0.panels = [
      "layers": { $0.phaseNumbers() }, "distributions": { $0.distributionNumbers() },
      "worst": { $0.worstNumbers() },
    ]
  }
}
