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
