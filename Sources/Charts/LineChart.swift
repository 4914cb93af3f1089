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

  /// How a curve is drawn.
  package enum Form: Hashable, Sendable {
    /// Straight from point to point, with a sign at some of them that tells it from the others.
    case marked
    /// The same without signs, where points are many and curves are few.
    case plain
    /// Level up to the middle between two points: a quantity that holds for a step.
    case stairs
    /// Thin and grey, for curves that are there only to be compared with; those of one name have
    /// one entry in the legend.
    case quiet
    /// Dashed and grey, as a reference.
    case dashed
  }

  /// One curve, through its points in their order.
  package struct Series: Hashable, Sendable {
    package var name: String
    package var points: [Point]
    package var form: Form

    package init(_ name: String, points: [Point], form: Form = .marked) {
      self.name = name
      self.points = points
      self.form = form
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
  /// Whether half the usual height will do, as below a chart of the same times.
  package var isLow = false
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

  /// The looks of the series; those that are only to be compared with take none from the others.
  func looks(on theme: PlotStyle.Theme) -> [SeriesLook] {
    var number = 0
    return series.map { series in
      defer { if series.form.isNumbered { number += 1 } }
      return SeriesLook(number, on: theme)
    }
  }

  var isEmpty: Bool { series.allSatisfy { runs(of: $0).isEmpty } }
}

extension LineChart.Form {
  /// Whether the curve has a look of its own.
  var isNumbered: Bool {
    switch self {
    case .marked, .plain, .stairs: true
    case .quiet, .dashed: false
    }
  }
}
