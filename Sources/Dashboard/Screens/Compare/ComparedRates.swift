import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

extension ScreenView {
  /// Each neuron of the layer under the cursor as a dot: its rate in the first network to the
  /// right, in the second upwards.
  func drawComparedRates(on canvas: inout Canvas) {
    guard let pair = ComparedPair(of: state.layer, engine), let second = secondView, step > 0,
      canvas.size.rows > 1
    else { return }
    let (rates, unit) = comparedRates(pair, second)
    let highest = max(rates.joined().filter(\.isFinite).max() ?? 0, 1e-9)
    var rest = canvas.bounds
    let footer = rest.takeBottom(1)
    let left = 8
    let plot = Rect(
      row: 0, column: left, rows: rest.rows, columns: max(rest.columns - left - 1, 1))
    canvas.addPlot(plot)
    var line = DotGrid(plot.size)
    line.addLine(from: (0, line.height - 1), to: (line.width - 1, 0), style: .label)
    canvas.draw(line, row: plot.row, column: plot.column)
    drawPoints(rates, highest: highest, in: plot, on: &canvas)
    let most = decimal(highest, digits: 2)
    canvas.writeApart([
      AxisLabel(most, row: 0, column: 0, width: left - 1),
      AxisLabel("B", row: plot.rows / 2, column: 0, width: left - 1, style: RunSide.second.style),
      AxisLabel("0", row: footer.row, column: left, width: 1),
      AxisLabel("A", row: footer.row, column: left + 2, width: 1, style: RunSide.first.style),
      AxisLabel(
        "\(most) \(unit)", row: footer.row, column: left + 4, width: plot.columns - 4),
    ])
  }

  /// A row per neuron of the layer under the cursor: what each network makes of it.
  func comparedRateNumbers() -> NumberTable {
    var table = NumberTable(["layer", "neuron", "A", "B", "unit"])
    guard let pair = ComparedPair(of: state.layer, engine), let second = secondView, step > 0 else {
      return table
    }
    let (rates, unit) = comparedRates(pair, second)
    let layer = network.layers[pair.layer]
    for (index, both) in zip(rates[0], rates[1]).enumerated() {
      table.append([
        layer.name, layer.shape.unitNumber(ofIndex: index), number(Float(both.0)),
        number(Float(both.1)), unit,
      ])
    }
    return table
  }

  /// Above the line of equality in the colour of the second network, below it of the first.
  private func drawPoints(
    _ rates: [[Double]], highest: Double, in plot: Rect, on canvas: inout Canvas
  ) {
    var dots = DotGrid(plot.size)
    for (first, second) in zip(rates[0], rates[1]) where first.isFinite && second.isFinite {
      let x = Int((min(first / highest, 1) * Double(dots.width - 1)).rounded())
      dots.set(
        x: max(x, 0), y: dots.dotRow(of: second, range: 0...highest),
        style: first == second ? .plain : first > second ? .firstRun : .secondRun)
    }
    canvas.draw(dots, row: plot.row, column: plot.column)
  }

  /// The activations that neurons stand for, whatever their code and their thresholds are; spikes
  /// per step where nobody can say.
  private func comparedRates(
    _ pair: ComparedPair, _ second: ScreenView
  ) -> (rates: [[Double]], unit: String) {
    if let ours = activations(of: pair.layer), let theirs = second.activations(of: pair.counterpart)
    {
      return ([ours, theirs], "rate x theta")
    }
    let counts = [
      runState.statistics.layers[pair.layer].counts.count,
      second.runState.statistics.layers[pair.counterpart].counts.count,
    ]
    return (counts.map { $0.map { Double($0) / Double(step) } }, "spikes per step")
  }

  /// What each neuron of a layer stands for; `nil` while no code is complete.
  private func activations(of layer: Int) -> [Double]? {
    guard let threshold = network.layers[layer].neuron.threshold else { return nil }
    return RatePairs(layerStep(layer))?.rates.map { $0 * Double(threshold) }
  }
}
