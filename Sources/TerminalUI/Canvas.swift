/// A grid of cells to draw on; a screen shows it.
///
/// Positions count from the top left corner of `bounds`. Whatever lies outside is not drawn, so no
/// caller needs to clip, not even on a canvas of 0x0 cells.
package struct Canvas: Hashable, Sendable {
  /// What the terminal can show; widgets choose their glyphs by it.
  package let capabilities: Capabilities
  /// Where the hardware cursor rests, in coordinates of the whole canvas; see `placeCursor`.
  package private(set) var cursor: Position?
  package private(set) var isCursorVisible = false
  /// What can be clicked on, the uppermost last.
  package private(set) var clickAreas: [ClickArea] = []
  /// The parts that have a name.
  package private(set) var panels: [Panel] = []
  /// What lies within the axes of a plot, in coordinates of the whole canvas: blank cells mean
  /// something there.
  package private(set) var plots: [Rect] = []
  /// Where its lists are scrolled to: before they are drawn as in the frame before, afterwards as
  /// they are drawn.
  package var scroll = ScrollWindows()
  private let storageSize: Size
  private var cells: [Cell]
  private var view: View

  /// The part of the canvas that drawing happens in.
  private struct View: Hashable {
    /// In coordinates of the whole canvas; may reach beyond it.
    var frame: Rect
    /// The visible part of the frame.
    var clip: Rect
  }

  /// An empty canvas.
  package init(size: Size, capabilities: Capabilities = .standard) {
    self.capabilities = capabilities
    self.storageSize = size
    self.cells = Array(repeating: .blank, count: size.rows * size.columns)
    self.view = View(frame: Rect(size), clip: Rect(size))
  }

  /// The size of the canvas, or of the rectangle inside of `inside(_:draw:)`.
  package var size: Size { view.frame.size }

  package var bounds: Rect { Rect(size) }

  package var glyphs: Glyphs { capabilities.glyphs }

  /// The cell at a place; outside of the canvas it is blank, and setting it has no effect.
  package subscript(row: Int, column: Int) -> Cell {
    get { index(row, column).map { cells[$0] } ?? .blank }
    set { if let index = index(row, column) { cells[index] = newValue } }
  }

  /// Draws in a rectangle as if it were a canvas of its own: positions count from its top left
  /// corner, `size` is its size, and nothing is drawn outside of it.
  @discardableResult
  package mutating func inside<Result>(
    _ rect: Rect, draw: (inout Canvas) throws -> Result
  ) rethrows -> Result {
    let outer = view
    let frame = rect.moved(rows: outer.frame.row, columns: outer.frame.column)
    view = View(frame: frame, clip: frame.intersection(outer.clip))
    defer { view = outer }
    return try draw(&self)
  }

  /// Draws in a rectangle as `inside` does, and lets it be asked for by a name.
  package mutating func panel(_ name: String, in rect: Rect, draw: (inout Canvas) -> Void) {
    inside(rect) { canvas in
      canvas.panels.append(Panel(name: name, rect: canvas.view.clip))
      draw(&canvas)
    }
  }

  /// Writes one line of text, cut at the right edge and after `maxWidth` cells.
  ///
  /// Characters that do not take exactly one cell become `?`, line breaks too.
  ///
  /// - Returns: The column after the text, as if nothing had been cut at an edge of the canvas.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, row: Int, column: Int = 0, style: Style = .plain,
    maxWidth: Int = .max
  ) -> Int {
    var column = column
    for character in text.prefix(max(maxWidth, 0)) {
      self[row, column] = Cell(character, style: style)
      column &+= 1
    }
    return column
  }

  /// Fills a rectangle, or all of the canvas, with one cell.
  package mutating func fill(_ rect: Rect? = nil, with cell: Cell = .blank) {
    let area = (rect ?? bounds).moved(rows: view.frame.row, columns: view.frame.column)
      .intersection(view.clip)
    for row in area.row..<max(area.endRow, area.row) {
      for column in area.column..<max(area.endColumn, area.column) {
        cells[row * storageSize.columns + column] = cell
      }
    }
  }

  /// Changes the style of the cells in a rectangle and leaves their characters.
  package mutating func restyle(_ rect: Rect, _ style: Style) {
    let area = rect.intersection(bounds)
    for row in area.row..<max(area.endRow, area.row) {
      for column in area.column..<max(area.endColumn, area.column) {
        self[row, column].style = style
      }
    }
  }

  /// Copies another canvas to a place; what does not fit is cut.
  package mutating func draw(_ other: Canvas, row: Int, column: Int) {
    for sourceRow in 0..<other.size.rows {
      for sourceColumn in 0..<other.size.columns {
        self[row &+ sourceRow, column &+ sourceColumn] = other[sourceRow, sourceColumn]
      }
    }
  }

  /// Puts the hardware cursor on the focused item, where screen readers look for it.
  ///
  /// Outside of the canvas it has no effect.
  package mutating func placeCursor(row: Int, column: Int, isVisible: Bool = false) {
    guard index(row, column) != nil else { return }
    cursor = Position(row: view.frame.row + row, column: view.frame.column + column)
    isCursorVisible = isVisible
  }

  /// Makes a rectangle clickable, as far as it can be seen; what is made so later lies above.
  package mutating func addTarget(_ target: ClickTarget, in rect: Rect) {
    let area = rect.moved(rows: view.frame.row, columns: view.frame.column)
    guard !area.intersection(view.clip).isEmpty else { return }
    // A scale is not cut, because its cells count from its first one.
    let isScale = if case .scale = target { true } else { false }
    clickAreas.append(
      ClickArea(rect: isScale ? area : area.intersection(view.clip), target: target))
  }

  /// Says that a rectangle lies within the axes of a plot whose data span it.
  package mutating func addPlot(_ rect: Rect) {
    let area = rect.moved(rows: view.frame.row, columns: view.frame.column)
      .intersection(view.clip)
    if !area.isEmpty { plots.append(area) }
  }

  /// Makes the items of lists unclickable that were made so after the first `count` targets.
  mutating func removeItems(after count: Int) {
    clickAreas[count...].removeAll { if case .item = $0.target { true } else { false } }
  }

  /// Makes nothing of the whole canvas clickable, for what is drawn above all.
  package mutating func removeTargets() {
    clickAreas = []
  }

  /// What lies at a place of the whole canvas.
  package func clickArea(at position: Position) -> ClickArea? {
    clickAreas.last { $0.rect.contains(row: position.row, column: position.column) }
  }

  /// The cells of a row of the whole canvas, from left to right; empty outside of it.
  package func cells(inRow row: Int) -> ArraySlice<Cell> {
    guard (0..<storageSize.rows).contains(row) else { return [] }
    return cells[row * storageSize.columns..<(row + 1) * storageSize.columns]
  }

  /// The characters of the whole canvas: one line per row, without trailing blanks.
  package var text: String {
    (0..<storageSize.rows).map { row in
      var line = String.UnicodeScalarView(cells(inRow: row).map(\.scalar))
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }

  private func index(_ row: Int, _ column: Int) -> Int? {
    let row = row &+ view.frame.row
    let column = column &+ view.frame.column
    guard view.clip.contains(row: row, column: column) else { return nil }
    return row * storageSize.columns + column
  }
}
