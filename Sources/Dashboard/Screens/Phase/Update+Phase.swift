extension DashboardState {
  mutating func showPhase() {
    screen = .phase
    phaseSelection = 0
  }

  /// Computes anew what the phase screen shows, if something has changed.
  mutating func refreshPhase() {
    guard screen == .phase || screen == .overview, let engine, layer < layerCount else {
      phase = nil
      return
    }
    if phase?.layer != layer { phaseSelection = 0 }
    let source = PhaseInspection.Source(
      picture: PictureSource(engine), layer: layer, order: phaseOrder)
    let isNew = engine.isRunning || phase?.timingStep == engine.runState.step
    if phase?.source != source || !isNew {
      phase = PhaseInspection(source, status: engine, after: phase)
    }
    phaseSelection = min(phaseSelection, max((phase?.rows.count ?? 0) - 1, 0))
  }

  /// Up and down in the list of the worst neurons.
  mutating func movePhaseCursor(by offset: Int) {
    let count = phase?.rows.count ?? 0
    phaseSelection = min(max(phaseSelection + offset, 0), max(count - 1, 0))
  }

  /// To the selected neuron, at the same step.
  mutating func inspectPhaseRow() {
    guard let rows = phase?.rows, rows.indices.contains(phaseSelection) else {
      trail.removeLast()
      message = Message(text: "no neuron of this layer is off schedule", isError: false)
      return
    }
    select(unit: rows[phaseSelection].unit, in: layer)
    screen = .neuron
  }
}
