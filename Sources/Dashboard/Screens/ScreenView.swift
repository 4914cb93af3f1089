import Networks
import TimeTravel

/// What the screens draw from: a state with its network and its engine.
package struct ScreenView {
  package let state: DashboardState
  package let context: RunContext
  package let engine: EngineStatus
  var memo = RasterMemo()

  var runState: RunState { engine.runState }
  var network: SpikingNetwork { runState.simulation.network }
  var step: Int { runState.step }

  /// The layers that have neurons: all but the readout.
  var layers: ArraySlice<SpikingLayer> { network.firingLayers }

  /// The same with the cursor on the neuron that the screen shows.
  var onShownNeuron: ScreenView {
    let (layer, unit) = state.shownNeuron
    guard (layer, unit) != (state.layer, state.unit), state.units.indices.contains(layer) else {
      return self
    }
    var moved = state
    (moved.layer, moved.units[layer]) = (layer, unit)
    return ScreenView(state: moved, context: context, engine: engine, memo: memo)
  }

  /// `conv2 #412`.
  func name(ofUnit unit: Int, in layer: Int) -> String {
    "\(network.layers[layer].name) #\(network.layers[layer].shape.unitNumber(ofIndex: unit))"
  }

  /// `conv2 #412 c3 y0 x4` where there is room for its place.
  func name(ofUnit unit: Int, in layer: Int, hasPlace: Bool) -> String {
    let place = hasPlace ? place(ofUnit: unit, in: layer) : ""
    return name(ofUnit: unit, in: layer) + (place.isEmpty ? "" : " \(place)")
  }

  /// `c63 y4 x2`, or nothing where a layer has no map.
  func place(ofUnit unit: Int, in layer: Int) -> String {
    let shape = network.layers[layer].shape
    guard !shape.isVector else { return "" }
    let (channel, row, column) = shape.coordinates(ofIndex: unit)
    return "c\(channel) y\(row) x\(column)"
  }
}
