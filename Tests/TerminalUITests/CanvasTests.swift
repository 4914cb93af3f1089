import TerminalUI
import Testing

/// Small canvases, where every edge is near.
let smallSizes = [(0, 0), (0, 5), (5, 0), (1, 1), (1, 3), (2, 2), (3, 7), (5, 20)].map {
  Size(rows: $0.0, columns: $0.1)
}

@Suite struct CanvasTests {
  @Test func writesAndCutsAtTheEdges() {
    var canvas = Canvas(size: Size(rows: 2, columns: 5))

    canvas.write("hello world", row: 0)
    canvas.write("abc", row: 1, column: -1)

    #expect(canvas.text == "hello\nbc")
  }

  @Test func returnsTheColumnAfterTheText() {
    var canvas = Canvas(size: Size(rows: 1, columns: 9))

    let column = canvas.write("rate", row: 0, style: .label)
    canvas.write(".05", row: 0, column: column + 1)

    #expect(column == 4)
    #expect(canvas.text == "rate .05")
  }

  @Test(arguments: [(-1, ""), (0, ""), (2, "ab"), (9, "abc")])
  func writesNoMoreThanTheWidth(maxWidth: Int, text: String) {
    var canvas = Canvas(size: Size(rows: 1, columns: 5))

    canvas.write("abc", row: 0, maxWidth: maxWidth)

    #expect(canvas.text == text)
  }

  @Test(arguments: smallSizes)
  func writingOutsideChangesNothing(size: Size) {
    let empty = Canvas(size: size)
    var canvas = empty

    for (row, column) in [
      (-1, 0), (size.rows, 0), (0, size.columns), (Int.max, Int.max), (Int.min, Int.min),
      (0, Int.max),
    ] {
      canvas.write("x", row: row, column: column)
      canvas[row, column] = Cell("x")
      canvas.fill(Rect(row: row, column: column, rows: 1, columns: 1), with: Cell("x"))
      canvas.placeCursor(row: row, column: column)
      #expect(canvas[row, column] == .blank)
    }

    #expect(canvas == empty)
  }

  @Test(arguments: smallSizes)
  func allOfTheCanvasCanBeFilled(size: Size) {
    var canvas = Canvas(size: size)

    canvas.fill(with: Cell("#"))

    let line = String(repeating: "#", count: size.columns)
    #expect(canvas.text == Array(repeating: line, count: size.rows).joined(separator: "\n"))
  }

  @Test func textHasNoTrailingBlanks() {
    var canvas = Canvas(size: Size(rows: 3, columns: 6))

    canvas.write(" a  ", row: 1)

    #expect(canvas.text == "\n a\n")
  }

  @Test func drawingInsideCountsFromTheRectangleAndStaysInIt() {
    var canvas = Canvas(size: Size(rows: 3, columns: 8))

    canvas.inside(Rect(row: 1, column: 2, rows: 1, columns: 3)) { panel in
      #expect(panel.size == Size(rows: 1, columns: 3))
      panel.write("abcdef", row: 0)
      panel.write("x", row: -1)
      panel.write("y", row: 1)
      panel.fill(Rect(row: 0, column: 1, rows: 5, columns: 1), with: Cell("#"))
    }

    #expect(canvas.text == "\n  a#c\n")
    #expect(canvas.size == Size(rows: 3, columns: 8))
  }

  /// A panel that begins outside keeps its coordinates, so that it can be scrolled in.
  @Test func drawingInsideAPartlyHiddenRectangle() {
    var canvas = Canvas(size: Size(rows: 2, columns: 3))

    canvas.inside(Rect(row: -1, column: -1, rows: 3, columns: 3)) { panel in
      for row in 0..<3 { panel.write("\(row)ab", row: row) }
      panel.inside(Rect(row: 1, column: 1, rows: 9, columns: 9)) { $0.write("zzz", row: 0) }
    }

    #expect(canvas.text == "zz\nab")
  }

  @Test func theCursorCountsFromTheWholeCanvas() {
    var canvas = Canvas(size: Size(rows: 5, columns: 5))

    canvas.inside(Rect(row: 1, column: 2, rows: 2, columns: 2)) {
      $0.placeCursor(row: 1, column: 1, isVisible: true)
    }

    #expect(canvas.cursor == Position(row: 2, column: 3))
    #expect(canvas.isCursorVisible)
  }

  @Test(arguments: [
    ("日本", "??"), ("🧠", "?"), ("👨‍👩‍👧", "?"), ("e\u{301}", "e"), ("é", "é"), ("\t\n\u{7}", "???"),
    ("\u{200B}", "?"), ("⣿×θ", "⣿×θ"), ("한", "?"), ("\r\n", "?"), ("▀┌…", "▀┌…"),
    ("❤\u{FE0F}", "❤"),
  ])
  func charactersThatNeedNotExactlyOneCellAreReplaced(text: String, shown: String) {
    var canvas = Canvas(size: Size(rows: 1, columns: 6))

    canvas.write(text, row: 0)

    #expect(canvas.text == shown)
  }

  @Test func copiesAnotherCanvas() {
    var source = Canvas(size: Size(rows: 2, columns: 2))
    source.fill(with: Cell("#", style: .positive))
    var canvas = Canvas(size: Size(rows: 2, columns: 3))

    canvas.draw(source, row: 1, column: 2)

    #expect(canvas.text == "\n  #")
    #expect(canvas[1, 2].style == .positive)
  }

  @Test(arguments: [Glyphs.braille, .ascii])
  func boxesHaveTitlesAndAnInside(glyphs: Glyphs) {
    var canvas = Canvas(
      size: Size(rows: 3, columns: 12), capabilities: Capabilities(glyphs: glyphs, colorCount: 0))

    let inner = canvas.drawBox(canvas.bounds, title: "raster layer 1")

    #expect(inner == Rect(row: 1, column: 1, rows: 1, columns: 10))
    switch glyphs {
    case .braille: #expect(canvas.text == "┌─raster …─┐\n│          │\n└──────────┘")
    case .ascii: #expect(canvas.text == "+-raster ~-+\n|          |\n+----------+")
    }
  }

  @Test(arguments: [
    ((1, 3), "---"), ((3, 1), "|\n|\n|"), ((0, 3), ""), ((1, 1), "|"), ((2, 2), "++\n++"),
  ])
  func flatBoxesAreLines(size: (Int, Int), text: String) {
    let size = Size(rows: size.0, columns: size.1)
    var canvas = Canvas(size: size, capabilities: .plain)

    canvas.drawBox(canvas.bounds, title: "title")

    #expect(canvas.text == text)
  }

  @Test(arguments: [
    (Alignment.left, "[abc  ]"), (.right, "[  abc]"), (.center, "[ abc ]"),
  ])
  func fieldsAlignTheirText(alignment: Alignment, text: String) {
    var canvas = Canvas(size: Size(rows: 1, columns: 7))

    canvas.write("[", row: 0)
    canvas.write("abc", row: 0, column: 1, width: 5, alignment: alignment)
    canvas.write("]", row: 0, column: 6)

    #expect(canvas.text == text)
  }

  @Test(arguments: [(20, "q quit  X trap"), (13, "q quit"), (5, "")])
  func hintsThatDoNotFitAreLeftOut(columns: Int, text: String) {
    var canvas = Canvas(size: Size(rows: 1, columns: columns))

    canvas.drawHints([Hint("q", "quit"), Hint("X", "trap")], in: canvas.bounds)

    #expect(canvas.text == text)
  }
}
