import PlainText

/// Where the lists of a frame are scrolled to: what one frame hands on to the next, so that a list
/// stands still until the cursor leaves what is visible of it.
///
/// Without what a frame before has handed on, every list begins anew around its cursor.
package struct ScrollWindows: Hashable, Sendable {
  /// Where a list lies: those of one name in two places are two.
  private struct List: Hashable {
    var place: String
    var name: String
  }

  private var windows: [List: ScrollWindow] = [:]
  private var place = ""

  /// Which rows are visible of the lists of this place that are not whole, as
  /// `rows 390-400 of 500`.
  package private(set) var positions: [String] = []

  package init() {}

  /// Whatever list is shown next lies in this place.
  package mutating func enter(_ place: String) {
    self.place = place
    positions = []
  }

  /// Lets the lists of a place that is no longer there begin anew.
  package mutating func forget(_ place: String) {
    windows = windows.filter { $0.key.place != place }
  }

  /// The visible rows of a list: those that were visible before, moved as little as possible so
  /// that the cursor is among them.
  ///
  /// - Parameters:
  ///   - name: What its rows are, in the plural.
  ///   - isCentered: Whether a cursor that was not near comes into the middle, where what lies
  ///     around it says something.
  package mutating func rows(
    of name: String, around cursor: Int, height: Int, count: Int, isCentered: Bool = false
  ) -> Range<Int> {
    let list = List(place: place, name: name)
    let known = windows[list]
    var window = known ?? ScrollWindow()
    let isNear = known.map { ($0.first - height..<$0.first + 2 * height).contains(cursor) } ?? false
    if isCentered, !isNear { window.center(cursor: cursor, height: height, count: count) }
    window.show(cursor: cursor, height: height, count: count)
    windows[list] = window
    let rows = window.first..<max(min(window.first + max(height, 0), count), window.first)
    if let position = position(of: rows, of: count, named: name) { positions.append(position) }
    return rows
  }
}

/// `rows 390-400 of 500`; `nil` where all of them are visible, or none.
package func position(of rows: Range<Int>, of count: Int, named name: String) -> String? {
  guard rows.count < count, !rows.isEmpty else { return nil }
  return "\(name) \(grouped(rows.lowerBound + 1))-\(grouped(rows.upperBound)) of \(grouped(count))"
}
