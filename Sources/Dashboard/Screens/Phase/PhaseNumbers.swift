import Networks
import PlainText
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// A row per step and layer: how many neurons lead, how many lag.
  func phaseNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "neurons", "leading", "lagging", "mean_D"])
    guard engine.history.lastStep > 0 else { return table }
    for step in 1...engine.history.lastStep {
      for index in layers.indices {
        guard let entry = engine.history.entry(of: index, at: step) else { continue }
        let isDefined = !entry.meanDeviation.isNaN
        table.append([
          step, network.layers[index].name, network.layers[index].shape.count,
          isDefined ? "\(entry.leading)" : "", isDefined ? "\(entry.lagging)" : "",
          number(entry.meanDeviation),
        ])
      }
    }
    return table
  }

  /// A row per bin: D and psi of the layer under the cursor.
  func distributionNumbers() -> NumberTable? {
    guard let phase = state.phaseScreen.inspection else { return nil }
    var table = NumberTable(["step", "layer", "quantity", "bin", "neurons"])
    let layer = network.layers[phase.layer].name
    if let deviations = phase.deviations {
      for (bin, count) in zip(DeviationHistogram.bins, deviations.counts) {
        table.append([step, layer, "D", number(Float(bin) * deviations.binWidth), count])
      }
    }
    if let offsets = phase.offsets[phase.layer] {
      for (bin, count) in zip(OffsetHistogram.bins, offsets.counts) {
        table.append([step, layer, "psi", bin, count])
      }
    }
    for (bin, count) in (runState.statistics.layers[phase.layer].regularity?.lengths ?? [])
      .enumerated()
    {
      table.append([step, layer, "ISI", bin + 1, count])
    }
    return table
  }

  /// A row per neuron of the list.
  func worstNumbers() -> NumberTable? {
    guard let phase = state.phaseScreen.inspection else { return nil }
    var table = NumberTable([
      "step", "layer", "neuron", "spikes", "D", "lead", "lag", "psi", "dEI",
    ])
    let layer = network.layers[phase.layer]
    for row in phase.rows {
      table.append([
        step, layer.name, layer.shape.unitNumber(ofIndex: row.unit), row.spikes,
        number(row.deviation), number(row.lead), number(row.lag), optional(row.offset),
        CSVNumber(row.timingLead),
      ])
    }
    table.total = phase.rowCount
    return table
  }
}
