import PlainText
import SpikeStatistics
import TimeTravel

/// How many neurons are read.
private let readItems = 10

extension ScreenView {
  func phaseSentences() -> [String] {
    guard let phase = state.phase, layers.indices.contains(phase.layer) else { return [] }
    let name = network.layers[phase.layer].name
    let count = network.layers[phase.layer].shape.count
    let statistics = runState.statistics.layers[phase.layer].phase
    let shares = statistics.flatMap { statistics in
      statistics.evaluations == 0
        ? nil
        : "\(grouped(statistics.leadingCount)) of \(grouped(count)) neurons lead, "
          + "\(grouped(statistics.laggingCount)) lag, mean D \(signed(statistics.meanDeviation))."
    }
    let rows = phase.rows.prefix(readItems).enumerated().map { index, row in
      "\(index + 1): \(self.name(ofUnit: row.unit, in: phase.layer)), D "
        + "\(signed(row.deviation.map(Double.init))), \(row.spikes) spikes."
    }
    return ["Phase of \(name), sorted by \(phase.order.title)."] + (shares.map { [$0] } ?? [])
      + rows + ["\(rows.count) of \(grouped(phase.rowCount)) neurons off schedule were read."]
  }

  func compareSentences() -> [String] {
    guard let comparison = engine.comparison, let secondRun = context.secondRun else {
      return ["Compare: one network runs alone. Type compare and a method for a second one."]
    }
    let first = comparison.divergence.first.map { difference in
      "The first difference is at step \(difference.step), "
        + "\(name(ofUnit: difference.unit, in: difference.layer))."
    }
    let layers = comparison.matching.pairs.enumerated().map { number, pair in
      let sum = comparison.divergence.sum(ofPair: number, upTo: step)
      let count = sum.map { "\(grouped($0.count)) differences so far" }
      return "\(network.layers[pair.first].name): \(count ?? "this step is no longer kept")."
    }
    return [
      "Compare: \(context.methods[context.method]) beside \(secondRun.title).",
      first ?? "No spike differs up to step \(comparison.divergence.lastStep).",
    ] + layers
  }
}
