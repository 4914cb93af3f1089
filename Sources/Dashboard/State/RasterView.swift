/// How rasters show time and neurons.
package struct RasterView: Equatable, Sendable {
  /// Which way new steps come in.
  package enum Mode: String, Equatable, Sendable, CaseIterable {
    /// A beam that runs to the right and over what is old: only its column changes.
    case sweep
    /// Time downwards, new steps at the beam, neurons from left to right.
    case waterfall
    /// The present stays at the right edge and everything moves.
    case scroll
  }

  package internal(set) var mode = Mode.sweep

  /// How many steps a cell of two dot columns stands for; one step fills both.
  package internal(set) var stepsPerCell = 2

  /// How many neurons a dot row stands for on the layer screen; on Live, above 1, the layer under
  /// the cursor takes the rows of the others.
  package internal(set) var unitsPerDot = 1

  static let stepsPerCellRange = 1...64

  package init() {}

  /// Twice as many steps in a cell, or half as many.
  mutating func zoomTime(in closer: Bool) {
    let wanted = closer ? stepsPerCell / 2 : stepsPerCell * 2
    let range = RasterView.stepsPerCellRange
    stepsPerCell = min(max(wanted, range.lowerBound), range.upperBound)
  }

  /// Twice as many neurons in a dot row, and one again beyond all of them.
  mutating func zoomUnits(neurons: Int) {
    unitsPerDot = unitsPerDot >= neurons ? 1 : unitsPerDot * 2
  }
}
