import TerminalUI

/// Which steps the cells of a time panel show: some steps in a row, spread over all of its cells.
///
/// Where there are more steps than dots a dot stands for several, elsewhere a step takes several
/// dots; no cell is left over. A page stays while time moves through it, so only new cells change
/// on the terminal.
package struct TimeAxis: Equatable {
  /// The number of cells.
  package let width: Int

  /// The first step of the page.
  package let firstStep: Int

  /// The number of steps of the page.
  package let length: Int

  /// Behind this step the page before is still to be seen.
  private let lastKnownStep: Int

  /// - Parameters:
  ///   - lastKnownStep: The last step that can be drawn; by default there is no old page.
  package init(width: Int, firstStep: Int, length: Int, lastKnownStep: Int = .max) {
    self.width = max(width, 1)
    self.firstStep = firstStep
    self.length = max(length, 1)
    self.lastKnownStep = lastKnownStep
  }

  /// The last step of the page.
  package var lastStep: Int { firstStep + length - 1 }

  /// The steps of the page before that are still to be seen, behind the present and a gap.
  package var oldSteps: Range<Int>? {
    guard firstStep > length, lastKnownStep < lastStep, firstOldCell < width else { return nil }
    return steps(ofPart: firstOldCell, of: width).lowerBound - length..<firstStep
  }

  /// The last step before these.
  var lastNewStep: Int { oldSteps == nil ? lastStep : max(lastKnownStep, firstStep) }

  /// Where these begin: the cell behind the present stays empty.
  var firstOldCell: Int { (cell(of: lastKnownStep) ?? -1) + 2 }

  /// The steps of a cell; `nil` where it is the gap before the old page, or before the first step.
  package func steps(ofCell cell: Int) -> ClosedRange<Int>? {
    let steps = steps(ofPart: cell, of: width)
    guard steps.lowerBound > lastKnownStep else { return steps }
    // So that the eye finds where the page ends.
    guard cell >= firstOldCell else { return nil }
    return steps.lowerBound - length < 1
      ? nil : steps.lowerBound - length...steps.upperBound - length
  }

  /// The steps of the dots of a cell along time: equal parts of its own, or the same step in
  /// several.
  package func dots(ofCell cell: Int, count: Int) -> [ClosedRange<Int>] {
    guard let steps = steps(ofCell: cell) else { return [] }
    return (0..<count).map { dot in
      let first = steps.lowerBound + dot * steps.count / count
      return first...max(steps.lowerBound + (dot + 1) * steps.count / count - 1, first)
    }
  }

  /// The last of the cells of a step, or `nil` on another page.
  package func cell(of step: Int) -> Int? { part(of: step, of: width) }

  /// The first of the cells of a step, or `nil` on another page.
  package func firstCell(of step: Int) -> Int? {
    guard let last = cell(of: step) else { return nil }
    return min(((step - firstStep) * width + length - 1) / length, last)
  }

  /// Where the mark of a step stands, so that it is under the step's number and not under the next
  /// one's: in the middle of its cells; `nil` on another page.
  package func markCell(of step: Int) -> Int? {
    guard let first = firstCell(of: step), let last = cell(of: step) else { return nil }
    return (first + last + 1) / 2
  }

  /// The dot column of a step: the middle one of its cells, or the last of its share of a cell;
  /// `nil` on another page.
  package func dotColumn(of step: Int) -> Int? {
    guard let first = firstCell(of: step), let cell = cell(of: step) else { return nil }
    if first < cell { return first + cell + 1 }
    let steps = steps(ofPart: cell, of: width)
    return 2 * cell + (2 * (step - steps.lowerBound + 1) - 1) / steps.count
  }

  /// The steps of one of so many parts of equal length; at least one.
  private func steps(ofPart part: Int, of count: Int) -> ClosedRange<Int> {
    let first = part * length / count
    return firstStep + first...firstStep + max((part + 1) * length / count - 1, first)
  }

  /// The last of so many parts of equal length that a step is in.
  private func part(of step: Int, of count: Int) -> Int? {
    let offset = step - firstStep
    return (0..<length).contains(offset) ? ((offset + 1) * count - 1) / length : nil
  }
}

/// How much of a run the time panels show.
package struct TimeWindow: Equatable, Sendable {
  /// The present.
  package var step: Int

  /// The last step that the run is planned to have or has; `nil` where it goes on without an end.
  package var plannedSteps: Int?

  /// The last step that can be drawn.
  package var lastKnownStep: Int

  /// How often the shown part was halved; negative where it was doubled instead.
  package var zoom: Int

  /// Whether the present stays at the end.
  package var scrolls: Bool

  package init(
    step: Int, plannedSteps: Int?, lastKnownStep: Int, zoom: Int = 0, scrolls: Bool = false
  ) {
    self.step = step
    self.plannedSteps = plannedSteps
    self.lastKnownStep = max(lastKnownStep, step)
    self.zoom = zoom
    self.scrolls = scrolls
  }

  /// So many steps of a cell can be counted in time for a frame.
  package static let mostStepsPerCell = 64

  /// With so many the shown part cannot be halved usefully.
  private static let leastSteps = 4

  /// How many steps so many cells show.
  ///
  /// All that are planned; of a run without an end, or of one that is too long for that, two for
  /// each cell, or as many as can be counted.
  package func length(width: Int) -> Int {
    let cells = max(width, 1)
    let most = Self.mostStepsPerCell * cells
    let whole = plannedSteps.map { max($0, 1) }
    let usual = min(whole ?? 2 * cells, most)
    let wanted = zoom >= 0 ? usual >> min(zoom, 62) : usual << min(-zoom, 20)
    return min(max(wanted, min(Self.leastSteps, usual)), min(whole ?? most, most))
  }

  /// The page of the present.
  package func axis(width: Int) -> TimeAxis {
    let length = length(width: width)
    let step = max(step, 1)
    if let plannedSteps, length >= plannedSteps {
      return TimeAxis(width: width, firstStep: 1, length: length)
    }
    guard scrolls else {
      return TimeAxis(
        width: width, firstStep: (step - 1) / length * length + 1, length: length,
        lastKnownStep: lastKnownStep)
    }
    return scrollingAxis(width: width, length: length)
  }
}

extension TimeWindow {
  /// A page that ends with the present, in whole cells: what a cell shows stays together while it
  /// moves.
  private func scrollingAxis(width: Int, length: Int) -> TimeAxis {
    let width = max(width, 1)
    guard length >= width else {
      let cells = width / length * length
      return TimeAxis(width: cells, firstStep: max(max(step, 1) - length, 0) + 1, length: length)
    }
    let perCell = length / width
    let last = (max(step, 1) + perCell - 1) / perCell * perCell
    return TimeAxis(
      width: width, firstStep: max(last - perCell * width, 0) + 1, length: perCell * width)
  }
}

extension ScreenView {
  /// What all time panels of a screen show.
  private var timeWindow: TimeWindow {
    TimeWindow(
      step: step, plannedSteps: engine.isGrowing ? nil : plannedSteps,
      lastKnownStep: engine.raster.lastStep, zoom: state.rasterView.timeZoom,
      scrolls: state.rasterView.mode == .scroll)
  }

  /// The steps that the run was planned to have; of one that went on behind its end, as many times
  /// that as it takes, so that not every further step changes the scale.
  private var plannedSteps: Int {
    let last = max(engine.horizon, engine.history.lastStep, step)
    let planned = state.plannedSteps
    return (max(last, 1) + planned - 1) / planned * planned
  }

  /// The axis of a time panel that is so many cells wide.
  func timeAxis(width: Int) -> TimeAxis { timeWindow.axis(width: width) }

  /// The axis of a waterfall.
  func verticalAxis(height: Int) -> TimeAxis {
    var window = timeWindow
    window.scrolls = false
    return window.axis(width: height)
  }

  /// Which part of the run is shown, where it is not all of it; else nothing.
  func timeNote(_ axis: TimeAxis) -> String? {
    if axis.firstStep == 1, axis.length >= plannedSteps, !engine.isGrowing { return nil }
    let last = max(engine.horizon, engine.history.lastStep)
    let pages = "t \(axis.firstStep)-\(axis.lastStep)"
    return engine.isGrowing ? "\(pages), \(last) so far" : "\(pages) of \(last)"
  }
}
