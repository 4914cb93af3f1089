import Networks
import PlainText
import SpikeStatistics
import TimeTravel

// What the panels plot, as numbers: that of both networks side by side, or below each other with
// the letter of the network in front.
extension ScreenView {
  /// A row per step and pair of layers: how many spikes each network sends, how many per neuron,
  /// and how many neurons differ.
  ///
  /// What is not kept of a step is empty, and so is what differs between codings that are not to be
  /// compared step by step.
  func comparedNumbers() -> NumberTable {
    var table = NumberTable([
      "step", "layer", "neurons", "spikes_A", "spikes_B", "rate_A", "rate_B", "differ",
    ])
    guard let comparison = engine.comparison else { return table }
    let pairs = comparison.matching.pairs
    for step in 1..<engine.history.lastStep + 1 {
      for (number, pair) in pairs.enumerated() {
        let spikes = [
          engine.history.entry(of: pair.first, at: step),
          comparison.history.entry(of: pair.second, at: step),
        ].map { $0.map { Int($0.spikes) } }
        guard spikes.contains(where: { $0 != nil }) else { continue }
        let layer = network.layers[pair.first]
        let rates = spikes.map { $0.flatMap { ratio($0, of: layer.shape.count) } }
        table.append([
          step, layer.name, layer.shape.count, optional(spikes[0]), optional(spikes[1]),
          csvNumber(rates[0]), csvNumber(rates[1]),
          optional(differingNeurons(ofPair: number, at: step)),
        ])
      }
    }
    table.total = engine.history.lastStep * pairs.count
    return table
  }

  /// A row per layer of one network or of both, up to the present.
  func comparedLayerNumbers() -> NumberTable? {
    guard let comparison = engine.comparison else { return nil }
    var table = NumberTable([
      "step", "layer", "neurons", "rate_A", "rate_B", "sin_neurons_A", "sin_neurons_B", "mean_D_A",
      "mean_D_B", "differ",
    ])
    for row in comparedLayers(comparison) {
      let both = [
        row.first.map { runState.statistics.layers[$0] },
        row.second.map { comparison.runState.statistics.layers[$0] },
      ]
      let rates = both.map { $0.flatMap { ratio($0.counts.total, of: row.neurons * step) } }
      let deviations = both.map { step > 0 ? $0?.phase?.meanDeviation : nil }
      let differ = row.pair.flatMap { comparison.divergence.sum(ofPair: $0, upTo: step)?.count }
      table.append([
        step, row.name, row.neurons, csvNumber(rates[0]), csvNumber(rates[1]),
        optional(both[0]?.sin?.neurons), optional(both[1]?.sin?.neurons),
        csvNumber(deviations[0].map { Double($0) }), csvNumber(deviations[1].map { Double($0) }),
        optional(engine.hasComparableSpikes ? differ : nil),
      ])
    }
    return table
  }

  /// A row per step of the neuron under the cursor: its potentials after the reset, the thresholds
  /// of the step, and what it delivers.
  func comparedPotentialNumbers() -> NumberTable? {
    guard let traces = state.compareScreen.traces, state.layer < layers.count else { return nil }
    var table = NumberTable([
      "step", "layer", "neuron", "v_A", "v_B", "threshold_A", "threshold_B", "delivered_A",
      "delivered_B",
    ])
    let layer = layers[state.layer]
    let unit = layer.shape.unitNumber(ofIndex: state.unit)
    let both = [traces.first, traces.second].map { trace in
      Dictionary(trace.points.map { ($0.step, $0) }) { first, _ in first }
    }
    for step in Set(both.flatMap(\.keys)).sorted() {
      let points = both.map { $0[step] }
      table.append([
        step, layer.name, unit, number(points[0]?.membranePotential),
        number(points[1]?.membranePotential), number(points[0]?.threshold),
        number(points[1]?.threshold), number(points[0]?.charge), number(points[1]?.charge),
      ])
    }
    return table
  }

  /// What both networks have in rows of their own, A's first.
  func numbersOfBoth(_ numbers: (ScreenView) -> NumberTable) -> NumberTable? {
    guard let second = secondView else { return nil }
    let tables = [(RunSide.first, numbers(self)), (.second, numbers(second))]
    var table = NumberTable(["network"] + tables[0].1.columns)
    for (side, part) in tables { table.append(part, behind: side.letter) }
    return table
  }
}

extension NumberTable {
  /// Rows of another table, each behind a word.
  fileprivate mutating func append(_ other: NumberTable, behind word: String) {
    for row in other.rows { append(cells: [word] + row) }
  }
}
