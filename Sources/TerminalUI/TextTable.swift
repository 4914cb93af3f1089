/// Rows of text in aligned columns, under a line of titles.
package struct TextTable: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package var title: String
    /// In cells; `nil` for as many as the title and the visible rows need.
    package var width: Int?
    package var alignment: Alignment

    package init(_ title: String, width: Int? = nil, alignment: Alignment = .left) {
      self.title = title
      self.width = width
      self.alignment = alignment
    }
  }

  package struct Entry: Hashable, Sendable, ExpressibleByStringInterpolation {
    package var text: String
    package var style: Style

    package init(_ text: String, style: Style = .plain) {
      self.text = text
      self.style = style
    }

    package init(stringLiteral text: String) {
      self.init(text)
    }
  }

  package var columns: [Column]
  /// The title of the column that the rows are sorted by; with one, all titles can be clicked on.
  package var sortedTitle: String?
  /// The title of the column that stays where not all have room; by default the one that the rows
  /// are sorted by.
  package var keptTitle: String?
  /// Each holds one entry per column; missing ones stay empty.
  package var rows: [[Entry]]

  package init(columns: [Column], rows: [[Entry]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// A table of which only these rows can be seen and are made; the others stay empty.
  package init(
    columns: [Column], count: Int, visible: Range<Int>, row: (Int) -> [Entry]
  ) {
    self.init(
      columns: columns,
      rows: (0..<count).map { visible.contains($0) ? row($0) : [] })
  }

  /// How many cells it takes from left to right, by the rows that were made.
  package var width: Int { width(ofRows: rows.indices) }

  /// The same where only these rows are visible.
  package func width(ofRows visible: Range<Int>) -> Int {
    widths(of: rows[visible.clamped(to: rows.indices)]).reduce(2) { $0 + $1 + 2 }
  }

  /// The widths of all columns, in cells, if these rows are visible.
  fileprivate func widths(of visible: ArraySlice<[Entry]>) -> [Int] {
    columns.indices.map { index in
      columns[index].width
        ?? visible.reduce(columns[index].title.count) { widest, row in
          max(widest, index < row.count ? row[index].text.count : 0)
        }
    }
  }
}

extension TextTable {
  /// The columns that have room, each with where it begins: the first ones, and the one that stays.
  fileprivate func placed(_ widths: [Int], in room: Int) -> [(index: Int, column: Int)] {
    let title = keptTitle ?? sortedTitle
    let kept = columns.firstIndex { $0.title == title && title != nil }
    var (places, column, isFull) = ([(index: Int, column: Int)](), 2, false)
    for index in columns.indices {
      let reserved = kept.map { $0 > index ? widths[$0] + 2 : 0 } ?? 0
      // Half a number would be another one.
      isFull = isFull || column + widths[index] + reserved > room
      guard index == 0 || index == kept || !isFull else { continue }
      places.append((index, column))
      column += widths[index] + 2
    }
    return places
  }

  /// The same widths with the first column as narrow as leaves room for the one that stays.
  fileprivate func fitted(_ widths: [Int], in room: Int) -> [Int] {
    let title = keptTitle ?? sortedTitle
    guard let kept = columns.firstIndex(where: { $0.title == title && title != nil }), kept > 0
    else { return widths }
    var widths = widths
    widths[0] = min(widths[0], max(room - 4 - widths[kept], 1))
    return widths
  }
}

extension Canvas {
  /// Draws the titles and as many rows as fit below.
  ///
  /// The first two cells of a row hold the cursor; columns stand two cells apart. Texts wider than
  /// their column end in an ellipsis, columns behind the first that do not fit whole are left out
  /// but for the one that stays, and outside of the canvas nothing is drawn.
  ///
  /// - Parameters:
  ///   - firstRow: The first visible row; see `ScrollWindows`.
  ///   - selectedRow: The row under the cursor, whose texts get a mark and the hardware cursor;
  ///     with one, all rows can be clicked on.
  package mutating func draw(
    _ table: TextTable, in rect: Rect, firstRow: Int = 0, selectedRow: Int? = nil
  ) {
    let first = min(max(firstRow, 0), table.rows.count)
    let visible = table.rows[first...].prefix(max(rect.rows - 1, 0))
    let widths = table.fitted(table.widths(of: visible), in: rect.columns)
    inside(rect) { canvas in
      canvas.fill()
      let titles = table.columns.map { TextTable.Entry($0.title, style: .label) }
      canvas.drawEntries(titles, of: table, widths: widths, row: 0)
      canvas.drawSortedTitle(of: table, widths: widths)
      for (index, entries) in zip(visible.indices, visible) {
        let row = index - first + 1
        canvas.drawEntries(entries, of: table, widths: widths, row: row)
        if selectedRow != nil {
          canvas.addTarget(
            .item(index), in: Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
        }
        if index == selectedRow {
          // No further than its texts: a bar beside them would look like a value.
          let last = table.placed(widths, in: canvas.size.columns).last
          canvas.markSelected(row: row, columns: last.map { $0.column + widths[$0.index] + 1 } ?? 0)
        }
      }
    }
  }

  private mutating func drawEntries(
    _ entries: [TextTable.Entry], of table: TextTable, widths: [Int], row: Int
  ) {
    for (index, column) in table.placed(widths, in: size.columns) where index < entries.count {
      write(
        entries[index].text, row: row, column: column, width: widths[index],
        alignment: table.columns[index].alignment, style: entries[index].style)
    }
  }

  /// Lets the titles be clicked on, which sorts by them or says what they mean, and shows by which
  /// the rows are sorted.
  private mutating func drawSortedTitle(of table: TextTable, widths: [Int]) {
    for (index, column) in table.placed(widths, in: size.columns) {
      let width = widths[index]
      let area = Rect(row: 0, column: column, rows: 1, columns: width)
      let title = table.columns[index].title
      if !title.isEmpty {
        addTarget(table.sortedTitle == nil ? .explanation(title) : .name(title), in: area)
      }
      if title == table.sortedTitle {
        write(
          title, in: area, alignment: table.columns[index].alignment,
          style: .title.with(.underline))
      }
    }
  }

  private mutating func markSelected(row: Int, columns: Int) {
    restyle(
      Rect(row: row, column: 0, rows: 1, columns: min(max(columns, 2), size.columns)), .selection)
    self[row, 0] = Cell(glyphs.cursor, style: .selection)
    placeCursor(row: row, column: 0)
  }
}
