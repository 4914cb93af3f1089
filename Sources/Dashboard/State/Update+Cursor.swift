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
    input = 0
  }

  mutating func select(unit: Int, in layer: Int) {
    guard units.indices.contains(layer) else { return }
    self.layer = layer
    units[layer] = unit
    input = 0
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
