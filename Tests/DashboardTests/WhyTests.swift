import Conversion
import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// Why the network answers so: a pane of Live.
@Suite struct WhyTests {
  private static let sizes = [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)]

  private func run(
    method: any ConversionMethod = Robust(), steps: Int = 40, isTrainedSpiking: Bool = false,
    isReplayed: Bool = false
  ) throws -> ExampleRun {
    var run = try ExampleRun(
      method: method, steps: steps, isTrainedSpiking: isTrainedSpiking, isReplayed: isReplayed)
    run.press(.character("v"))
    return run
  }

  @Test(arguments: sizes)
  func itIsReachedAtEverySize(rows: Int, columns: Int) throws {
    let canvas = try run().canvas(rows: rows, columns: columns)

    #expect(canvas.panel(named: "why") != nil && canvas.panel(named: "strips") == nil)
    try expectSnapshot(canvas, named: "why-\(columns)x\(rows)")
  }

  @Test(arguments: sizes)
  func withoutAnANNItIsTheMarginItself(rows: Int, columns: Int) throws {
    let canvas = try run(isTrainedSpiking: true).canvas(rows: rows, columns: columns)

    #expect(canvas.panel(named: "why") != nil)
    #expect(!canvas.text.contains("dw*(rate*theta - a)"))
  }

  /// On large terminals it stands below the layers without a key.
  @Test func largeTerminalsShowItBesideTheLayers() throws {
    let run = try ExampleRun(steps: 40)
    for (rows, columns) in Self.sizes {
      let canvas = run.canvas(rows: rows, columns: columns)
      #expect((canvas.panel(named: "why") != nil) == (columns >= 160))
      #expect(canvas.panel(named: "strips") != nil)
    }
  }

  /// The pane and the screen say that the sum closes, and its numbers add up.
  @Test(arguments: [0, 1, 2])
  func itsNumbersAddUp(kind: Int) throws {
    let methods: [any ConversionMethod] = [Robust(), Half(), Bistable(phases: 4)]
    let run = try run(method: methods[kind])
    let margin = try #require(run.state.whyScreen.inspection?.margin)

    #expect(abs(margin.modelTerm) < 1e-4)
    #expect(run.canvas(rows: 40, columns: 120).text.contains("the sum closes"))
    let table = try #require(run.state.plottedNumbers(ofPanel: "why"))
    let sums = table.rows.compactMap { Double($0[10]) }
    #expect(abs(sums.dropLast().reduce(0, +) - (sums.last ?? 0)) < 1e-4)
  }

  @Test func enterGoesToTheNeuronAndBack() throws {
    var run = try run()
    run.press(.down)
    let term = try #require(run.state.whyScreen.inspection?.margin?.terms[1])

    run.press(.enter)
    #expect(run.state.screen == .neuron)
    #expect(run.state.layer == term.layer && run.state.unit == term.unit)
    run.press(.backspace)
    #expect(run.state.screen == .live && run.state.whyScreen.row == 1)
    #expect(run.canvas().panel(named: "why") != nil)
  }

  /// The sentence says what the numbers say.
  @Test func theSentenceIsTrue() throws {
    let run = try run()
    let margin = try #require(run.state.whyScreen.inspection?.margin)
    let text = run.canvas(rows: 40, columns: 200).text
    let names = ["one", "two", "three"]

    #expect(text.contains("\(names[margin.classes.answer]) leads \(names[margin.classes.other])"))
  }

  @Test func spikesWithoutWeightsSaySoInALine() throws {
    let run = try run(isReplayed: true)

    #expect(!run.state.whyScreen.isShown)
    #expect(run.state.message?.text.contains("come without them") == true)
  }

  @Test func picturesOfBoxesHaveNone() throws {
    var run = try TaskRun(TaskRun.detection, steps: 20)
    run.press(.character("v"))

    #expect(!run.state.whyScreen.isShown)
    #expect(run.state.message?.text.contains("not classes") == true)
  }

  @Test func theReadoutLeadsToIt() throws {
    var run = try ExampleRun(steps: 20)
    run.go(to: "fc2#1")

    #expect(run.state.message?.text.contains("why this answer") == true)
  }
}
