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
  /// that the cursor is among them; of a list that is not whole its place says which they are.
  ///
  /// - Parameter name: What its rows are, in the plural.
  package mutating func rows(
    of name: String, around cursor: Int, height: Int, count: Int
  ) -> Range<Int> {
    let list = List(place: place, name: name)
    let rows = windows[list, default: ScrollWindow()].rows(
      around: cursor, height: height, count: count)
    say(rows, of: count, named: name)
    return rows
  }

  /// The same without a word, where what lies around the cursor says something: one that was not
  /// near comes into the middle.
  package mutating func rowsOfPicture(
    of name: String, around cursor: Int, height: Int, count: Int
  ) -> Range<Int> {
    let list = List(place: place, name: name)
    let reach = max(height, 0)
    let isNear = windows[list].map { ($0.first - reach..<$0.first + 2 * reach).contains(cursor) }
    if isNear != true {
      windows[list, default: ScrollWindow()].center(cursor: cursor, height: height, count: count)
    }
    return windows[list, default: ScrollWindow()].rows(
      around: cursor, height: height, count: count)
  }

  /// Lets this place say which rows of a list are visible, if not all are.
  package mutating func say(_ rows: Range<Int>, of count: Int, named name: String) {
    if let position = position(of: rows, of: count, named: name) { positions.append(position) }
  }
}

/// `rows 390-400 of 500`; `nil` where all of them are visible, or none.
package func position(of rows: Range<Int>, of count: Int, named name: String) -> String? {
  guard rows.count < count, !rows.isEmpty else { return nil }
  return "\(name) \(grouped(rows.lowerBound + 1))-\(grouped(rows.upperBound)) of \(grouped(count))"
}
