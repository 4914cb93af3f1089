import Charts

/// Figures at the edge of what a chart can be.
enum ExtremeFigures {
  static let all = [
    Plot([]),
    Plot([], caption: "only a caption"),
    Plot([.lines(lines([]))]),
    Plot([.bars(bars([], categories: 0))]),
    Plot([.bars(bars([], categories: 5))]),
    Plot([.bars(bars([[nil, .nan]], categories: 2))]),
    Plot([.lines(lines([[(64, 0.5)]]))]),
    Plot([.lines(lines([[(64, .nan)], [(64, nil)]]))]),
    Plot([.lines(lines([[(1, 3), (2, 3), (3, 3)]]))]),
    Plot([.lines(lines([[(0, 1), (-1, 2), (4, 1e300), (.infinity, 3)]]))]),
    Plot([.lines(lines([[(1, -1e30), (2, 1e30)]]))]),
    Plot([.lines(lines([(1...2000).map { (Double($0), Double($0 % 7)) }]))]),
    Plot([.lines(lines((1...30).map { [(1, Double($0)), (9, 1)] }))]),
    Plot([.bars(bars([[0, 0, 0]], categories: 3))]),
    Plot([.bars(bars([[-1, 2], [3, -4]], categories: 2))]),
    Plot([.bars(bars([Array(repeating: 0.5, count: 300)], categories: 300))]),
    Plot([.bars(bars([[1]], categories: 4))]),
    Plot([.bars(bars([[1, 2, 3]], categories: 1))]),
    Plot(
      [.lines(lines([[(1, 1), (2, 2)]], name: String(repeating: "long", count: 80)))],
      caption: String(repeating: "word", count: 400)),
  ]

  private static func lines(
    _ points: [[(Double, Double?)]], name: String = "method"
  ) -> LineChart {
    LineChart(
      title: name, xAxis: Axis(name, scale: .log2), yAxis: Axis(name),
      series: points.enumerated().map { index, points in
        LineChart.Series("\(name) \(index)", points: points.map { .init(x: $0, y: $1) })
      },
      references: points.isEmpty ? [] : [.init(name, value: 0.9), .init("none", value: .nan)])
  }

  private static func bars(_ values: [[Double?]], categories: Int) -> BarChart {
    BarChart(
      title: "bars", categories: (0..<categories).map { "layer\($0)" }, categoryLabel: "layer",
      yAxis: Axis("ratio", scale: .log2),
      series: values.enumerated().map { BarChart.Series("method \($0)", values: $1) })
  }
}
