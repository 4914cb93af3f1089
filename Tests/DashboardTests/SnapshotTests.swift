import Conversion
import Foundation
import TerminalUI
import Testing

/// Whole screens against recorded ones; see `expectSnapshot`.
@Suite struct SnapshotTests {
  @Test func liveShowsAllLayersAndTheAnswer() throws {
    try expectSnapshot(ExampleRun(steps: 20).canvas(), named: "live")
  }

  @Test func liveBeforeTheFirstStep() throws {
    try expectSnapshot(ExampleRun().canvas(), named: "live-start")
  }

  @Test func liveInASCII() throws {
    try expectSnapshot(ExampleRun(steps: 20).canvas(capabilities: .plain), named: "live-ascii")
  }

  @Test func liveOnALargeTerminal() throws {
    try expectSnapshot(ExampleRun(steps: 20).canvas(rows: 40, columns: 120), named: "live-large")
  }

  @Test func liveOfABistableNetworkBeforeItsReadout() throws {
    let run = try ExampleRun(method: Bistable(phases: 8), steps: 20)

    try expectSnapshot(run.canvas(), named: "live-bistable")
  }

  @Test func layerShowsNeuronByNeuron() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("K"), .enter, .down)

    try expectSnapshot(run.canvas(), named: "layer")
  }

  @Test func sinListsTheWorstNeuronsFirst() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("i"))

    try expectSnapshot(run.canvas(), named: "sin")
  }

  @Test func neuronShowsWhyItFired() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("i"), .enter)

    try expectSnapshot(run.canvas(), named: "neuron")
  }

  /// `v` shows what arrives now, then where from, then why again.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func neuronShowsWhatArrivesAndItsField(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("i"), .enter)
    let why = run.canvas(rows: rows, columns: columns).text

    for picture in ["arrivals", "field"] {
      run.press(.character("v"))
      try expectSnapshot(
        run.canvas(rows: rows, columns: columns), named: "neuron-\(picture)-\(columns)x\(rows)")
    }

    run.press(.character("v"))
    #expect(run.canvas(rows: rows, columns: columns).text == why)
  }

  @Test func neuronInASCII() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("i"), .enter)

    try expectSnapshot(run.canvas(capabilities: .plain), named: "neuron-ascii")
  }

  @Test func neuronOfBurstsCountsTheSpikesOfAStep() throws {
    var run = try ExampleRun(method: Burst(maximumSpikes: 3), steps: 19)

    run.go(to: "fc1#10")

    try expectSnapshot(run.canvas(rows: 40, columns: 100), named: "neuron-burst")
  }

  @Test func neuronThatTakesSpikesBackSaysSo() throws {
    var run = try ExampleRun(corrector: .negativeSpikes(allowance: 0), steps: 19)

    run.go(to: "fc1#11")

    try expectSnapshot(run.canvas(rows: 40, columns: 100), named: "neuron-negative")
  }

  @Test func neuronTellsWhatTheMethodHasAdded() throws {
    var run = try ExampleRun(method: Half(), steps: 20)

    run.press(.character("i"), .enter)

    try expectSnapshot(run.canvas(rows: 40, columns: 100), named: "neuron-half")
  }

  @Test(arguments: [nil, Half()] as [Half?])
  func overviewShowsAllAtOnce(secondRun: Half?) throws {
    var run = try ExampleRun(steps: 20, secondRun: secondRun)

    run.press(.character("8"), .down)

    let name = secondRun == nil ? "overview" : "overview-compared"
    try expectSnapshot(run.canvas(rows: 60, columns: 200), named: name)
  }

  @Test func overviewOnASmallTerminalSaysWhatItNeeds() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("8"))

    try expectSnapshot(run.canvas(), named: "overview-small")
  }

  /// At the least size that shows more, and one row or column before that.
  @Test(arguments: [(40, 120), (39, 120), (40, 119)])
  func overviewAtItsOwnSize(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    run.resize(to: Size(rows: rows, columns: columns))

    run.press(.character("8"))

    let canvas = run.canvas(rows: rows, columns: columns)
    #expect(canvas.panels.contains { $0.name == "phase" } == (rows == 40 && columns == 120))
    try expectSnapshot(canvas, named: "overview-\(columns)x\(rows)")
  }

  @Test func helpListsKeysAndDefinitions() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("?"))

    try expectSnapshot(run.canvas(rows: 130, columns: 100), named: "help")
  }

  @Test func methodsAreAMenu() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("M"), .down)

    try expectSnapshot(run.canvas(), named: "methods")
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func logListsBreaksMarksAndWhatHappened(rows: Int, columns: Int) throws {
    var run = try ExampleRun()
    for line in [
      ":break sin(fc1) > 0", ":break every spikes(fc1#3)", ":disable 2", ":until t == 12",
      ":mark a",
      ":until sin(cov1)", ":back", ":t 20",
    ] {
      run.type(line)
    }

    run.press(.character("7"), .down)

    try expectSnapshot(run.canvas(rows: rows, columns: columns), named: "log-\(columns)x\(rows)")
  }

  @Test func logBeforeAnythingHappened() throws {
    var run = try ExampleRun()

    run.press(.character("7"))

    try expectSnapshot(run.canvas(), named: "log-start")
  }

  @Test func liveShowsBreaksAndMarksInTheTimeline() throws {
    var run = try ExampleRun()
    for line in [":break t == 30", ":until t == 12", ":mark a", ":until t == 50", ":t 60"] {
      run.type(line)
    }

    try expectSnapshot(run.canvas(), named: "live-breaks")
  }

  @Test func breaksAreProposedAroundTheCursor() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("b"), .down)

    try expectSnapshot(run.canvas(), named: "break-menu")
  }

  @Test func aSmallTerminalShowsACard() throws {
    try expectSnapshot(ExampleRun(steps: 20).canvas(rows: 11, columns: 42), named: "too-small")
  }

  /// Nothing may fail at any size, on any screen, under any overlay.
  @Test(
    arguments: [
      [], [.enter], [.enter, .character("v")], [.enter, .enter], [.character("i")],
      [.character("i"), .enter], [.character("p")], [.character("?")], [.character("M")],
      [.character("g")], [.character("7")], [.character("b")], [.character("u")],
      [.character("m"), .character("a")], [.character("m")],
      [.character("m"), .character("a"), .character("7")], [.character("8")], [.character("G")],
      [.character("I")],
    ] as [[Key]])
  func drawsOnAnyTerminalSize(keys: [Key]) throws {
    var run = try ExampleRun(steps: 20)
    for key in keys { run.press(key) }

    for rows in 0...5 {
      for columns in 0...20 { #expect(run.canvas(rows: rows, columns: columns).size.rows == rows) }
    }
    for (rows, columns) in [0, 1, 2, 5, 15, 16, 17, 24, 33, 34, 61].flatMap({ rows in
      [0, 1, 2, 7, 59, 60, 61, 79, 80, 99, 100, 131, 260].map { (rows, $0) }
    }) {
      let canvas = run.canvas(rows: rows, columns: columns)
      #expect(canvas.size == Size(rows: rows, columns: columns))
    }
  }

  @Test func asciiMeansASCII() throws {
    for keys in [
      [], [.enter], [.character("i")], [.character("i"), .enter], [.character("b")],
      [.character("m"), .character("a"), .character("7")], [.character("p")],
      [.character("w")], [.enter, .character("w")], [.character("/")], [.character("8")],
      [.character("G")], [.character("I")],
    ] as [[Key]] {
      var run = try ExampleRun(steps: 20)
      for key in keys { run.press(key) }
      let text = run.canvas(rows: 50, columns: 160, capabilities: .plain).text
      #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
    }
  }
}

/// Compares the text of a canvas with the file `Snapshots/<name>.txt` beside the calling test.
///
/// Run the tests with `RECORD_SNAPSHOTS=1` to write the file, and review it with `git diff`.
func expectSnapshot(
  _ canvas: Canvas, named name: String, testFile: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: testFile).deletingLastPathComponent()
    .appending(path: "Snapshots/\(name).txt")
  let text = canvas.text + "\n"
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
    try Data(text.utf8).write(to: file)
  }
  let expected = try String(contentsOf: file, encoding: .utf8)
  #expect(text == expected, "the screen '\(name)' has changed", sourceLocation: sourceLocation)
}
