import Networks
import PlainText
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// A row per neuron of the table.
  func sinNumbers() -> NumberTable {
    var table = NumberTable([
      "layer", "neuron", "spikes", "first_step", "last_step", "D", "v", "origin",
    ])
    for row in state.sinTable.rows {
      let layer = network.layers[row.layer]
      table.append([
        layer.name, layer.shape.unitNumber(ofIndex: row.unit), row.spikes, row.firstStep,
        row.lastStep, CSVNumber(row.deviation), number(row.potential),
        row.isLocal.map { $0 ? "local" : "inherited" } ?? "",
      ])
    }
    table.total = state.sinTable.rowCount
    return table
  }

  /// A row per layer that has an analog counterpart.
  func totalNumbers() -> NumberTable {
    let hasEarlySteps = SINTotal.hasEarlySteps(network.coding)
    var table = NumberTable(
      [
        "step", "layer", "inactive", "sin_neurons", "local", "inherited", "sin_spikes", "spikes",
      ] + (hasEarlySteps ? ["sin_spikes_t\(SINTotal.earlySteps)"] : []))
    for layer in layers.indices {
      guard let total = SINTotal(of: layer, status: engine) else { continue }
      let numbers: [any CustomStringConvertible] = [
        step, network.layers[layer].name, total.inactive, total.neurons, optional(total.local),
        optional(total.inherited), total.spikes, total.allSpikes,
      ]
      table.append(numbers + (hasEarlySteps ? [total.earlySpikes] : []))
    }
    return table
  }
}
