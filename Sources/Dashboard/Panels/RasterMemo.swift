import TerminalUI

/// What has been drawn of rasters, so that it need not be counted again in the next frame.
///
/// A recorded step never changes, so a canvas is the same with and without a memo; see `draw`.
package final class RasterMemo {
  /// A column of cells: which bands, and which steps.
  struct Key: Hashable {
    var bands: BandsKey
    var firstStep: Int
    var lastStep: Int
    /// How many dots lie along time.
    var dotCount: Int
  }

  /// Which neurons the bands of a raster stand for.
  struct BandsKey: Hashable {
    var generation: Int
    var layer: Int
    /// The number of the first neuron; `nil` where bands lie in population order.
    var firstNumber: Int?
    var bandLength: Int
    var bandCount: Int
  }

  private var columns: [Key: [RasterCell]] = [:]

  /// More than there are on a screen, by far.
  private static let maximumColumns = 1 << 14

  package init() {}

  /// - Parameter isComplete: Whether all of the steps are recorded, so that they can be remembered.
  func cells(
    _ key: Key, isComplete: Bool, count: () -> [RasterCell]
  ) -> [RasterCell] {
    guard isComplete else { return count() }
    if let known = columns[key] { return known }
    if columns.count >= Self.maximumColumns { columns = [:] }
    let cells = count()
    columns[key] = cells
    return cells
  }
}
