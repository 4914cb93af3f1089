import Networks
import TimeTravel

extension DashboardState {
  /// Up and down: the layer on Live, the neuron on Layer, an input on Neuron, a row elsewhere.
  mutating func moveCursor(by offset: Int) {
    switch screen {
    case .live, .overview:
      moveLayer(by: offset)
    case .layer, .compare:
      moveUnit(by: offset)
    case .neuron:
      let count = inspection?.cause?.terms.count ?? 0
      input = min(max(input + offset, 0), max(count - 1, 0))
    case .sin:
      sinTable.selected = min(max(sinTable.selected + offset, 0), max(sinTable.rows.count - 1, 0))
      selectRow()
    case .log:
      moveLogCursor(by: offset)
    case .phase:
      movePhaseCursor(by: offset)
    }
  }

  mutating func moveLayer(by offset: Int) {
    guard layerCount > 0 else { return }
    if screen == .sin {
      filterRows(by: offset)
      return
    }
    layer = min(max(layer + offset, 0), layerCount - 1)
    input = 0
  }

  /// Through the neurons in the order of their numbers.
  private mutating func moveUnit(by offset: Int) {
    guard let shape = network?.layers[layer].shape else { return }
    let number = shape.unitNumber(ofIndex: unit) + offset
    units[layer] = shape.populationIndex(ofUnit: min(max(number, 0), shape.count - 1))
    input = 0
  }

  /// All layers, then each in turn.
  private mutating func filterRows(by offset: Int) {
    let next = (sinTable.layer ?? -1) + offset
    sinTable.layer = next < 0 ? nil : min(next, layerCount - 1)
    if let engine { sinTable.refresh(engine) }
    selectRow()
  }

  mutating func selectRow() {
    guard let row = sinTable.selectedRow else { return }
    select(unit: row.unit, in: row.layer)
  }

  mutating func select(unit: Int, in layer: Int) {
    guard units.indices.contains(layer) else { return }
    self.layer = layer
    units[layer] = unit
    input = 0
  }

  /// With the table of SIN as it is now.
  mutating func showOverview() {
    screen = .overview
    if let engine { sinTable.refresh(engine) }
  }

  mutating func showSIN() {
    screen = .sin
    if let engine { sinTable.refresh(engine) }
    selectRow()
  }

  /// The way from a spike to its cause: the SIN table, paused, the worst neuron first.
  mutating func openSINInspector() -> [DashboardEffect] {
    trail.append(place)
    sinTable.selected = 0
    sinTable.rows = []
    showSIN()
    return engine?.isRunning == true ? [.engine(.pause)] : []
  }

  /// One level deeper.
  mutating func inspect() -> [DashboardEffect] {
    guard layerCount > 0 else { return [] }
    trail.append(place)
    switch screen {
    case .live:
      screen = .layer
      return []
    case .layer, .compare, .overview:
      screen = .neuron
      return []
    case .sin:
      guard let row = sinTable.selectedRow else {
        trail.removeLast()
        return []
      }
      select(unit: row.unit, in: row.layer)
      screen = .neuron
      return [.engine(.seek(to: row.firstStep))]
    case .neuron:
      inspectInput()
      return []
    case .log:
      trail.removeLast()
      return openLogRow()
    case .phase:
      inspectPhaseRow()
      return []
    }
  }

  /// To the presynaptic neuron of the selected input, at the same step.
  private mutating func inspectInput() {
    guard let terms = inspection?.cause?.terms, terms.indices.contains(input) else {
      trail.removeLast()
      message = Message(text: "this neuron has no input that deviates", isError: false)
      return
    }
    select(unit: terms[input].unit, in: terms[input].layer)
  }

  /// To where inspection came from, or to Live.
  mutating func goBack() -> [DashboardEffect] {
    guard let last = trail.popLast() else {
      screen = .live
      return []
    }
    screen = last.screen
    select(unit: last.unit, in: last.layer)
    input = last.input
    if showsSINTable, let engine { sinTable.refresh(engine) }
    let isElsewhere = last.step != step && engine?.activity == .paused
    return isElsewhere ? [.engine(.seek(to: last.step))] : []
  }
}
