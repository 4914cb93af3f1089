import TerminalUI

/// What has been drawn of rasters, so that it need not be counted again in the next frame.
///
/// A recorded step never changes, so a canvas is the same with and without a memo; see `draw`.
package final class RasterMemo {
  /// A line of cells across time: which neurons, which steps, and what is drawn of them.
  struct Key: Hashable {
    var bands: Bands
    var firstStep: Int
    var lastStep: Int
    /// How many dots lie along time.
    var dotCount: Int
  }

  /// Which neurons the cells of a line stand for.
  struct Bands: Hashable {
    var generation: Int
    var layer: Int
    /// The number of the first neuron; `nil` where bands lie in population order.
    var firstNumber: Int?
    var length: Int
    var count: Int
    /// What is drawn of them.
    var content = Content.spikes
  }

  enum Content: Hashable {
    case spikes
    case differences(withShared: Bool)
  }

  private var lines: [Key: [Cell?]] = [:]
  private var capabilities: Capabilities?

  /// More than there are on a screen, by far.
  private static let maximumLines = 1 << 14

  package init() {}

  /// Prepares for a frame: what was drawn for another terminal is forgotten.
  func begin(for capabilities: Capabilities) {
    guard self.capabilities != capabilities else { return }
    self.capabilities = capabilities
    lines = [:]
  }

  /// - Parameter isComplete: Whether all of the steps are recorded, so that they can be remembered.
  func cells(_ key: Key, isComplete: Bool, draw: () -> [Cell?]) -> [Cell?] {
    guard isComplete else { return draw() }
    if let known = lines[key] { return known }
    if lines.count >= Self.maximumLines { lines = [:] }
    let cells = draw()
    lines[key] = cells
    return cells
  }
}
