import Networks
import PlainText
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// The numbers of the picture that is shown.
  func pictureNumbers() -> NumberTable {
    state.layerScreen.picture == .raster ? spikeNumbers() : unitNumbers()
  }

  /// A row per spike of the layer.
  func spikeNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "neuron", "delivered", "inactivated"])
    let reference = engine.setting.references[state.layer]
    let raster = engine.raster
    guard raster.firstStep <= raster.lastStep else { return table }
    for step in raster.firstStep...raster.lastStep {
      let events = raster.events(of: state.layer, at: step)
      for unit in 0..<shape.count where raster.fired(unit, in: state.layer, at: step) {
        let isInactive = reference.map { $0.isInactive(unit) ? "1" : "0" } ?? ""
        table.append([
          step, network.layers[state.layer].name, shape.unitNumber(ofIndex: unit),
          events.value(of: unit), isInactive,
        ])
      }
    }
    return table
  }

  /// A row per neuron of the layer.
  func unitNumbers() -> NumberTable {
    let further = furtherNeuronFigures
    var table = NumberTable(
      ["layer", "neuron", "channel", "y", "x", "spikes", "steps", "ann_z", "ann_a"]
        + further.map(\.id))
    let layerStep = layerStep(state.layer)
    let reference = engine.setting.references[state.layer]
    let counts = runState.statistics.layers[state.layer].counts
    for number in 0..<shape.count {
      let unit = shape.populationIndex(ofUnit: number)
      let (channel, row, column) = shape.coordinates(ofIndex: unit)
      let values: [any CustomStringConvertible] = further.map {
        csvNumber($0.neuron?(layerStep, unit))
      }
      table.append(
        [
          network.layers[state.layer].name, number, channel, row, column, Int(counts.count[unit]),
          step,
          CSVNumber(reference?.preactivation[unit]),
          CSVNumber(reference?.activation[unit]),
        ] + values)
    }
    return table
  }
}
