extension DashboardState {
  /// The next layer or a previous one, or what the screen has in its place.
  mutating func moveLayer(by offset: Int) {
    guard layerCount > 0 else { return }
    shown.moveLayer(&self, offset)
  }

  mutating func moveLayerCursor(by offset: Int) {
    guard layerCount > 0 else { return }
    layer = min(max(layer + offset, 0), layerCount - 1)
    settleCursor()
    input = 0
  }

  /// The cursor is where the user wants it, and goes nowhere by itself from now on.
  mutating func settleCursor() {
    hasChosenLayer = true
    startStep = nil
  }

  /// Through the neurons in the order that was chosen.
  mutating func moveUnitCursor(by offset: Int) {
    guard let engine, layer < layerCount else { return }
    let neurons = orderedNeurons(of: engine)
    let place = min(max(neurons.place(of: unit) + offset, 0), max(neurons.count - 1, 0))
    select(unit: neurons.unit(at: place), in: layer)
  }

  mutating func select(unit: Int, in layer: Int) {
    guard units.indices.contains(layer) else { return }
    self.layer = layer
    settleCursor()
    if units[layer] != unit { layersWithStartUnit.remove(layer) }
    units[layer] = unit
    layersWithChosenUnit.insert(layer)
    input = 0
  }

  /// One level deeper.
  mutating func inspect() -> [DashboardEffect] {
    guard layerCount > 0 else { return [] }
    settleCursor()
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
