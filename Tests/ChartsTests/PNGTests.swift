import Charts
import Datasets
import Testing

/// The pixels, read back by the decoder of data sets.
@Suite struct PNGTests {
  @Test(arguments: [1, 2, 3])
  func theExampleIsAReadablePicture(scale: Int) throws {
    let drawing = ExampleFigure.figure.drawing()

    let bytes = try ExampleFigure.figure.png(scale: scale)
    let picture = try decodePNG(bytes, path: "figure.png")

    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(picture.width == 720 * scale)
    #expect(picture.height == Int((drawing.height * Double(scale)).rounded(.up)))
    #expect(picture.channels == 3)
  }

  @Test func theGroundIsWhiteUpToTheCorners() throws {
    let picture = try decodePNG(ExampleFigure.figure.png(), path: "figure.png")

    for (x, y) in [(0, 0), (picture.width - 1, 0), (0, picture.height - 1)] {
      #expect(color(picture, x, y) == .white)
    }
  }

  /// Where the drawing has a marker or a bar, the picture has its colour.
  @Test func marksStandWhereTheDrawingSays() throws {
    let drawing = ExampleFigure.figure.drawing()
    let picture = try decodePNG(ExampleFigure.figure.png(scale: 2), path: "figure.png")

    let discs = drawing.shapes.compactMap { shape -> (Place, Color)? in
      guard case .disc(let center, _, let color) = shape.form, shape.note?.contains(": ") == true
      else { return nil }
      return (center, color)
    }
    // One for every point of the first method.
    #expect(discs.count == ExampleFigure.steps.count)
    for (center, expected) in discs {
      #expect(color(picture, Int(center.x * 2), Int(center.y * 2)) == expected)
    }
  }

  /// A higher accuracy stands higher, a larger T further to the right.
  @Test func placesFollowValues() throws {
    let chart = LineChart(
      title: "", xAxis: Axis("T", scale: .log2), yAxis: Axis("accuracy", including: 0...1),
      series: [.init("only", points: [16, 64, 256].map { .init(x: $0, y: $0 / 256) })])

    let centers = Plot([.lines(chart)]).drawing().shapes.compactMap { shape -> Place? in
      guard case .disc(let center, _, _) = shape.form, shape.note != nil else { return nil }
      return center
    }

    try #require(centers.count == 3)
    #expect(abs(centers[1].x - (centers[0].x + centers[2].x) / 2) < 1e-9)
    #expect(abs((centers[0].y - centers[1].y) / (centers[0].y - centers[2].y) - 0.2) < 1e-9)
  }

  @Test func theSameFigureGivesTheSameBytes() throws {
    #expect(try ExampleFigure.figure.png() == ExampleFigure.figure.png())
  }

  @Test(arguments: ExtremeFigures.all)
  func extremeFiguresAreReadable(figure: Plot) throws {
    let picture = try decodePNG(figure.png(scale: 1), path: "figure.png")

    #expect(picture.width == 720)
    #expect(color(picture, 0, 0) == .white)
  }

  @Test func shapesCoverThePixelsThatTheyShould() {
    let black = Color(0, 0, 0)
    var grid = PixelGrid(width: 20, height: 10)

    grid.fill(Box(x: 1, y: 1, width: 2.5, height: 2), black)
    grid.fillDisc(center: Place(x: 8, y: 5), radius: 3, black)
    grid.fillPolygon(
      [Place(x: 12, y: 8), Place(x: 15, y: 1), Place(x: 18, y: 8)], black)

    #expect(grid.grey(1, 1) == 0)
    #expect(grid.grey(2, 2) == 0)
    // Half of this pixel is covered.
    #expect(grid.grey(3, 1) == 128)
    #expect(grid.grey(4, 1) == 255)
    #expect(grid.grey(8, 5) == 0)
    #expect(grid.grey(5, 2) == 255)
    #expect(grid.grey(15, 6) == 0)
    #expect(grid.grey(12, 2) == 255)
  }

  @Test func dashesLeaveGaps() {
    let ink = Color(0, 0, 0)
    let stroke = Stroke(color: ink, width: 2, dashes: [6, 6])
    let line = Shape(.line([Place(x: 2, y: 3), Place(x: 38, y: 3)], stroke))

    let grid = PixelGrid(Drawing(width: 40, height: 6, shapes: [line]), scale: 1)

    #expect([3, 5, 7, 15, 17, 19, 27, 29].allSatisfy { grid.grey($0, 3) == 0 })
    #expect([11, 23, 35].allSatisfy { grid.grey($0, 3) == 255 })
  }

  /// Dashes go on around corners: points along a straight line change nothing.
  @Test func dashesAreMeasuredAlongTheWholeLine() {
    let stroke = Stroke(color: Color(0, 0, 0), width: 2, dashes: [6, 6])
    let grids = [[2, 38], [2, 7, 10, 25, 38]].map { xs in
      let line = Shape(.line(xs.map { Place(x: $0, y: 3) }, stroke))
      return PixelGrid(Drawing(width: 40, height: 6, shapes: [line]), scale: 1)
    }

    #expect(grids[0] == grids[1])
  }

  /// Letters stay within their width, and between the tops of brackets and descenders.
  @Test func lettersStayInTheirPlace() throws {
    for code in 33...126 {
      let letter = String(try #require(Unicode.Scalar(code).map(Character.init)))
      let width = StrokeFont.width(of: letter, size: 10)
      for place in StrokeFont.strokes(of: letter, size: 10).joined() {
        #expect((0...width).contains(place.x), "\(letter)")
        #expect((-8.3...2.1).contains(place.y), "\(letter)")
      }
    }
  }

  /// Every printable character of ASCII has its own strokes.
  @Test func theFontHasAllOfASCII() throws {
    var seen: [[[Place]]: Character] = [:]
    for code in 33...126 {
      let character = try #require(Unicode.Scalar(code).map(Character.init))
      let strokes = StrokeFont.strokes(of: String(character), size: 10)
      #expect(!strokes.isEmpty, "\(character)")
      #expect(seen[strokes] == nil, "\(character) is drawn as \(seen[strokes] ?? " ")")
      #expect(strokes != StrokeFont.strokes(of: "\u{2603}", size: 10), "\(character)")
      seen[strokes] = character
    }
    #expect(StrokeFont.strokes(of: " ", size: 10).isEmpty)
  }

  private func color(_ picture: Picture, _ x: Int, _ y: Int) -> Color {
    let first = (y * picture.width + x) * 3
    return Color(
      picture.bytes[first], picture.bytes[first + 1], picture.bytes[first + 2])
  }
}

extension PixelGrid {
  /// The red part of a pixel.
  fileprivate func grey(_ x: Int, _ y: Int) -> UInt8 { bytes[(y * width + x) * 3] }
}
