import Charts
import Networks
import PlainText
import SpikeStatistics

extension RunPlot {
  /// How far layers are ahead of the ANN's schedule over time, and how many neurons are in the end.
  static let phase = RunPlot(
    "phase", of: .network, shows: "who leads and who lags the ANN's schedule, over time"
  ) { subject throws(RunPlotError) in
    let layers = try subject.layersWithReference()
    let steps = try subject.steps(atLeast: 2)
    let names = layers.map { subject.layers[$0].name }
    let rows = layers.map { layer in
      CellChart.Row(
        subject.layers[layer].name,
        values: steps.map { step in
          Double(subject.status.history.entry(of: layer, at: step)?.meanDeviation ?? .nan)
        })
    }
    let values = rows.flatMap(\.values)
    guard values.contains(where: \.isFinite) else {
      throw .incompleteCode(layer: names[0])
    }
    let deviations = CellChart(
      title: "Lead and lag over time", xAxis: subject.timeAxis(steps), yLabel: "layer",
      scale: .difference(of: values, label: "mean D (spikes; above 0 leads)"), rows: rows)
    let present = layers.map { subject.runState.statistics.layers[$0].phase }
    let shares = { (count: KeyPath<PhaseStatistics, Int>) in
      present.map { phase -> Double? in
        phase.map { Double($0[keyPath: count]) / Double(max($0.deviation.count, 1)) }
      }
    }
    let neurons = BarChart(
      title: "Neurons off schedule after \(counted(subject.step, "step"))", categories: names,
      categoryLabel: "layer", yAxis: Axis("share of neurons", unit: .percent),
      series: [
        // Their colours are those of the ends of the scale above.
        .init("lagging (D < 0)", values: shares(\.laggingCount)),
        .init("leading (D > 0)", values: shares(\.leadingCount)),
      ])
    return Plot([.cells(deviations), .bars(neurons)])
  }
}
