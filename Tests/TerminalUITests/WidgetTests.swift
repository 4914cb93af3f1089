import TerminalUI
import Testing

@Suite struct WidgetTests {
  @Test(arguments: [
    (0.0, "...."), (0.5, "██.."), (1, "████"), (7, "████"), (-1, "...."), (.nan, "...."),
    (0.03125, "▏..."), (0.34375, "█▍.."),
  ])
  func barsHaveEighths(fraction: Double, text: String) {
    var canvas = Canvas(size: Size(rows: 1, columns: 4))

    canvas.drawBar(fraction, in: canvas.bounds, track: Cell("."))

    #expect(canvas.text == text)
  }

  @Test(arguments: [(0.0, ""), (0.5, "##"), (1, "####"), (0.6, "##"), (0.7, "###")])
  func barsInASCII(fraction: Double, text: String) {
    var canvas = Canvas(size: Size(rows: 1, columns: 4), capabilities: .plain)

    canvas.drawBar(fraction, in: canvas.bounds)

    #expect(canvas.text == text)
  }

  @Test func hangingColumnsGrowFromTheTopInHalves() {
    var canvas = Canvas(size: Size(rows: 2, columns: 4))
    for (column, fraction) in [0.1, 0.5, 0.75, 0].enumerated() {
      canvas.drawHangingColumn(fraction, row: 0, column: column, height: 2)
    }
    #expect(canvas.text == "▀██\n  ▀")
  }

  @Test func sparklinesShowTheLastValues() {
    var canvas = Canvas(size: Size(rows: 1, columns: 4))

    canvas.drawSparkline([9, 0, 1, 4, 8], in: canvas.bounds)

    #expect(canvas.text == " ▁▄█")
  }

  @Test func sparklinesInASCII() {
    var canvas = Canvas(size: Size(rows: 1, columns: 5), capabilities: .plain)

    canvas.drawSparkline([0, 1, 2, 4, 8], in: canvas.bounds)

    #expect(canvas.text == " .:=#")
  }

  @Test func histogramsShareTheWidthAndHideNothing() {
    var canvas = Canvas(size: Size(rows: 2, columns: 6))

    canvas.drawHistogram([1000, 1, 500], in: canvas.bounds)

    #expect(canvas.text == "██\n██▁▁██")
  }

  @Test func dotsBecomeBraille() {
    var dots = DotGrid(Size(rows: 1, columns: 2))
    dots.set(x: 0, y: 0)
    dots.set(x: 3, y: 3, style: .positive)
    var canvas = Canvas(size: Size(rows: 1, columns: 2))

    canvas.draw(dots)

    #expect(canvas.text == "⠁⢀")
    #expect(canvas[0, 1].style == .positive)
  }

  /// Each dot lights exactly the bit that Unicode gives it.
  @Test func everyDotHasABitOfItsOwn() {
    let expected = Array("⠁⠂⠄⡀⠈⠐⠠⢀").map(String.init)
    for x in 0..<2 {
      for y in 0..<4 {
        var canvas = Canvas(size: Size(rows: 1, columns: 1))
        canvas.drawRaster(in: canvas.bounds) { $0 == x && $1 == y }
        #expect(canvas.text == expected[x * 4 + y])
      }
    }
  }

  @Test func setDotsAreTheOnesThatAreSet() {
    var dots = DotGrid(Size(rows: 2, columns: 3))
    for (x, y) in [(0, 0), (5, 7), (-1, 0), (6, 0), (0, 8), (2, 3)] { dots.set(x: x, y: y) }

    for x in -1...6 {
      for y in -1...8 {
        #expect(dots.isSet(x: x, y: y) == [[0, 0], [5, 7], [2, 3]].contains([x, y]))
      }
    }
  }

  @Test func curvesHaveGapsAndStayInside() {
    var dots = DotGrid(Size(rows: 2, columns: 4))

    dots.addCurve([0, 1, .nan, 5, -5], range: 0...1)

    #expect(dots.isSet(x: 0, y: 7))
    #expect(dots.isSet(x: 1, y: 0))
    #expect(!(0..<8).contains { dots.isSet(x: 3, y: $0) })
    #expect(dots.isSet(x: 5, y: 0))
    #expect(dots.isSet(x: 7, y: 7))
  }

  @Test func rastersShowDensityInASCII() {
    var canvas = Canvas(size: Size(rows: 1, columns: 5), capabilities: .plain)

    canvas.drawRaster(in: canvas.bounds) { x, y in x % 2 + y * 2 < x / 2 * 2 }

    #expect(canvas.text == " .:+#")
    #expect((1...4).map { canvas[0, $0].style } == (1...4).map(Style.intensity))
  }

  @Test func rastersOfBitmapsEqualRastersOfClosures() {
    let columns = (0..<10).map { x in [UInt64(x) &* 0x9E37_79B9_7F4A_7C15, UInt64(x)] }
    let bitmap = Bitmap(height: 70, columns: columns)
    let area = Rect(row: 1, column: 1, rows: 20, columns: 6)
    var drawn = Canvas(size: Size(rows: 12, columns: 8))
    var expected = drawn

    drawn.drawRaster(bitmap, in: area)
    expected.drawRaster(in: area) { x, y in
      x < 10 && y < 70 && columns[x][y / 64] >> UInt64(y % 64) & 1 == 1
    }

    #expect(drawn == expected)
    #expect(drawn.text.contains { $0 != " " && $0 != "\n" })
  }

  @Test func picturesShowTwoPixelsInACell() {
    var canvas = Canvas(size: Size(rows: 2, columns: 2))
    let image = PixelImage(width: 2, height: 3, values: [0, 1, 0.5, 0, 1, 1])

    let area = canvas.drawImage(image, in: canvas.bounds)

    #expect(area == Rect(row: 0, column: 0, rows: 2, columns: 2))
    #expect(canvas[0, 0] == Cell("▀", style: Style(.grey(0), on: .grey(12))))
    #expect(canvas[0, 1] == Cell("▀", style: Style(.grey(23), on: .grey(0))))
    #expect(canvas[1, 0] == Cell("▀", style: Style(.grey(23))))
  }

  @Test func picturesInColorShowThem() {
    let planes = [[1, 0], [0.5, 0], [0, 1]].map {
      PixelImage(width: 1, height: 2, values: $0.map { Float($0) })
    }
    let image = ColorImage(red: planes[0], green: planes[1], blue: planes[2])
    var canvas = Canvas(size: Size(rows: 1, columns: 1))
    var plain = Canvas(size: Size(rows: 1, columns: 1), capabilities: .plain)

    canvas.drawImage(image, in: canvas.bounds)
    plain.drawImage(image, in: plain.bounds)

    #expect(canvas[0, 0] == Cell("▀", style: Style(.color(0xFF8000), on: .color(0x0000FF))))
    #expect(plain.text == "-", "half of the mean of 0.5 and 1/3")
    #expect(image.enlarged(toFit: Size(rows: 3, columns: 2)).shrunk(by: 2) == image)
  }

  @Test func picturesAreRampsWithoutColors() {
    var canvas = Canvas(size: Size(rows: 1, columns: 9), capabilities: .plain)
    let values = (0..<9).map { Float($0) / 8 }

    canvas.drawImage(PixelImage(width: 9, height: 2, values: values + values), in: canvas.bounds)

    #expect(canvas.text == " .:-=+*#@")
  }

  @Test func largePicturesShrinkToTheirMeans() {
    let image = PixelImage(width: 3, height: 2, values: [0, 1, 0.5, 0, 1, 1])

    #expect(image.shrunk(by: 2) == PixelImage(width: 2, height: 1, values: [0.5, 0.75]))
  }

  @Test func anEnlargedImageFitsAndShrinksBackToItself() {
    let image = PixelImage(width: 3, height: 2, values: [0, 0.25, 0.5, 0.75, 1, 0])

    for (rows, columns) in (0..<12).flatMap({ rows in (0..<20).map { (rows, $0) } }) {
      let large = image.enlarged(toFit: Size(rows: rows, columns: columns))
      let factor = large.width / 3
      #expect(large.height == 2 * factor && large.shrunk(by: factor) == image)
      #expect(factor == 1 || (large.width <= columns && large.height <= 2 * rows))
    }
  }

  @Test func tablesAlignCutAndSelect() {
    let table = TextTable(
      columns: [.init("unit"), .init("layer", width: 4), .init("n", alignment: .right)],
      rows: [["#2210", "conv3", "2"], ["#7", "fc", "113"], ["#8", "fc", "1"]])
    var canvas = Canvas(size: Size(rows: 3, columns: 20), capabilities: .plain)

    canvas.draw(table, in: canvas.bounds, selectedRow: 1)

    #expect(canvas.text == "  unit   lay~    n\n  #2210  con~    2\n> #7     fc    113")
    #expect(canvas[2, 10].style == .selection)
    #expect(canvas.cursor == Position(row: 2, column: 0))
  }

  /// What stands beside a table may be bars: the mark of a row must not look like one.
  @Test func theMarkOfARowEndsWithItsTexts() {
    let table = TextTable(columns: [.init("unit"), .init("n")], rows: [["#2210", "2"]])
    var canvas = Canvas(size: Size(rows: 2, columns: 40))

    canvas.draw(table, in: canvas.bounds, selectedRow: 0)

    #expect((0..<table.width - 1).allSatisfy { canvas[1, $0].style == .selection })
    #expect((table.width..<40).allSatisfy { canvas[1, $0] == .blank })
  }

  /// A picture that fits is drawn pixel by pixel, a larger one by the factor that is said of it.
  @Test func theFactorThatIsSaidIsTheOneThatIsDrawn() {
    for (rows, columns) in [(1, 1), (3, 7), (8, 16), (16, 32), (40, 20)] {
      for side in [1, 5, 16, 32, 33, 96] {
        let image = PixelImage(
          width: side, height: side, values: Array(repeating: 1, count: side * side))
        var canvas = Canvas(size: Size(rows: rows, columns: columns))
        let drawn = canvas.drawImage(image, in: canvas.bounds)
        let factor = canvas.size.shrinkFactor(width: side, height: side)
        #expect(drawn.columns == (side + factor - 1) / factor, "\(side) in \(columns)x\(rows)")
        #expect((factor == 1) == (side <= columns && side <= 2 * rows))
      }
    }
  }

  /// A picture that is fitted takes all of one side of its room, or would not fit once more; a
  /// whole factor gives what that factor does.
  @Test func aFittedPictureFillsItsRoom() {
    for (rows, columns) in [(1, 1), (2, 9), (3, 4), (5, 5), (8, 3)] {
      let size = Size(rows: rows, columns: columns)
      for width in 1...24 {
        for height in 1...24 {
          let image = PixelImage(
            width: width, height: height, values: (0..<width * height).map { Float($0 % 5) / 4 })
          let new = image.fitted(to: size)
          #expect(new.width <= columns && new.height <= 2 * rows)
          let isLarger = width > columns || height > 2 * rows
          if isLarger {
            #expect(new.width == columns || new.height == 2 * rows, "\(width)x\(height)")
          } else {
            #expect(new.width + width > columns || new.height + height > 2 * rows)
            #expect(new == image.enlarged(toFit: size))
          }
          let factor = size.shrinkFactor(width: width, height: height)
          if isLarger, width == columns * factor, height == 2 * rows * factor {
            #expect(new == image.shrunk(by: factor))
          }
        }
      }
    }
  }

  /// The name of a pane that has no room is cut behind a word, and says that it is cut.
  @Test(arguments: 8...60) func namesOfPanesAreCutBehindAWord(columns: Int) throws {
    let name = "inactivated neurons that fired"
    var title = PaneTitle(name)
    title.position = "rows 1-9"
    let layout = Layout.stack([Pane("a", rows: Extent(1), columns: Extent(1), priority: 0)])
    var canvas = Canvas(size: Size(rows: 4, columns: columns))
    let place = try #require(layout.places(in: canvas.bounds, style: .boxes).first)

    canvas.drawFrame(of: place, title: title, style: .boxes)

    let line = canvas.text.prefix { $0 != "\n" }
    let shown = try #require(line.split(separator: "─").first { $0.contains("i") })
    let words = shown.filter { !"╭╮".contains($0) }.split(separator: " ").joined(separator: " ")
    guard words != name else { return }
    let rest = name.dropFirst(words.count - 1)
    #expect(words.last == "…" && name.hasPrefix(words.dropLast()), "\(line)")
    #expect(rest.first == " " || !words.contains(" "), "\(line)")
  }

  @Test func tablesStartAtTheFirstVisibleRow() {
    let table = TextTable(columns: [.init("n")], rows: (0..<10).map { ["\($0)"] })
    var canvas = Canvas(size: Size(rows: 3, columns: 5))

    canvas.draw(table, in: canvas.bounds, firstRow: 8)

    #expect(canvas.text == "  n\n  8\n  9")
  }

  /// The window law: the cursor is visible, and no row after the last is.
  @Test(arguments: [0, 1, 3, 10], [0, 1, 5, 100])
  func scrollWindowsShowTheCursor(height: Int, count: Int) {
    var window = ScrollWindow()
    for cursor in [0, 50, 3, 99, 98, 0, 4, -5, 200] {
      window.show(cursor: cursor, height: height, count: count)

      let row = min(max(cursor, 0), max(count - 1, 0))
      #expect(window.first <= row)
      #expect(row < window.first + max(height, 1))
      #expect(window.first <= max(count - max(height, 1), 0))
    }
  }

  /// Nothing crashes, and nothing is drawn outside of the panel.
  @Test(arguments: smallSizes, [Capabilities.standard, .plain])
  func everyWidgetIsClipped(size: Size, capabilities: Capabilities) {
    for rect in [Rect(size), Rect(row: -1, column: -2, rows: 9, columns: 30)] {
      var canvas = Canvas(size: Size(rows: 9, columns: 30), capabilities: capabilities)
      canvas.inside(Rect(row: 2, column: 3, rows: size.rows, columns: size.columns)) {
        drawEverything(in: rect, on: &$0)
      }
      canvas.fill(Rect(row: 2, column: 3, rows: size.rows, columns: size.columns))
      #expect(canvas.text.allSatisfy { $0 == "\n" })
    }
  }

  private func drawEverything(in rect: Rect, on canvas: inout Canvas) {
    canvas.drawBar(0.7, in: rect)
    canvas.write("too long for most", in: rect, alignment: .right)
    canvas.drawSparkline([1, 2, .nan, .infinity, -1], in: rect)
    canvas.drawHistogram([3, 0, 1], in: rect)
    canvas.drawHistogram([], in: rect)
    canvas.drawRaster(in: rect) { _, _ in true }
    canvas.drawImage(
      PixelImage(width: 5, height: 5, values: .init(repeating: 1, count: 25)), in: rect)
    var dots = DotGrid(rect.size)
    dots.addCurve([0, 3, 1], range: 0...1)
    dots.addLine(from: (-5, -5), to: (50, 50))
    canvas.draw(dots, row: rect.row, column: rect.column)
    let table = TextTable(columns: [.init("unit")], rows: [["1"], ["2"]])
    canvas.draw(table, in: rect, firstRow: 1, selectedRow: 1)
    canvas.drawBox(rect, title: "a title")
    canvas.drawHints([Hint("q", "quit")], in: rect)
  }
}
