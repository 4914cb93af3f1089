import Charts
import Datasets
import Foundation
import Testing

/// The pixels, read back by the decoder of data sets.
@Suite struct PNGTests {
  /// So many pixels as 300 in an inch are on the paper, and the file says so.
  @Test(arguments: [40, 85, 174.5])
  func theExampleIsAReadablePictureOfItsSize(width: Double) throws {
    let drawing = ExampleFigure.figure.drawing(PlotStyle(width: width))

    let bytes = try drawing.png()
    let picture = try decodePNG(bytes, path: "figure.png")

    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(picture.width == Int((width / 25.4 * 300).rounded(.up)))
    #expect(picture.height == Int((drawing.height / 72 * 300).rounded(.up)))
    #expect(picture.channels == 3)
    // 11,811 pixels per metre, in both directions.
    let density = Array("pHYs".utf8) + [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1]
    #expect(Data(bytes).range(of: Data(density)) != nil)
  }

  @Test func theFileSaysWhatWasRun() throws {
    let bytes = Data(try ExamplePictures.plots[0].drawing().png())

    for text in ["Title", "Spikes", "Description", "What was run.", "Software"] {
      #expect(bytes.range(of: Data(text.utf8)) != nil, "\(text)")
    }
  }

  @Test func theGroundIsWhiteUpToTheCorners() throws {
    let picture = try decodePNG(ExampleFigure.figure.drawing().png(), path: "figure.png")

    for (x, y) in [(0, 0), (picture.width - 1, 0), (0, picture.height - 1)] {
      #expect(color(picture, x, y) == .white)
    }
  }

  /// Where the drawing has a marker or a bar, the picture has its colour.
  @Test func marksStandWhereTheDrawingSays() throws {
    let drawing = ExampleFigure.figure.drawing()
    let picture = try decodePNG(drawing.png(), path: "figure.png")

    let discs = drawing.shapes.compactMap { shape -> (Place, Color)? in
      guard case .disc(let center, _, let color) = shape.form, shape.note?.contains(": ") == true
      else { return nil }
      return (center, color)
    }
    // One for every point of the first method.
    #expect(discs.count == ExampleFigure.steps.count)
    for (center, expected) in discs {
      let scale = 300.0 / 72
      #expect(color(picture, Int(center.x * scale), Int(center.y * scale)) == expected)
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
    for plot in [ExampleFigure.figure] + ExamplePictures.plots {
      #expect(try plot.drawing().png() == plot.drawing().png())
    }
  }

  @Test(arguments: ExtremeFigures.all + ExamplePictures.plots + ExamplePictures.extreme)
  func extremeFiguresAreReadable(figure: Plot) throws {
    let style = PlotStyle(width: 85, theme: .dark)

    let picture = try decodePNG(figure.drawing(style).png(), path: "figure.png")

    #expect(picture.width == 1004)
    #expect(color(picture, 0, 0) == Color(18, 18, 18))
  }

  @Test func shapesCoverThePixelsThatTheyShould() throws {
    let black = Color(0, 0, 0)
    let drawing = Drawing(
      width: 20, height: 10,
      shapes: [
        Shape(.rectangle(Box(x: 1, y: 1, width: 2.5, height: 2), black)),
        Shape(.disc(center: Place(x: 8, y: 5), radius: 3, black)),
        Shape(.polygon([Place(x: 12, y: 8), Place(x: 15, y: 1), Place(x: 18, y: 8)], black)),
        Shape(.lines([[Place(x: 2, y: 7)]], Stroke(color: black, width: 3))),
      ])

    // Two pixels per point.
    let picture = try decodePNG(drawing.png(), path: "shapes.png")
    let grey = { (x: Int, y: Int) in color(picture, x, y).red }

    #expect(grey(2, 2) == 0 && grey(6, 5) == 0)
    #expect(grey(7, 3) == 255 && grey(1, 3) == 255)
    #expect(grey(16, 10) == 0 && grey(10, 4) == 255)
    #expect(grey(30, 12) == 0 && grey(24, 4) == 255)
    // A line of one place with round ends is a dot.
    #expect(grey(4, 14) == 0 && grey(8, 14) == 255)
  }

  /// Each value of a map is a block of one colour with sharp edges.
  @Test func pixelsHaveSharpEdges() throws {
    let colors = [Color(255, 0, 0), Color(0, 255, 0), Color(0, 0, 255), Color(9, 8, 7)]
    let drawing = Drawing(
      width: 8, height: 8,
      shapes: [
        Shape(
          .pixels(
            PixelBlock(width: 2, height: 2, colors: colors),
            Box(x: 0, y: 0, width: 8, height: 8)))
      ])

    let picture = try decodePNG(drawing.png(), path: "pixels.png")

    for y in 0..<16 {
      for x in 0..<16 { #expect(color(picture, x, y) == colors[y / 8 * 2 + x / 8]) }
    }
  }

  @Test func dashesLeaveGaps() throws {
    let stroke = Stroke(color: Color(0, 0, 0), width: 2, dashes: [6, 6], isRound: false)
    let line = Shape(.line([Place(x: 2, y: 3), Place(x: 38, y: 3)], stroke))

    let picture = try decodePNG(
      Drawing(width: 40, height: 6, shapes: [line]).png(), path: "dashes.png")

    #expect([3, 5, 7, 15, 17, 19, 27, 29].allSatisfy { color(picture, 2 * $0, 6).red == 0 })
    #expect([11, 23, 35].allSatisfy { color(picture, 2 * $0, 6).red == 255 })
  }

  private func color(_ picture: Picture, _ x: Int, _ y: Int) -> Color {
    let first = (y * picture.width + x) * 3
    return Color(
      picture.bytes[first], picture.bytes[first + 1], picture.bytes[first + 2])
  }
}
