import PlainText
import SpikeStatistics

extension ScreenView {
  func phaseSentences() -> [String] {
    guard let phase = state.phaseScreen.inspection, layers.indices.contains(phase.layer) else {
      return []
    }
    let name = network.layers[phase.layer].name
    guard engine.setting.references[phase.layer] != nil else {
      return [
        context.hasANN
          ? "Phase of \(name): it has no analog counterpart, so it has no schedule to be off."
          : "Phase: there is no ANN, so there is no schedule to be off."
      ]
    }
    let count = network.layers[phase.layer].shape.count
    let statistics = runState.statistics.layers[phase.layer].phase
    let shares = statistics.flatMap { statistics in
      statistics.evaluations == 0
        ? nil
        : "\(grouped(statistics.leadingCount)) of \(counted(count, "neuron")) lead, "
          + "\(grouped(statistics.laggingCount)) lag, "
          + "mean D \(visibleSigned(statistics.meanDeviation))."
    }
    let rows = phase.rows.prefix(readItems).enumerated().map { index, row in
      "\(index + 1): \(self.name(ofUnit: row.unit, in: phase.layer)), D "
        + "\(visibleSigned(row.deviation.map(Double.init))), \(row.spikes) spikes."
    }
    return ["Phase of \(name), sorted by \(phase.order.title)."] + (shares.map { [$0] } ?? [])
      + rows + ["\(rows.count) of \(counted(phase.rowCount, "neuron")) off schedule were read."]
  }
}
