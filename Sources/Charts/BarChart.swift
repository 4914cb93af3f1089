/// Bars in groups, such as the rain of every month by town: one group per month, one bar in it per
/// town.
///
/// ```swift
/// BarChart(
///   title: "Rain per month", categories: ["May", "June"], categoryLabel: "month",
///   yAxis: Axis("rain in mm"), series: [.init("Bergen", values: [106, 132])])
/// ```
package struct BarChart: Hashable, Sendable {
  /// One value for every category, in their order.
  package struct Series: Hashable, Sendable {
    package var name: String
    /// No bar stands where a value is missing or has no place on the axis, such as NaN.
    package var values: [Double?]
    /// Whose look it has; `nil` for that of its place in the legend.
    package var look: Int?

    package init(_ name: String, values: [Double?], look: Int? = nil) {
      self.name = name
      self.values = values
      self.look = look
    }
  }

  package var title: String
  package var categories: [String]
  /// What the categories are.
  package var categoryLabel: String
  /// Always linear and always with 0, on which the bars stand.
  package var yAxis: Axis {
    didSet { yAxis.scale = .linear }
  }
  /// In the order of the legend, and of the bars in each group from left to right.
  package var series: [Series]

  package init(
    title: String, categories: [String], categoryLabel: String, yAxis: Axis, series: [Series]
  ) {
    self.title = title
    self.categories = categories
    self.categoryLabel = categoryLabel
    self.yAxis = yAxis
    self.yAxis.scale = .linear
    self.series = series
  }

  /// The value of a bar; `nil` if there is none.
  func value(_ series: Series, category: Int) -> Double? {
    guard series.values.indices.contains(category), categories.indices.contains(category) else {
      return nil
    }
    return series.values[category].flatMap { yAxis.holds($0) ? $0 : nil }
  }

  var yScaleValues: [Double] {
    [0] + series.flatMap { series in categories.indices.compactMap { value(series, category: $0) } }
  }

  var isEmpty: Bool {
    series.allSatisfy { series in
      categories.indices.allSatisfy { value(series, category: $0) == nil }
    }
  }
}
