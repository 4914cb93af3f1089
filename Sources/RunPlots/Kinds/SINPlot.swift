import Charts
import Networks
import PlainText
import SpikeStatistics

extension RunPlot {
  /// Spikes of inactivated neurons: which layers have them, and when.
  static let sin = RunPlot(
    "sin", of: .network, shows: "spikes of inactivated neurons, by layer and over time"
  ) { subject throws(RunPlotError) in
    let layers = try subject.layersWithReference()
    let steps = try subject.steps(atLeast: 2)
    let statistics = layers.map { subject.runState.statistics.layers[$0].sin }
    let ratios = BarChart(
      title: "Inactivated neurons that fired within \(counted(subject.step, "step"))",
      categories: layers.map { subject.layers[$0].name }, categoryLabel: "layer",
      yAxis: Axis("share of inactivated", unit: .percent, including: 0...0.01),
      series: [.init("SIN neurons", values: statistics.map { $0?.ratio }, look: sinLook)])
    let rows = zip(layers, statistics).map { layer, sin -> CellChart.Row in
      let count = Double(max(sin?.inactiveCount ?? 0, 1))
      return CellChart.Row(
        subject.layers[layer].name,
        values: steps.map { step in
          subject.status.history.entry(of: layer, at: step)
            .map { Double($0.sinSpikes) / count } ?? .nan
        })
    }
    let spikes = CellChart(
      title: "When they fired", xAxis: subject.timeAxis(steps), yLabel: "layer",
      scale: .amount(
        of: rows.flatMap(\.values), label: "SIN spikes per inactivated neuron and step",
        ramp: .share, unit: .percent),
      rows: rows)
    return Plot([.bars(ratios), .cells(spikes)])
  }
}

/// That of SIN in the other figures, too.
private let sinLook = 1
