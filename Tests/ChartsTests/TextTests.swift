import Charts
import Foundation
import Testing

/// Figures in a terminal against recorded ones; see `expectSnapshot`.
@Suite struct TextTests {
  @Test func theExampleInATerminal() throws {
    try expectSnapshot(ExampleFigure.figure.text(columns: 80, rows: 50), named: "example")
  }

  @Test func theExampleInASCII() throws {
    let text = ExampleFigure.figure.text(columns: 80, rows: 50, unicode: false)

    #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
    try expectSnapshot(text, named: "example-ascii")
  }

  @Test func curvesAlone() throws {
    let figure = Plot([.lines(ExampleFigure.accuracyChart)])

    try expectSnapshot(figure.text(columns: 60, rows: 18), named: "lines-small")
  }

  @Test func moreLayersThanColumns() throws {
    let figure = Plot([.bars(ExampleFigure.sinChart(layers: 60))])

    try expectSnapshot(figure.text(columns: 60, rows: 20), named: "bars-shared-columns")
  }

  @Test func oneRowPerMethod() throws {
    let figure = Plot([.bars(ExampleFigure.sinChart(layers: 19))])

    try expectSnapshot(figure.text(columns: 80, rows: 8), named: "bars-flat")
  }

  @Test func aChartWithoutDataSaysSo() throws {
    let lines = LineChart(title: "curves", xAxis: Axis("T"), yAxis: Axis("y"), series: [])
    let bars = ExampleFigure.sinChart(layers: 0)

    for chart in [Plot.Chart.lines(lines), .bars(bars)] {
      #expect(Plot([chart]).text(columns: 40, rows: 12).contains("no data"))
      #expect(try Plot([chart]).drawing().svg().contains("no data"))
    }
  }

  @Test(arguments: ExtremeFigures.all + [ExampleFigure.figure])
  func drawsOnAnyTerminalSize(figure: Plot) {
    for rows in [0, 1, 2, 3, 5, 9, 10, 24, 60] {
      for columns in [0, 1, 2, 7, 12, 20, 59, 80, 200] {
        for unicode in [true, false] {
          let text = figure.text(columns: columns, rows: rows, unicode: unicode)
          let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
          #expect(lines.count <= max(rows, 1))
          #expect(lines.allSatisfy { $0.count <= columns })
          #expect(unicode || text.unicodeScalars.allSatisfy { $0.isASCII })
        }
      }
    }
  }

  /// Variants of a method differ at the end of their names.
  @Test func longNamesKeepBothEnds() {
    let names = ["bistable (reconstruction) 8 phases", "bistable (reconstruction) 32 phases"]
    let figure = Plot([.bars(ExampleFigure.sinChart(layers: 19, methods: names))])

    let text = figure.text(columns: 80, rows: 14)

    #expect(text.contains(" 8 phases"))
    #expect(text.contains("32 phases"))
  }

  @Test func asciiReplacesWhatItLacks() {
    let chart = LineChart(title: "θ × 10 – ü", xAxis: Axis("T"), yAxis: Axis("y"), series: [])

    let text = Plot([.lines(chart)]).text(columns: 40, rows: 4, unicode: false)

    #expect(text.hasPrefix("? x 10 - ?"))
  }
}

/// Compares a text with the file `Snapshots/<name>.txt` beside the calling test.
///
/// Run the tests with `RECORD_SNAPSHOTS=1` to write the file, and review it with `git diff`.
private func expectSnapshot(
  _ text: String, named name: String, testFile: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: testFile).deletingLastPathComponent()
    .appending(path: "Snapshots/\(name).txt")
  let text = text + "\n"
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
    try Data(text.utf8).write(to: file)
  }
  let expected = try String(contentsOf: file, encoding: .utf8)
  #expect(text == expected, "the figure '\(name)' has changed", sourceLocation: sourceLocation)
}
