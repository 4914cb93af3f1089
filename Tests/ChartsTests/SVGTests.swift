import Charts
import Foundation
import PlainText
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The document that other programs read.
@Suite struct SVGTests {
  @Test func theExampleIsWellFormed() throws {
    let document = try parsed(ExampleFigure.figure.drawing().svg())

    #expect(document.texts.contains("Accuracy over time, cifar-resnet20"))
    #expect(document.texts.contains("ANN 92.4 %"))
    #expect(document.texts.contains("layer1.0.relu1"))
    #expect(document.elementCounts["svg"] == 1)
  }

  @Test func namesAreReadBackAsTheyWere() throws {
    let hostile = #"a<b> & "c" ]]> 'd' é"#
    var chart = ExampleFigure.accuracyChart
    chart.title = hostile
    chart.series[0].name = "<script>alert(1)</script>"
    let figure = Plot([.lines(chart)], caption: "bell \u{7} and \u{1b}[31m")

    let document = try parsed(figure.drawing().svg())

    #expect(document.texts.contains(hostile))
    #expect(document.texts.contains("<script>alert(1)</script>"))
    #expect(document.elementCounts["script"] == nil)
  }

  /// Every mark says its value to a reader who points at it.
  @Test func marksCarryTheirValues() throws {
    let document = try parsed(ExampleFigure.figure.drawing().svg())

    let accuracy = ExampleFigure.accuracy(method: 1, steps: 64)
    #expect(document.texts.contains("robust, 64: \(fixed(accuracy * 100, decimals: 1)) %"))
    #expect(document.texts.contains("max, layer4.0.relu1: 0.67"))
    #expect(!document.texts.contains { $0.hasPrefix("bistable (reconstruction), 16:") })
  }

  /// A missing value breaks the curve: two runs of points are two lines.
  @Test func aGapInterruptsTheCurve() throws {
    let whole = [0.1, 0.2, 0.3, 0.4, 0.5].map(Optional.some)
    let broken: [Double?] = [0.1, 0.2, .nan, 0.4, 0.5]

    #expect(try curves(whole) == 1)
    #expect(try curves(broken) == 2)
    #expect(try curves([0.1, nil, 0.3, nil, 0.5]) == 0)
  }

  private func curves(_ values: [Double?]) throws -> Int {
    let points = values.enumerated().map { LineChart.Point(x: Double($0 + 1), y: $1) }
    let chart = LineChart(
      title: "", xAxis: Axis("T"), yAxis: Axis("y"), series: [.init("only", points: points)])
    // The lines themselves bear the bare name; markers add a value to it, and a single curve has
    // no legend.
    return try parsed(Plot([.lines(chart)]).drawing().svg()).texts.count { $0 == "only" }
  }

  @Test func oneBarStandsForEveryValue() throws {
    let figure = Plot([.bars(ExampleFigure.sinChart(layers: 60))])

    let notes = Set(
      try parsed(figure.drawing().svg()).texts.filter { $0.hasPrefix("robust, layer") })

    #expect(notes.count == 59)
  }

  /// Sizes are those on paper.
  @Test(arguments: [40, 85, 174])
  func aFigureIsAsWideAsItShould(width: Double) throws {
    let drawing = ExampleFigure.figure.drawing(PlotStyle(width: width))
    let svg = try drawing.svg()

    let height = try #require(svg.firstMatch(of: /height="([0-9.]+)mm"/)?.1)
    #expect(svg.contains(#"width="\#(Int(width))mm""#))
    #expect(abs((Double(height) ?? 0) - drawing.height * 25.4 / 72) < 0.01)
  }

  /// What was run stands in the file, not in the picture.
  @Test func theFileSaysWhatWasRun() throws {
    for plot in ExamplePictures.plots {
      let document = try parsed(plot.drawing().svg())

      #expect(document.texts.contains("What was run."))
      #expect(document.texts.contains("A caption."))
    }
  }

  /// Titles, axes and names are letters that can be selected.
  @Test(arguments: [
    (0, ["Spikes", "layer0", "7", "spikes", "others", "layer", "time step", "40"]),
    (1, ["Lead", "layer5", "mean D (spikes)", "-0.32", "0.32", "time step"]),
    (2, ["Maps", "SNN", "ANN", "rate", "0.95", "-0.5"]),
    (3, ["Rates", "neurons", "SIN", "equal", "activation", "rate", "0.5"]),
    (4, ["stairs", "quiet", "dashed", "plain", "D (spikes)"]),
  ])
  func eachKindOfChartHasItsWords(kind: Int, words: [String]) throws {
    let texts = try parsed(ExamplePictures.plots[kind].drawing().svg()).texts

    for word in words { #expect(texts.contains(word), "\(word): \(texts)") }
  }

  @Test(arguments: ExtremeFigures.all + ExamplePictures.plots + ExamplePictures.extreme)
  func extremeFiguresAreWellFormedAndFinite(figure: Plot) throws {
    let svg = try figure.drawing().svg()

    _ = try parsed(svg)
    #expect(!svg.contains("nan"))
    #expect(!svg.contains("inf"))
    #expect(try figure.drawing().svg() == svg)
  }
}

/// What a strict XML parser found in a document.
final class ParsedDocument: NSObject, XMLParserDelegate {
  /// The text of every element that has text of its own.
  private(set) var texts: [String] = []
  private(set) var elementCounts: [String: Int] = [:]
  private var open: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elementCounts[name, default: 0] += 1
    open.append("")
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard let last = open.popLast() else { return }
    open.append(last + string)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if let text = open.popLast(), !text.isEmpty { texts.append(text) }
  }
}

func parsed(_ svg: String) throws -> ParsedDocument {
  let document = ParsedDocument()
  let parser = XMLParser(data: Data(svg.utf8))
  parser.delegate = document
  #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
  return document
}
