import Charts
import Networks
import PlainText
import SpikeStatistics

extension RunPlot {
  /// The rate of each neuron of a layer against the ANN's activation.
  static let scatter = RunPlot(
    "scatter", of: .layer, isOverTime: false,
    shows: "the rate of each neuron of a layer against the ANN's activation"
  ) { subject throws(RunPlotError) in
    let layer = try subject.chosenLayer()
    guard subject.hasANN else { throw .noANN }
    let pairs = try subject.ratePairs(of: layer)
    let (name, reference) = (
      subject.layers[layer].name, subject.status.setting.references[layer]
    )
    let units = pairs.rates.indices
    let isSIN = { (unit: Int) in
      pairs.rates[unit] > 0 && reference?.isInactive(unit) ?? false
    }
    let unit = pairs.time == subject.step ? "θ per step" : "θ per cycle"
    let groups = [
      ("neurons", units.filter { !isSIN($0) }), ("SIN neurons", units.filter(isSIN)),
    ].filter { !$0.1.isEmpty }.map { title, units in
      PointChart.Group("\(grouped(units.count)) \(title)", points: points(of: units, in: pairs))
    }
    let chart = PointChart(
      title: "Rates of \(name) after \(counted(subject.step, "step"))",
      xAxis: Axis("ANN activation (\(unit))", including: 0...0.01),
      yAxis: Axis("SNN rate (\(unit))", including: 0...0.01), groups: groups, equality: "equal")
    return Plot(
      [.points(chart)],
      caption: "RMSE \(decimal(pairs.rootMeanSquareError, digits: 4)) θ, correlation "
        + "\(decimal(pairs.correlation)).")
  }
}

/// One point for all neurons at one place.
private func points(of units: [Int], in pairs: RatePairs) -> [PointChart.Point] {
  var seen: Set<PointChart.Point> = []
  return units.compactMap { unit in
    let point = PointChart.Point(x: pairs.targets[unit], y: pairs.rates[unit])
    return seen.insert(point).inserted ? point : nil
  }
}
