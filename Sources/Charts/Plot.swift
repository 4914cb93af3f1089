/// Charts below each other, with a caption; the same plot always gives the same picture.
///
/// `svg()`, `png(scale:)` and `text(columns:rows:unicode:)` draw it.
package struct Plot: Hashable, Sendable {
  /// One chart of a plot.
  package enum Chart: Hashable, Sendable {
    case lines(LineChart)
    case bars(BarChart)

    package var title: String {
      switch self {
      case .lines(let chart): chart.title
      case .bars(let chart): chart.title
      }
    }
  }

  /// From top to bottom.
  package var charts: [Chart]
  /// What a reader must know to understand the charts, such as where the numbers are from.
  package var caption: String

  package init(_ charts: [Chart], caption: String = "") {
    self.charts = charts
    self.caption = caption
  }
}
