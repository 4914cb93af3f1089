/// Which rows of a long list are visible.
package struct ScrollWindow: Hashable, Sendable {
  /// The first visible row.
  package private(set) var first = 0

  package init() {}

  /// Moves as little as possible so that the cursor is visible and no row below the list is.
  ///
  /// - Parameters:
  ///   - cursor: The row that must be visible; outside of the list the nearest one inside counts.
  ///   - height: How many rows are visible.
  ///   - count: How many rows the list has.
  package mutating func show(cursor: Int, height: Int, count: Int) {
    let cursor = min(max(cursor, 0), max(count - 1, 0))
    let latest = max(count - max(height, 1), 0)
    first = min(max(first, cursor - max(height, 1) + 1, 0), cursor, latest)
  }

  /// The visible rows after such a move.
  package mutating func rows(around cursor: Int, height: Int, count: Int) -> Range<Int> {
    show(cursor: cursor, height: height, count: count)
    return first..<max(min(first + max(height, 0), count), first)
  }

  /// Moves so that the cursor is in the middle, as far as no row outside of the list is visible.
  package mutating func center(cursor: Int, height: Int, count: Int) {
    first = 0
    show(cursor: cursor + height / 2, height: height, count: count)
  }
}
