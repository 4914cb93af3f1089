import Charts
import Networks
import PlainText
import SpikeStatistics

/// Hollow as the second look, in another colour: that of the second one stands for SIN in rasters.
private let lookOfANN = 5

extension RunPlot {
  /// What the network answers over time, and in the end beside the ANN.
  static let outputs = RunPlot(
    "outputs", of: .network, shows: "the output over time by class, and in the end beside the ANN's"
  ) { subject throws(RunPlotError) in
    let steps = try subject.steps(atLeast: 2)
    let shares = steps.map { subject.status.outputShares(at: $0) }
    guard let last = shares.last ?? nil else { throw .noOutput }
    let target = subject.hasANN ? probabilities(subject.logits) : []
    let ranked = subject.classes(rankedBy: last, target)
    let chosen = Array(ranked.prefix(4))
    let curve = { (index: Int) in
      zip(steps, shares).map { LineChart.Point(x: Double($0), y: $1?[index]) }
    }
    // The others lie below what is to be seen.
    let rest = ranked.count > chosen.count ? ranked[chosen.count...] : []
    let course = LineChart(
      title: "Output over time", xAxis: subject.timeAxis(steps),
      yAxis: Axis("share (softmax)", unit: .percent, including: 0...0),
      series: rest.map {
        .init("\(grouped(rest.count)) other classes", points: curve($0), form: .quiet)
      } + chosen.map { .init(subject.className($0), points: curve($0)) })
    let shown = ranked.prefix(12).sorted()
    let bars = BarChart(
      title: "Output after \(counted(steps.upperBound, "step"))",
      categories: shown.map(subject.className),
      categoryLabel: shown.count < ranked.count
        ? "class (\(shown.count) of \(grouped(ranked.count)))" : "class",
      yAxis: Axis("share (softmax)", unit: .percent),
      series: [.init("SNN", values: shown.map { last[$0] })]
        + (target.isEmpty ? [] : [.init("ANN", values: shown.map { target[$0] }, look: lookOfANN)]))
    return Plot([.lines(course), .bars(bars)], caption: subject.answers)
  }
}

extension PlotSubject {
  /// The likeliest first, with those that the ANN answers and that are true before others.
  fileprivate func classes(rankedBy output: [Double], _ target: [Double]) -> [Int] {
    let best = target.indices.max { target[$0] < target[$1] }
    let key = { (index: Int) in output[index] + (index == label || index == best ? 1 : 0) }
    return output.indices.sorted { (key($0), $1) > (key($1), $0) }
  }

  fileprivate var answers: String {
    let label = label.map { "Label: \(className($0))." }
    let best = logits.indices.max { logits[$0] < logits[$1] }
    let ann = best.map { "ANN: \(className($0))." }
    let snn = runState.simulation.prediction.map { "SNN: \(className($0))." }
    return [label, ann, snn].compactMap(\.self).joined(separator: " ")
  }
}
