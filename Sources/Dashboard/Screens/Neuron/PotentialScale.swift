import TerminalUI

/// The scale of a plot of potentials, on which the curve of the shown steps can be seen: all that
/// they reach, but for what is both rare and far away.
package struct PotentialScale: Equatable {
  /// What is drawn, from the lower end to the upper one.
  package let range: ClosedRange<Double>

  /// What the steps reach.
  package let reached: ClosedRange<Double>

  /// Of so many of the steps at either end the scale may leave out how far they go.
  private static let rareShare = 0.05

  /// - Parameters:
  ///   - lowest: What each of the shown steps comes down to.
  ///   - highest: What each comes up to.
  ///   - kept: What is on the scale in any case: where the neuron starts, its threshold.
  package init(lowest: [Double], highest: [Double], keeping kept: [Double]) {
    let (low, high) = (lowest.filter(\.isFinite).sorted(), highest.filter(\.isFinite).sorted())
    let (bottom, top) = (kept.min() ?? 0, kept.max() ?? 1)
    reached = min(low.first ?? bottom, bottom)...max(high.last ?? top, top)
    let rare = { (count: Int) in Int(Double(count) * Self.rareShare) }
    let usual = (
      min(low.isEmpty ? bottom : low[rare(low.count)], bottom),
      max(high.isEmpty ? top : high[high.count - 1 - rare(high.count)], top)
    )
    // What is left out has to be worth it: half as much again as all that is usual.
    let worth = (usual.1 - usual.0) / 2
    let start = usual.0 - reached.lowerBound > worth ? usual.0 : reached.lowerBound
    let end = reached.upperBound - usual.1 > worth ? usual.1 : reached.upperBound
    range = start < end ? start...end : start...(start + 1)
  }
}

extension TimeAxis {
  /// With more columns a line from one step to the next reads as time between them.
  private static let mostColumnsOfSlopes = 3

  /// The dot columns of a step, and the one of its mark; `nil` where it has few, or is on another
  /// page.
  func dotColumnsOfWideStep(_ step: Int) -> (first: Int, mark: Int, last: Int)? {
    guard let first = firstCell(of: step), let last = cell(of: step), let mark = markCell(of: step),
      last - first + 1 > Self.mostColumnsOfSlopes
    else { return nil }
    return (2 * first, 2 * mark, 2 * last + 1)
  }
}

extension DotGrid {
  /// Draws a step of a potential: what it is after integration, the reset at the mark of the step,
  /// and what it is from there on.
  ///
  /// Nothing is between two steps.
  ///
  /// - Parameter previous: Where the step before ended.
  /// - Returns: Where this one ends.
  mutating func addStep(
    over columns: (first: Int, mark: Int, last: Int), before: Double, after: Double,
    range: ClosedRange<Double>, from previous: (x: Int, y: Int)?, style: Style, resetStyle: Style
  ) -> (x: Int, y: Int) {
    let (m, v) = (dotRow(of: before, range: range), dotRow(of: after, range: range))
    addLine(
      from: (columns.first, previous?.y ?? m), to: (columns.first, m), style: style)
    addLine(from: (columns.first, m), to: (columns.mark, m), style: style)
    addLine(from: (columns.mark, v), to: (columns.last, v), style: style)
    addLine(from: (columns.mark, m), to: (columns.mark, v), style: resetStyle)
    return (columns.last, v)
  }
}
