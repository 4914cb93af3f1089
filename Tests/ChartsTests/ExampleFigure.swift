import Charts
import Foundation

/// A figure of the kind that the program draws: accuracy over time and SIN ratio per layer.
///
/// The curves follow formulas, so that a test knows every value.
enum ExampleFigure {
  static let methods = ["max", "robust", "light@T", "bistable (reconstruction)"]
  static let steps = [16, 32, 64, 128, 256]

  /// Rises to 92 %, sooner for later methods.
  static func accuracy(method: Int, steps: Int) -> Double {
    0.1 + 0.82 * (1 - exp2(-Double(steps) * Double(method + 1) / 64))
  }

  static let accuracyChart = LineChart(
    title: "Accuracy over time, cifar-resnet20", xAxis: Axis("time steps T", scale: .log2),
    yAxis: Axis("accuracy", unit: .percent),
    series: methods.enumerated().map { index, name in
      LineChart.Series(
        name,
        points: steps.map { step in
          // The readout of the last method begins after 16 steps.
          let isMissing = index == 3 && step == 16
          return LineChart.Point(
            x: Double(step), y: isMissing ? nil : accuracy(method: index, steps: step))
        })
    },
    references: [LineChart.Reference("ANN 92.4 %", value: 0.924)])

  static func sinChart(layers: Int, methods: [String] = methods) -> BarChart {
    BarChart(
      title: "SIN ratio per layer at T = 64",
      categories: (0..<layers).map { "layer\($0 / 6 + 1).\($0 / 2 % 3).relu\($0 % 2 + 1)" },
      categoryLabel: "layer", yAxis: Axis("SIN ratio"),
      series: methods.enumerated().map { index, name in
        BarChart.Series(
          name,
          values: (0..<layers).map { layer in
            layer == 4 && index == 1
              ? nil : 0.67 * (Double(layer) + 1) / Double(layers) / Double(index + 1)
          })
      })
  }

  static let figure = Plot(
    [.lines(accuracyChart), .bars(sinChart(layers: 19))],
    caption: "cifar-resnet20, the first 1,000 test images of CIFAR-10; thresholds from 1,000 "
      + "training images. SIN ratio: spikes of inactivated neurons by all spikes of the layer.")
}

extension Plot {
  /// As wide as a page.
  func drawing() -> Drawing { drawing(PlotStyle(width: PlotStyle.page)) }
}

/// One chart of each other kind.
enum ExamplePictures {
  static let raster = RasterChart(
    title: "Spikes", xAxis: .cells("time step", 1...40), yLabel: "layer",
    kinds: ["spikes", "others"],
    bands: (0..<3).map { band in
      RasterChart.Band(
        "layer\(band)", rowCount: 8,
        marks: (1...40).map { RasterChart.Mark(x: $0, row: $0 % 8, kind: $0 % 5 == band ? 1 : 0) },
        rowNames: band == 1 ? [RasterChart.RowName("7", row: 7)] : [])
    })

  static let cells = CellChart(
    title: "Lead", xAxis: .cells("time step", 1...40), yLabel: "layer",
    scale: .difference(of: [-0.314, 0.2], label: "mean D (spikes)"),
    rows: (0..<6).map { row in
      CellChart.Row("layer\(row)", values: (0..<40).map { $0 < 3 ? .nan : sin(Double($0 + row)) })
    })

  static let maps = MapChart(
    title: "Maps",
    tiles: [("SNN", 0), ("ANN", 0), ("difference", 1)].map { title, scale in
      MapChart.Tile(
        title, width: 5, height: 4, values: (0..<20).map { Double($0) / 20 - Double(scale) / 2 },
        scale: scale)
    },
    scales: [
      .amount(of: [0.95], label: "rate"), .difference(of: [0.5], label: "difference"),
    ])

  static let points = PointChart(
    title: "Rates", xAxis: Axis("activation"), yAxis: Axis("rate"),
    groups: [
      .init("neurons", points: (0..<50).map { .init(x: Double($0) / 50, y: Double($0) / 60) }),
      .init("SIN", points: [.init(x: 0, y: 0.25)]),
    ], equality: "equal")

  static let course: LineChart = {
    var chart = LineChart(
      title: "", xAxis: .cells("time step", 1...40), yAxis: Axis("D (spikes)"),
      series: [LineChart.Form.stairs, .quiet, .quiet, .dashed, .plain].map { form in
        .init(
          "\(form)", points: (1...40).map { .init(x: Double($0), y: Double($0 / 7)) }, form: form)
      })
    chart.isLow = true
    return chart
  }()

  static let all: [Plot.Chart] = [
    .raster(raster), .cells(cells), .maps(maps), .points(points), .lines(course),
  ]

  static let plots = all.map { Plot([$0], caption: "A caption.", about: "What was run.") }

  /// With nothing in them, or one of each.
  static let extreme: [Plot] = [
    Plot([
      .raster(
        RasterChart(title: "", xAxis: .cells("", 1...1), yLabel: "", kinds: ["a"], bands: []))
    ]),
    Plot([
      .raster(
        RasterChart(
          title: "one", xAxis: .cells("step", 7...7), yLabel: "neuron", kinds: ["a"],
          bands: [.init("b", rowCount: 1, marks: [.init(x: 7, row: 0, kind: 0)])]))
    ]),
    Plot([
      .raster(
        RasterChart(
          title: "many", xAxis: .cells("step", 1...5000), yLabel: "layer", kinds: ["a"],
          bands: (0..<120).map { .init("layer number \($0)", rowCount: 10, marks: []) }))
    ]),
    Plot([
      .cells(
        CellChart(
          title: "", xAxis: .cells("step", 1...1), yLabel: "layer",
          scale: .amount(of: [], label: String(repeating: "long ", count: 60)),
          rows: [.init("a", values: [.nan])]))
    ]),
    Plot([
      .cells(
        CellChart(
          title: "many", xAxis: .cells("step", 990...1010), yLabel: "layer",
          scale: .amount(of: [1e300, .infinity], label: "x"),
          rows: (0..<200).map { .init("layer\($0)", values: []) }))
    ]),
    Plot([.maps(MapChart(title: "", tiles: [], scales: []))]),
    Plot([
      .points(
        PointChart(title: "", xAxis: Axis("x"), yAxis: Axis("y"), groups: [], equality: "equal"))
    ]),
    Plot([
      .points(
        PointChart(
          title: "", xAxis: Axis("x"), yAxis: Axis("y"),
          groups: [.init("g", points: [.init(x: .nan, y: 1), .init(x: -3, y: 1e5)])],
          equality: "equal"))
    ]),
  ]
}
