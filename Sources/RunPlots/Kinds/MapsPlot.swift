import Charts
import Networks
import PlainText
import SpikeStatistics

extension RunPlot {
  /// The rates of a layer where its neurons lie, beside the ANN's activations on one scale.
  static let maps = RunPlot(
    "maps", of: .layer, isOverTime: false,
    shows: "rates of a layer as pictures, beside the ANN's"
  ) { subject throws(RunPlotError) in
    let layer = try subject.chosenLayer()
    guard subject.step > 0 else { throw .noSteps }
    let layerStep = subject.layerStep(layer)
    let mosaic = Mosaic(layerStep.layer.shape)
    let tile = { (title: String, values: [Double], scale: Int) in
      MapChart.Tile(
        title, width: mosaic.width, height: mosaic.height, values: mosaic.values(values),
        scale: scale)
    }
    let title = "\(layerStep.layer.name): \(mosaic.words), after \(counted(subject.step, "step"))"
    guard layerStep.reference != nil else {
      let rates = layerStep.statistics.counts.count.map { Double($0) / Double(subject.step) }
      guard rates.contains(where: { $0 > 0 }) else { throw .nothingFired }
      return Plot([
        .maps(
          MapChart(
            title: title, tiles: [tile("rate", rates, 0)],
            scales: [.amount(of: rates, label: "rate (spikes per step)")]))
      ])
    }
    let pairs = try subject.ratePairs(of: layer)
    let differences = zip(pairs.rates, pairs.targets).map { $0 - $1 }
    let unit = pairs.time == subject.step ? "θ per step" : "θ per cycle"
    return Plot([
      .maps(
        MapChart(
          title: title,
          tiles: [
            tile("SNN", pairs.rates, 0), tile("ANN", pairs.targets, 0),
            tile("SNN − ANN", differences, 1),
          ],
          scales: [
            .amount(of: pairs.rates + pairs.targets, label: "rate (\(unit))"),
            .difference(of: differences, label: "difference (\(unit))"),
          ]))
    ])
  }
}

/// The channels of a map as one picture, in the order of their numbers, a gap of one place between
/// them; a vector as rows of its neurons.
private struct Mosaic {
  let width: Int
  let height: Int
  private let shape: MapShape
  private let across: Int
  private let gap: Int

  init(_ shape: MapShape) {
    self.shape = shape
    gap = shape.isVector ? 0 : 1
    // As near to a square as channels allow.
    var across = 1
    while across * across * (shape.width + gap) < shape.channels * (shape.height + gap) {
      across += 1
    }
    self.across = min(across, shape.channels)
    let down = (shape.channels + self.across - 1) / self.across
    width = self.across * (shape.width + gap) - gap
    height = down * (shape.height + gap) - gap
  }

  var words: String {
    shape.isVector
      ? "\(counted(shape.count, "neuron")), row by row"
      : "\(counted(shape.channels, "channel")) of \(shape.height)x\(shape.width)"
  }

  /// - Parameter units: In channels-last order.
  /// - Returns: `nan` between the channels, and behind the last.
  func values(_ units: [Double]) -> [Double] {
    var values = Array(repeating: Double.nan, count: width * height)
    for channel in 0..<shape.channels {
      let (left, top) = (
        channel % across * (shape.width + gap), channel / across * (shape.height + gap)
      )
      for row in 0..<shape.height {
        for column in 0..<shape.width {
          values[(top + row) * width + left + column] =
            units[shape.populationIndex(channel: channel, row: row, column: column)]
        }
      }
    }
    return values
  }
}
