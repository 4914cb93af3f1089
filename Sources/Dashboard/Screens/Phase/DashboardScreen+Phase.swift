import TerminalUI

/// What the Phase screen remembers of its own.
package struct PhaseState: ScreenState {
  /// What is computed of the layer under the cursor; `nil` while no screen shows it.
  package internal(set) var inspection: PhaseInspection?

  /// How the neurons are sorted.
  package internal(set) var order = PhaseInspection.Order.deviation

  /// Whether the cursor is on a neuron that was chosen before the list was shown.
  var isOnInspectedNeuron = false

  package init() {}
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
    let source = PhaseInspection.Source(
      picture: PictureSource(engine), layer: layer, order: phase.order)
    let isNew = engine.isRunning || phase.inspection?.timingStep == engine.runState.step
    if phase.inspection?.source != source || !isNew {
      phase.inspection = PhaseInspection(source, status: engine, after: phase.inspection)
    }
  }

  /// The row of the neuron under the cursor, as long as the user has chosen none in the layer that
  /// of the worst one; `nil` where it is not listed.
  ///
  /// The list has no cursor of its own: whatever it lists, the neuron is that of all screens.
  package var phaseRow: Int? {
    guard let rows = phaseScreen.inspection?.rows, !rows.isEmpty else { return nil }
    return isUnitChosenByUser ? rows.firstIndex { $0.unit == unit } : 0
  }

  /// The neuron of that row, in channels-last order.
  package var phaseUnit: Int? { phaseRow.flatMap { phaseScreen.inspection?.rows[$0].unit } }

  /// From a neuron that is not listed to the worst one.
  fileprivate mutating func movePhaseCursor(by offset: Int) {
    selectPhaseRow(phaseRow.map { $0 + offset } ?? 0)
  }

  /// Puts the cursor on the neuron of a row, the nearest one that there is.
  fileprivate mutating func selectPhaseRow(_ row: Int) {
    guard let rows = phaseScreen.inspection?.rows, !rows.isEmpty else { return }
    phaseScreen.isOnInspectedNeuron = false
    // On purpose, also where the cursor has begun on it.
    layersWithStartUnit.remove(layer)
    select(unit: rows[min(max(row, 0), rows.count - 1)].unit, in: layer)
  }

  /// - Parameter title: Of a column of the list; by some of them nothing is sorted.
  fileprivate mutating func sortPhase(byColumn title: String) {
    guard let order = PhaseInspection.Order.allCases.first(where: { $0.columnTitle == title })
    else { return }
    phaseScreen.order = order
    refreshPhase()
  }

  /// To the neuron under the cursor, at the same step.
  fileprivate mutating func inspectPhaseRow() {
    let isAnyListed = !(phaseScreen.inspection?.rows.isEmpty ?? true)
    guard let unit = phaseUnit ?? (isAnyListed ? unit : nil) else {
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
  /// Kept while others are shown: it costs as much as many frames, and holds for its step.
  static let phase = Computation("phase") {
    $0.isKept = true
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
    $0.neuron = { state in state.phaseUnit.map { (state.layer, $0) } }
    $0.hints = { state in
      .when(!(state.phaseScreen.inspection?.rows.isEmpty ?? true), "inspect", "neuron")
        + .when(state.hasSchedule, "sort-rows", "sort") + state.layerHints
    }
    $0.appear = { state in
      state.refreshPhase()
      state.phaseScreen.isOnInspectedNeuron = (state.phaseRow ?? 0) > 0
    }
    $0.moveCursor = { $0.movePhaseCursor(by: $1) }
    $0.moveLayer = { state, offset in
      state.moveLayerCursor(by: offset)
      state.refreshPhase()
    }
    $0.select = { $0.selectPhaseRow($1) }
    $0.choose = { $0.sortPhase(byColumn: $1) }
    $0.inspect = { state in
      state.inspectPhaseRow()
      return []
    }
    $0.ownSettings = [.order(usual: .deviation, \.phaseScreen.order)]
    $0.sort = { state in
      state.phaseScreen.order = next(after: state.phaseScreen.order)
      state.refreshPhase()
    }
    $0.findsNeurons = false
    $0.sentences = { $0.phaseSentences() }
    $0.mainPanels = ["layers"]
    $0.numbers = { $0.phaseNumbers() }
    $0.panels = [
      "layers": { $0.phaseNumbers() }, "distributions": { $0.distributionNumbers() },
      "worst": { $0.worstNumbers() },
    ]
  }
}
