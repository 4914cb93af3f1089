/// Marks in rows over time, such as the spikes of neurons; rows stand together in named bands.
package struct RasterChart: Hashable, Sendable {
  /// A mark: in which row of its band, at which number of the x axis, and of which kind.
  package struct Mark: Hashable, Sendable {
    package var x: Int
    package var row: Int
    package var kind: Int

    package init(x: Int, row: Int, kind: Int) {
      self.x = x
      self.row = row
      self.kind = kind
    }
  }

  /// Rows below each other.
  package struct Band: Hashable, Sendable {
    /// In front of the band; empty where its rows have names.
    package var name: String
    package var rowCount: Int
    package var marks: [Mark]
    /// The names of some rows, ascending.
    package var rowNames: [RowName]

    package init(_ name: String, rowCount: Int, marks: [Mark], rowNames: [RowName] = []) {
      self.name = name
      self.rowCount = rowCount
      self.marks = marks
      self.rowNames = rowNames
    }
  }

  package struct RowName: Hashable, Sendable {
    /// From 0 on, also between rows: where rows stand for more than themselves.
    package var row: Double
    package var name: String

    package init(_ name: String, row: Double) {
      self.row = row
      self.name = name
    }
  }

  package var title: String
  /// Its `cells` are where marks may stand.
  package var xAxis: Axis
  /// What the rows are.
  package var yLabel: String
  /// What the kinds of marks are called, in the order of their colours.
  package var kinds: [String]
  /// From top to bottom.
  package var bands: [Band]

  package init(title: String, xAxis: Axis, yLabel: String, kinds: [String], bands: [Band]) {
    self.title = title
    self.xAxis = xAxis
    self.yLabel = yLabel
    self.kinds = kinds
    self.bands = bands
  }
}
