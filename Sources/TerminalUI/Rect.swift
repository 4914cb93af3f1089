/// The extent of a canvas or a rectangle, in cells; never negative.
package struct Size: Hashable, Sendable {
  package let rows: Int
  package let columns: Int

  /// Negative numbers count as 0.
  package init(rows: Int, columns: Int) {
    self.rows = max(rows, 0)
    self.columns = max(columns, 0)
  }

  package var isEmpty: Bool { rows == 0 || columns == 0 }
}

/// A cell's place, counted from the top left corner, which is (0, 0).
package struct Position: Hashable, Sendable {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A rectangle of cells; may lie outside of the canvas, where drawing has no effect.
///
/// The `take…` functions cut a layout out of a rectangle from its edges inwards:
///
///     var rest = canvas.bounds
///     let title = rest.takeTop(1)
///     let footer = rest.takeBottom(1)
///     let side = rest.takeLeft(20)
package struct Rect: Hashable, Sendable {
  package var row: Int
  package var column: Int
  package var size: Size

  package init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.size = Size(rows: rows, columns: columns)
  }

  /// The rectangle of a size at the origin.
  package init(_ size: Size) {
    self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
  }

  package var rows: Int { size.rows }
  package var columns: Int { size.columns }
  package var isEmpty: Bool { size.isEmpty }

  /// The row after the last.
  package var endRow: Int { row &+ rows }

  /// The column after the last.
  package var endColumn: Int { column &+ columns }

  package func contains(row: Int, column: Int) -> Bool {
    row >= self.row && row < endRow && column >= self.column && column < endColumn
  }

  /// The common part, empty if there is none.
  package func intersection(_ other: Rect) -> Rect {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rect(
      row: top, column: left,
      rows: min(endRow, other.endRow) &- top, columns: min(endColumn, other.endColumn) &- left)
  }

  /// The rectangle without a margin on every side; empty if the margins leave nothing.
  package func inset(rows: Int = 0, columns: Int = 0) -> Rect {
    Rect(
      row: row + rows, column: column + columns,
      rows: self.rows - 2 * rows, columns: self.columns - 2 * columns)
  }

  /// The rectangle moved by a number of rows and columns.
  package func moved(rows: Int = 0, columns: Int = 0) -> Rect {
    Rect(
      row: row &+ rows, column: column &+ columns, rows: self.rows, columns: self.columns)
  }

  /// Cuts rows off at the top and returns them; at most as many as there are.
  package mutating func takeTop(_ count: Int) -> Rect {
    let taken = min(max(count, 0), rows)
    defer { self = Rect(row: row + taken, column: column, rows: rows - taken, columns: columns) }
    return Rect(row: row, column: column, rows: taken, columns: columns)
  }

  /// Cuts rows off at the bottom and returns them; at most as many as there are.
  package mutating func takeBottom(_ count: Int) -> Rect {
    let whole = self
    self = takeTop(rows - min(max(count, 0), rows))
    return Rect(
      row: endRow, column: whole.column, rows: whole.rows - rows, columns: whole.columns)
  }

  /// Cuts columns off at the left and returns them; at most as many as there are.
  package mutating func takeLeft(_ count: Int) -> Rect {
    let taken = min(max(count, 0), columns)
    defer { self = Rect(row: row, column: column + taken, rows: rows, columns: columns - taken) }
    return Rect(row: row, column: column, rows: rows, columns: taken)
  }

  /// Cuts columns off at the right and returns them; at most as many as there are.
  package mutating func takeRight(_ count: Int) -> Rect {
    let whole = self
    self = takeLeft(columns - min(max(count, 0), columns))
    return Rect(
      row: whole.row, column: endColumn, rows: whole.rows, columns: whole.columns - columns)
  }
}
