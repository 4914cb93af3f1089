/// Pictures of values beside each other, those of one scale in one set of colours.
package struct MapChart: Hashable, Sendable {
  /// A picture of values, row by row from the top; one that is not finite leaves the ground.
  package struct Tile: Hashable, Sendable {
    package var title: String
    package var width: Int
    package var height: Int
    package var values: [Double]
    /// Which of the chart's scales its colours are of.
    package var scale: Int

    /// - Precondition: There is a value for every place.
    package init(_ title: String, width: Int, height: Int, values: [Double], scale: Int) {
      precondition(
        width > 0 && height > 0 && values.count == width * height,
        "\(values.count) values for \(width)x\(height)")
      self.title = title
      self.width = width
      self.height = height
      self.values = values
      self.scale = scale
    }
  }

  package var title: String
  /// From left to right; of one shape.
  package var tiles: [Tile]
  package var scales: [ColorScale]

  package init(title: String, tiles: [Tile], scales: [ColorScale]) {
    self.title = title
    self.tiles = tiles
    self.scales = scales
  }
}
