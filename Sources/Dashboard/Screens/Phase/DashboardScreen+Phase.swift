import TerminalUI

/// What the Phase screen remembers of its own.
package struct PhaseState: ScreenState {
  /// What is computed of the layer under the cursor; `nil` while no screen shows it.
  package internal(set) var inspection: PhaseInspection?

  /// How the neurons are sorted.
  package internal(set) var order = PhaseInspection.Order.deviation

  /// The row under the cursor, which no other screen knows of until Enter leads to its neuron.
  package internal(set) var selection = 0

  /// The layer that it is a row of.
  fileprivate var layer: Int?

  package init() {}

  fileprivate mutating func moveCursor(by offset: Int) {
    let count = inspection?.rows.count ?? 0
    selection = min(max(selection + offset, 0), max(count - 1, 0))
  }

  /// The neuron of the row under the cursor, in channels-last order.
  package var selectedUnit: Int? {
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
    let isFirstList = phase.layer != layer || phase.inspection?.rows.isEmpty ?? false
    phase.layer = layer
    let source = PhaseInspection.Source(
      picture: PictureSource(engine), layer: layer, order: phase.order)
    let isNew = engine.isRunning || phase.inspection?.timingStep == engine.runState.step
    if phase.inspection?.source != source || !isNew {
      phase.inspection = PhaseInspection(source, status: engine, after: phase.inspection)
    }
    let rows = phase.inspection?.rows ?? []
    // A list begins with the neuron that was chosen, where it is among the worst.
    if isFirstList {
      let isChosen = layersWithChosenUnit.contains(layer)
      phase.selection = isChosen ? rows.firstIndex { $0.unit == unit } ?? 0 : 0
    }
    phase.selection = min(phase.selection, max(rows.count - 1, 0))
  }

  /// Starts with the worst neuron of the layer under the cursor.
  fileprivate mutating func startPhase() {
    phaseScreen.selection = 0
    refreshPhase()
  }

  /// Starts with the neuron that was chosen, where it is among the worst.
  fileprivate mutating func openPhase() {
    startPhase()
    guard layersWithChosenUnit.contains(layer) else { return }
    let rows = phaseScreen.inspection?.rows ?? []
    phaseScreen.selection = rows.firstIndex { $0.unit == unit } ?? 0
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
      let what = hasSchedule ? "is off schedule" : "has fired"
      message = Message(text: "no neuron of this layer \(what)", isError: false)
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
      ScreenPane("trace", defines: .trace, title: { $0.onShownNeuron.traceTitle() }) {
        $0.onShownNeuron.drawTrace(on: &$1)
      },
    ]
    $0.insight = { $0.hasSpikesAlone ? $0.rhythmInsight() : $0.phaseInsight(of: $0.state.layer) }
    $0.neuron = { state in
      state.phaseScreen.selectedUnit.map { (state.layer, $0) }
    }
    $0.hints = { state in
      .when(state.phaseScreen.selectedUnit != nil, "inspect", "neuron")
        + .when(state.hasSchedule, "sort-rows", "sort") + state.layerHints
    }
    $0.appear = { $0.openPhase() }
    $0.moveCursor = { $0.phaseScreen.moveCursor(by: $1) }
    $0.moveLayer = { state, offset in
      state.moveLayerCursor(by: offset)
      state.startPhase()
    }
    $0.select = { $0.phaseScreen.moveCursor(by: $1 - $0.phaseScreen.selection) }
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
