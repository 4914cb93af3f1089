extension DashboardState {
  /// The next layer or a previous one, or what the screen has in its place.
  mutating func moveLayer(by offset: Int) {
    guard layerCount > 0 else { return }
    shown.moveLayer(&self, offset)
  }

  mutating func moveLayerCursor(by offset: Int) {
    guard layerCount > 0 else { return }
    layer = min(max(layer + offset, 0), layerCount - 1)
    input = 0
  }

  /// Through the neurons in the order of their numbers.
  mutating func moveUnitCursor(by offset: Int) {
    guard let shape = network?.layers[layer].shape else { return }
    let number = shape.unitNumber(ofIndex: unit) + offset
    units[layer] = shape.populationIndex(ofUnit: min(max(number, 0), shape.count - 1))
    layersWithChosenUnit.insert(layer)
    input = 0
  }

  mutating func select(unit: Int, in layer: Int) {
    guard units.indices.contains(layer) else { return }
    self.layer = layer
    units[layer] = unit
    layersWithChosenUnit.insert(layer)
    input = 0
  }

  /// So many steps of a run say which neuron matters.
  private static let stepsToChoose = 16

  /// Puts the cursor on the neuron of the layer that matters most, where nobody has chosen one: the
  /// inactivated neuron with most spikes, else the neuron with most spikes.
  ///
  /// While a run is young every neuron has as many, so the choice waits. Costs O(neurons), once.
  mutating func startWhereItMatters() {
    guard let engine, !layersWithChosenUnit.contains(layer), layer < layerCount,
      units.indices.contains(layer), !engine.isRunning || step >= Self.stepsToChoose
    else { return }
    let counts = engine.runState.statistics.layers[layer].counts.count
    let reference = engine.setting.references[layer]
    let firing = counts.indices.filter { counts[$0] > 0 }
    let sin = firing.filter { reference?.isInactive($0) ?? false }
    let candidates = sin.isEmpty ? firing : sin
    guard let most = candidates.max(by: { (counts[$0], -$0) < (counts[$1], -$1) }) else { return }
    units[layer] = most
    layersWithChosenUnit.insert(layer)
  }

  /// One level deeper.
  mutating func inspect() -> [DashboardEffect] {
    guard layerCount > 0 else { return [] }
    trail.append(place)
    return shown.inspect(&self)
  }

  /// To where inspection came from, and to the step of that time.
  mutating func goBack() -> [DashboardEffect] {
    let old = trail.last
    close()
    guard let old, old.step != step, engine?.activity == .paused else { return [] }
    return [.engine(.seek(to: old.step))]
  }

  /// To the screen and the neuron where inspection came from, or to the first screen; time stays.
  mutating func close() {
    guard let last = trail.popLast() else {
      screen = registry.screens[0].name
      return
    }
    screen = last.screen
    select(unit: last.unit, in: last.layer)
    input = last.input
    takeComputations()
  }
}
