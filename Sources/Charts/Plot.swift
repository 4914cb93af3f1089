/// Charts below each other, with a caption; the same plot always gives the same picture.
///
/// `drawing(_:)` draws it for files, `text(columns:rows:unicode:)` for terminals.
package struct Plot: Hashable, Sendable {
  /// One chart of a plot.
  package enum Chart: Hashable, Sendable {
    case lines(LineChart)
    case bars(BarChart)
    case raster(RasterChart)
    case cells(CellChart)
    case maps(MapChart)
    case points(PointChart)

    package var title: String {
      switch self {
      case .lines(let chart): chart.title
      case .bars(let chart): chart.title
      case .raster(let chart): chart.title
      case .cells(let chart): chart.title
      case .maps(let chart): chart.title
      case .points(let chart): chart.title
      }
    }
  }

  /// From top to bottom.
  package var charts: [Chart]
  /// What a reader must know to understand the charts, such as where the numbers are from.
  package var caption: String
  /// What was drawn and how it came about, for the file's own description; the caption where it is
  /// empty.
  package var about: String

  package init(_ charts: [Chart], caption: String = "", about: String = "") {
    self.charts = charts
    self.caption = caption
    self.about = about
  }
}
