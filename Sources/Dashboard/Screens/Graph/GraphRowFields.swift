import Networks

/// The columns of a box without edges: in the same places for all layers of a network, and as
/// narrow as their names and maps allow, so that what lies over time has the rest.
package struct GraphRowFields: Equatable, Sendable {
  /// Of the names of layers.
  package let name: Int
  /// Of their maps; 0 where bars need the room more, as the pane of the layer tells it too.
  package let shape: Int
  /// Where the figures begin.
  package let figures: Int
  /// Where they end.
  package let end: Int
  /// How many columns bars have; 0 where there are too few.
  package let strip: Int

  /// Of the rate, and where there are any of the SIN neurons with their share.
  let figureWidths: [Int]

  /// With fewer columns nothing is shown over time.
  private static let leastStrip = 12

  /// - Parameters:
  ///   - hasSIN: Whether it is known which neurons are inactivated.
  ///   - columns: Those of the box with its edges.
  package init(_ network: SpikingNetwork, hasSIN: Bool, columns: Int) {
    let figureWidths = hasSIN ? [11, 17] : [11]
    let names = min(network.layers.map(\.name.count).max() ?? 0, 9)
    let shapes = min(network.layers.map { "\($0.shape)".count }.max() ?? 0, 10)
    let figures = { (shape: Int) in 2 + names + 1 + (shape > 0 ? shape + 1 : 0) }
    let end = { (shape: Int) in figures(shape) + figureWidths.reduce(0, +) }
    // One for the edge at the right.
    let strip = { (shape: Int) in columns - 1 - end(shape) }
    self.figureWidths = figureWidths
    name = names
    shape = strip(shapes) < Self.leastStrip && strip(0) >= Self.leastStrip ? 0 : shapes
    self.figures = figures(shape)
    self.end = end(shape)
    self.strip = strip(shape) < Self.leastStrip ? 0 : strip(shape)
  }
}
