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

  /// How often the part of the run that time panels show was halved; negative where more than
  /// usual of a run without an end is shown.
  package internal(set) var timeZoom = 0

  /// How many neurons a dot row stands for on the layer screen.
  package internal(set) var unitsPerDot = 1

  /// With more a panel shows a few steps, with less more than can be counted in time.
  private static let timeZoomRange = -5...12

  package init() {}

  /// As it was before, as far as that may be.
  mutating func restore(mode: Mode, timeZoom: Int, unitsPerDot: Int) {
    self.mode = mode
    restore(timeZoom: timeZoom)
    restore(unitsPerDot: unitsPerDot)
  }

  mutating func restore(timeZoom: Int) {
    let range = RasterView.timeZoomRange
    self.timeZoom = min(max(timeZoom, range.lowerBound), range.upperBound)
  }

  mutating func restore(unitsPerDot: Int) {
    self.unitsPerDot = max(unitsPerDot, 1)
  }

  /// Half as much of the run.
  mutating func zoomIntoTime() {
    timeZoom = min(timeZoom + 1, RasterView.timeZoomRange.upperBound)
  }

  /// Twice as much of the run.
  ///
  /// - Parameter isWhole: Whether all of it is shown without a zoom.
  mutating func zoomOutOfTime(isWhole: Bool) {
    timeZoom = max(timeZoom - 1, isWhole ? 0 : RasterView.timeZoomRange.lowerBound)
  }

  /// Twice as many neurons in a dot row, and one again beyond all of them.
  mutating func zoomUnits(neurons: Int) {
    unitsPerDot = unitsPerDot >= neurons ? 1 : unitsPerDot * 2
  }
}
