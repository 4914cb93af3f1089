import Charts
import Networks
import PlainText
import SpikeStatistics

extension RunPlot {
  /// Spikes over time: of one layer neuron by neuron, or of all layers one below the other.
  static let raster = RunPlot("raster", of: .layers, shows: "spikes over time, layer by layer") {
    subject throws(RunPlotError) in
    let steps = try subject.recordedSteps()
    let chart =
      if let layer = subject.layer {
        subject.raster(of: layer, steps: steps)
      } else {
        subject.rasterOfAll(steps: steps)
      }
    guard chart.bands.contains(where: { !$0.marks.isEmpty }) else { throw .nothingFired }
    return Plot([.raster(chart)])
  }
}

/// What marks mean; without an analog network all are of the first kind.
private let kinds = ["spikes", "spikes of inactivated neurons (SIN)", "spikes taken back"]

extension PlotSubject {
  /// So many rows can be told apart in print.
  private static let mostRows = 180

  fileprivate func raster(of layer: Int, steps: ClosedRange<Int>) -> RasterChart {
    let (name, shape) = (layers[layer].name, layers[layer].shape)
    let stride = (shape.count + PlotSubject.mostRows - 1) / PlotSubject.mostRows
    let numbers = Array(Swift.stride(from: 0, to: shape.count, by: stride))
    let scale = AxisScale(
      Axis("neuron"), values: [0, Double(shape.count - 1)], tickLimit: 6, ends: .onData)
    let names = scale.ticks.map { RasterChart.RowName($0.label, row: $0.value / Double(stride)) }
    let band = RasterChart.Band(
      "", rowCount: numbers.count, marks: marks(of: numbers, in: layer, steps: steps),
      rowNames: names)
    let share =
      stride == 1 ? "" : " (\(grouped(numbers.count)) of \(grouped(shape.count)))"
    return chart(title: "Spikes of \(name)", yLabel: "neuron\(share)", bands: [band], steps: steps)
  }

  fileprivate func rasterOfAll(steps: ClosedRange<Int>) -> RasterChart {
    let rows = min(max(PlotSubject.mostRows / max(layers.count, 1), 10), 60)
    let bands = layers.indices.map { layer -> RasterChart.Band in
      let count = layers[layer].shape.count
      // Evenly spread over the layer, the first one among them.
      let numbers = count <= rows ? Array(0..<count) : (0..<rows).map { $0 * count / rows }
      return RasterChart.Band(
        layers[layer].name, rowCount: numbers.count,
        marks: marks(of: numbers, in: layer, steps: steps))
    }
    let isPart = layers.contains { $0.shape.count > rows }
    return chart(
      title: "Spikes of all layers",
      yLabel: isPart ? "layer (\(rows) neurons of each)" : "layer", bands: bands, steps: steps)
  }

  private func chart(
    title: String, yLabel: String, bands: [RasterChart.Band], steps: ClosedRange<Int>
  ) -> RasterChart {
    let last = bands.flatMap(\.marks).map(\.kind).max() ?? 0
    return RasterChart(
      title: title, xAxis: timeAxis(steps), yLabel: yLabel, kinds: Array(kinds[...last]),
      bands: bands)
  }

  /// - Parameter numbers: The neurons of the rows, by their numbers.
  private func marks(
    of numbers: [Int], in layer: Int, steps: ClosedRange<Int>
  ) -> [RasterChart.Mark] {
    let units = numbers.map(layers[layer].shape.populationIndex(ofUnit:))
    let reference = status.setting.references[layer]
    let kindsOfRows = units.map { reference?.isInactive($0) ?? false ? 1 : 0 }
    let takesBack = network.takesSpikesBack(in: layer)
    return steps.flatMap { step -> [RasterChart.Mark] in
      let words = status.raster.row(of: layer, at: step)
      let events = takesBack ? status.raster.events(of: layer, at: step) : nil
      return units.enumerated().compactMap { row, unit in
        guard words[words.startIndex + unit >> 6] >> UInt64(unit & 63) & 1 == 1 else { return nil }
        let isTakenBack = events.map { $0.value(of: unit) < 0 } ?? false
        return RasterChart.Mark(x: step, row: row, kind: isTakenBack ? 2 : kindsOfRows[row])
      }
    }
  }
}
