import Networks
import TimeTravel

extension EngineStatus {
  /// The neuron of a layer nearest to one that has fired, in channels-last order: of its own
  /// channel if one has, by their distance on the map; `nil` where none has.
  fileprivate func nearestFiring(to unit: Int, in layer: Int) -> Int? {
    let first = runState.statistics.layers[layer].counts.firstStep
    let shape = runState.simulation.network.layers[layer].shape
    let here = shape.coordinates(ofIndex: unit)
    let number = shape.unitNumber(ofIndex: unit)
    let distance = { (other: Int) -> (Int, Int, Int) in
      if shape.isVector { return (0, abs(shape.unitNumber(ofIndex: other) - number), other) }
      let there = shape.coordinates(ofIndex: other)
      let (rows, columns) = (there.row - here.row, there.column - here.column)
      return (abs(there.channel - here.channel), rows * rows + columns * columns, other)
    }
    return first.indices.filter { first[$0] > 0 }.min { distance($0) < distance($1) }
  }
}

extension DashboardState {
  /// Whether the neuron under the cursor has not fired in the steps that were taken.
  var isSilent: Bool {
    guard let engine, step > 0, layer < layerCount else { return false }
    let first = engine.runState.statistics.layers[layer].counts.firstStep
    return first.indices.contains(unit) && first[unit] == 0
  }

  /// Whether it has not, but another neuron of the layer has.
  var hasNearestFiring: Bool {
    guard isSilent, let engine else { return false }
    return engine.runState.statistics.layers[layer].counts.total > 0
  }

  /// Puts the cursor on the nearest neuron of the layer that has fired, if this one has not.
  ///
  /// - Returns: Whether it has not, and another one has.
  mutating func goToNearestFiring() -> Bool {
    guard isSilent, let nearest = engine?.nearestFiring(to: unit, in: layer) else { return false }
    select(unit: nearest, in: layer)
    return true
  }
}

extension ScreenView {
  /// That the neuron under the cursor is silent, and what leads on from there; `nil` where it has
  /// fired.
  func silenceInsight() -> String? {
    guard state.isSilent else { return nil }
    let isLayer = runState.statistics.layers[state.layer].counts.total == 0
    let silence = isLayer ? silenceText(ofLayer: state.layer) : "silent for \(steps(step))"
    let key = state.keyMap.key(for: "inspect").map { Dashboard.name(of: $0) }
    let way = isLayer ? nil : key.map { "; \($0): nearest neuron that fired" }
    return "\(name(ofUnit: state.unit, in: state.layer)): \(silence)\(way ?? "")"
  }
}
