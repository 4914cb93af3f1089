import Conversion
import Dashboard
import TerminalUI
import Testing

/// The network as boxes and arrows, as it is drawn and walked through.
@Suite struct GraphScreenTests {
  private static let sizes = [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)]

  private func run(steps: Int = 40, isTrained: Bool = false) throws -> ExampleRun {
    var run = try ExampleRun(steps: steps, isTrainedSpiking: isTrained)
    run.press(.character("G"))
    return run
  }

  @Test(arguments: sizes)
  func theGraphAtEverySize(rows: Int, columns: Int) throws {
    try expectSnapshot(
      run().canvas(rows: rows, columns: columns), named: "graph-\(columns)x\(rows)")
  }

  @Test func theGraphInASCII() throws {
    let canvas = try run().canvas(rows: 40, columns: 120, capabilities: .plain)

    #expect(canvas.text.unicodeScalars.allSatisfy { $0.isASCII })
    try expectSnapshot(canvas, named: "graph-ascii")
  }

  @Test func beforeTheFirstStepAndWithoutAnANN() throws {
    try expectSnapshot(run(steps: 0).canvas(rows: 40, columns: 120), named: "graph-start")
    let trained = try run(isTrained: true).canvas(rows: 40, columns: 120)
    #expect(!trained.text.contains("SIN 0"))
    try expectSnapshot(trained, named: "graph-trained")
  }

  /// The numbers along the edges are those of the run.
  @Test func edgesSayWhatTheirSourceSends() throws {
    let run = try run()
    let statistics = run.engine.status.runState.statistics.layers[0]
    let table = try #require(run.state.plottedNumbers())
    let lines = table.csv.split(separator: "\n")

    #expect(lines[0] == "step,source,target,through,next_step,spikes,spikes_per_step,sin_share")
    #expect(lines[1] == "40,input,conv1,conv 3x3,0,,,")
    let mean = Double(statistics.counts.total) / 40
    let sin = Double(statistics.sin?.spikes ?? 0) / Double(statistics.counts.total)
    #expect(
      lines[2] == "40,conv1,fc1,\"pool, fc\",0,\(statistics.counts.stepTotal),\(mean),\(sin)")
    #expect(lines.count == 1 + 3)
  }

  @Test func theCursorFollowsEdgesAndEnterOpensTheLayer() throws {
    var run = try run()
    run.press(.up)
    #expect(run.state.layer == 0)
    run.press(.down)
    #expect(run.state.layer == 1 && run.state.screen == .graph)
    run.press(.down)
    #expect(run.state.layer == 1, "behind it is the output")
    run.press(.up, .up)
    #expect(run.state.layer == 0)
    run.press(.down, .enter)
    #expect(run.state.screen == .layer && run.state.layer == 1)
    run.press(.backspace)
    #expect(run.state.screen == .graph)
  }

  @Test(arguments: sizes)
  func aBoxAndAnEdgeCanBeClicked(rows: Int, columns: Int) throws {
    var run = try run()
    run.press(.up)
    #expect(run.state.layer == 0)
    let canvas = run.canvas(rows: rows, columns: columns)
    let items = canvas.clickAreas.filter { $0.target == .item(1) }
    #expect(items.count == 2, "its box, and the edge that leads to it")
    run.receive(.pointer(.item(1, isDouble: false)))
    #expect(run.state.layer == 1 && run.state.screen == .graph)
    let cursor = try #require(run.canvas(rows: rows, columns: columns).cursor)
    #expect(items.contains { $0.rect.contains(row: cursor.row, column: cursor.column) })
    run.receive(.pointer(.item(1, isDouble: true)))
    #expect(run.state.screen == .layer)
  }

  @Test func sentencesReadTheEdgesOfTheCursor() throws {
    var run = try run()
    run.press(.down)
    let sentences = run.state.sentences()

    #expect(sentences[0] == "Graph: 2 layers, 3 edges; the cursor is on fc1.")
    #expect(sentences[1].hasPrefix("From conv1 through pool, fc: "))
    #expect(sentences[2].hasPrefix("To fc2 through fc: "))
    #expect(sentences.count == 3)
  }
}
