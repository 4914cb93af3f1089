import Networks
import PlainText
import SpikeStatistics
import TerminalUI

private let axisWidth = 8

extension ScreenView {
  /// What a neuron has delivered per unit of time, over θ, and the same of the analog network.
  ///
  /// - Returns: `nil` while no code is complete, and where the analog network says nothing.
  func ratePairs() -> RatePairs? { RatePairs(layerStep(state.layer)) }

  private var noPairsText: String {
    if step == 0 { return "no step has been taken: Space runs, . steps" }
    if reference == nil { return "no analog counterpart to compare with" }
    return network.coding == .rate
      ? "this layer has no rate of its own"
      : "the code is complete where a cycle ends: . steps there"
  }

  /// How many neurons fire at which rate, above how many would by the analog network.
  func drawRates(on canvas: inout Canvas) {
    guard let pairs = ratePairs() else { return drawRatesAlone(on: &canvas) }
    var rest = canvas.bounds
    let footer = rest.takeBottom(1)
    let highest = max(pairs.rates.max() ?? 0, pairs.targets.max() ?? 0)
    guard highest > 0 else {
      let all =
        shape.count == 1 ? "the neuron is" : "all \(counted(shape.count, "neuron")) are"
      canvas.write("\(all) silent", row: 0, column: 1)
      return
    }
    let quantum = network.coding == .rate ? 1 / Double(max(pairs.time, 1)) : nil
    let bins = RateBins(
      highest: highest, quantum: quantum, most: mostRateBins(columns: rest.columns))
    let upper = rest.takeTop(rest.rows / 2)
    let lower = rest.takeBottom(upper.rows)
    let parts = [("SNN", pairs.rates, upper), ("ANN", pairs.targets, lower)]
    for (title, values, area) in parts {
      drawBins(title, values, bins, in: area, on: &canvas)
    }
    let width = bins.count * max((canvas.size.columns - axisWidth - 1) / bins.count, 1)
    let text = decimal(bins.end, digits: 2)
    canvas.writeScale(
      "0", ["\(text) of theta per step", "\(text) of theta", text],
      in: Rect(row: footer.row, column: axisWidth, rows: 1, columns: width))
  }

  /// How many neurons fire at which rate, where no analog network says how many should.
  private func drawRatesAlone(on canvas: inout Canvas) {
    let counts = runState.statistics.layers[state.layer].counts.count
    let highest = Double(counts.max() ?? 0) / Double(max(step, 1))
    guard step > 0, highest > 0, reference == nil else {
      canvas.write(
        noPairsText, row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: .label)
      return
    }
    var rest = canvas.bounds
    let footer = rest.takeBottom(1)
    let bins = RateBins(
      highest: highest, quantum: 1 / Double(step), most: mostRateBins(columns: rest.columns))
    drawBins("SNN", counts.map { Double($0) / Double(step) }, bins, in: rest, on: &canvas)
    let text = decimal(bins.end)
    canvas.writeScale(
      "0", ["\(text) spikes per step", "\(text) per step", text],
      in: Rect(
        row: footer.row, column: axisWidth, rows: 1,
        columns: canvas.size.columns - axisWidth - 2))
  }

  /// How many bins of rates there are room for.
  private func mostRateBins(columns: Int) -> Int { max(min((columns - axisWidth - 1) / 2, 40), 1) }

  /// The neurons above 0 in bins of equal width; those at 0 are a number, or they would dwarf all.
  private func drawBins(
    _ title: String, _ values: [Double], _ rateBins: RateBins, in rect: Rect,
    on canvas: inout Canvas
  ) {
    guard rect.rows >= 2 else { return }
    let bins = rateBins.counts(of: values)
    let silent = values.count { $0.isFinite && $0 <= 0 }
    let part = "\(grouped(values.count - silent)) of \(grouped(values.count))"
    let room = rect.columns - axisWidth - 1
    let words = ["\(title): \(part) above 0", "\(title): \(part) > 0", "\(title): \(part)"]
    canvas.write(
      words.first { $0.count <= room } ?? part, row: rect.row, column: axisWidth, width: room,
      alignment: .left, style: .label)
    canvas.write(
      grouped(bins.max() ?? 0), row: rect.row + 1, column: 0, width: axisWidth - 1,
      alignment: .right, style: .label)
    canvas.drawHistogram(
      bins,
      in: Rect(
        row: rect.row + 1, column: axisWidth, rows: rect.rows - 1,
        columns: rect.columns - axisWidth - 1)
    ) { bin in .spikes(rate: rateBins.width * Double(bin + 1), sinShare: 0) }
  }

  /// Each neuron as a dot: its analog activation to the right, its rate upwards.
  func drawScatter(on canvas: inout Canvas) {
    guard let pairs = ratePairs(), reference != nil else {
      canvas.write(
        noPairsText, row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: .label)
      return
    }
    var rest = canvas.bounds
    let footer = rest.takeBottom(2)
    let highest = max(pairs.rates.max() ?? 0, pairs.targets.max() ?? 0, 1e-9)
    let plot = Rect(
      row: rest.row, column: axisWidth, rows: rest.rows, columns: rest.columns - axisWidth - 1)
    drawPoints(pairs.rates, pairs.targets, highest: highest, in: plot, on: &canvas)
    let text = decimal(highest, digits: 2)
    let title = "ANN a/theta"
    canvas.writeApart([
      AxisLabel(text, row: plot.row, column: 0, width: axisWidth - 1),
      AxisLabel("rate", row: plot.row + plot.rows / 2, column: 0, width: axisWidth - 1),
      AxisLabel("0", row: footer.row, column: axisWidth, width: 1),
      AxisLabel(text, row: footer.row, column: plot.column, width: plot.columns),
      AxisLabel(
        title, row: footer.row, column: axisWidth + 3, width: title.count, style: .annTarget),
    ])
    drawFit(pairs, row: footer.row + 1, on: &canvas)
  }

  /// The line of equality under the dots; SIN neurons have a colour of their own.
  private func drawPoints(
    _ rates: [Double], _ targets: [Double], highest: Double, in plot: Rect,
    on canvas: inout Canvas
  ) {
    canvas.addPlot(plot)
    var line = DotGrid(plot.size)
    var dots = DotGrid(plot.size)
    guard line.width > 0, line.height > 0 else { return }
    line.addLine(from: (0, line.height - 1), to: (line.width - 1, 0), style: .annTarget)
    canvas.draw(line, row: plot.row, column: plot.column)
    let range = 0...highest
    for (rate, target) in zip(rates, targets) where rate.isFinite && target.isFinite {
      let x = Int((min(target / highest, 1) * Double(dots.width - 1)).rounded())
      let style: Style = rate > 0 ? .spikes(rate: rate, sinShare: 0) : .label
      dots.set(x: x, y: dots.dotRow(of: rate, range: range), style: style)
    }
    // In a second pass, so that no other dot takes the colour from them.
    for (unit, rate) in rates.enumerated()
    where rate > 0 && reference?.isInactive(unit) ?? false {
      dots.set(x: 0, y: dots.dotRow(of: rate, range: range), style: .sinSpike)
    }
    canvas.draw(dots, row: plot.row, column: plot.column)
  }

  private func drawFit(_ pairs: RatePairs, row: Int, on canvas: inout Canvas) {
    let count = grouped(shape.count)
    let rmse = decimal(pairs.rootMeanSquareError, digits: 4)
    canvas.writeClauses(
      "\(count) of \(count) neurons, RMSE \(rmse) of theta, r \(decimal(pairs.correlation))",
      row: row, column: 1, width: canvas.size.columns - 2)
  }
}
