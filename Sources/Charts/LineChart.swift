/// Curves over a common axis, such as the temperature of several towns over the day.
///
/// ```swift
/// LineChart(
///   title: "Humidity over the day",
///   xAxis: Axis("hour"),
///   yAxis: Axis("humidity", unit: .percent),
///   series: [.init("Bergen", points: [.init(x: 6, y: 0.91), .init(x: 12, y: 0.78)])],
///   references: [.init("mean 82.4 %", value: 0.824)])
/// ```
package struct LineChart: Hashable, Sendable {
  /// A place of a curve, in the units of the axes.
  package struct Point: Hashable, Sendable {
    package var x: Double
    /// A gap in the curve if it is missing or has no place on the axis, such as NaN.
    package var y: Double?

    package init(x: Double, y: Double?) {
      self.x = x
      self.y = y
    }
  }

  /// One curve, through its points in their order.
  package struct Series: Hashable, Sendable {
    package var name: String
    package var points: [Point]

    package init(_ name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// A dashed horizontal line to compare with.
  package struct Reference: Hashable, Sendable {
    package var name: String
    package var value: Double

    package init(_ name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  package var title: String
  package var xAxis: Axis
  package var yAxis: Axis
  /// In the order of the legend; later ones are drawn above earlier ones.
  package var series: [Series]
  package var references: [Reference]

  package init(
    title: String, xAxis: Axis, yAxis: Axis, series: [Series], references: [Reference] = []
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.series = series
    self.references = references
  }

  var xScaleValues: [Double] { series.flatMap(\.points).map(\.x) }

  var yScaleValues: [Double] {
    series.flatMap(\.points).compactMap(\.y) + references.map(\.value)
  }

  /// The parts of a curve between its gaps, none of them empty.
  func runs(of series: Series) -> [[(x: Double, y: Double)]] {
    var runs: [[(x: Double, y: Double)]] = [[]]
    for point in series.points {
      if let y = point.y, xAxis.holds(point.x), yAxis.holds(y) {
        runs[runs.count - 1].append((point.x, y))
      } else {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  var isEmpty: Bool { series.allSatisfy { runs(of: $0).isEmpty } }
}
