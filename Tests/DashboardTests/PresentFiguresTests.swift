import Conversion
import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// Figures are those of the step that is shown, whatever else of the run is known.
@Suite struct PresentFiguresTests {
  private static let panels: [(screen: Character, names: [String])] = [
    ("2", ["facts", "maps", "channel", "rates", "scatter"]), ("3", ["facts", "cause", "field"]),
    ("5", ["distributions"]),
  ]

  /// What has no axis of time shows the same at a step, whether the run was further or not.
  @Test(arguments: ["fc1#3", "fc1#7", "conv1#20"], [0, 1, 20])
  func goingBackEqualsNeverHavingLeft(neuron: String, step: Int) throws {
    for method in [Robust(), Burst(maximumSpikes: 3), Bistable(phases: 3)]
      as [any ConversionMethod]
    {
      var early = try ExampleRun(method: method, steps: step)
      var late = try ExampleRun(method: method, steps: 50)
      early.go(to: neuron)
      late.go(to: neuron)
      late.go(to: "\(step)")
      #expect(late.state.step == step)
      for (screen, names) in Self.panels {
        early.press(.character(screen))
        late.press(.character(screen))
        let (one, other) = (
          early.canvas(rows: 60, columns: 200), late.canvas(rows: 60, columns: 200)
        )
        for name in names {
          #expect(
            one.panel(named: name)?.text == other.panel(named: name)?.text, "\(screen) \(name)")
        }
      }
    }
  }

  /// Neuron and Phase say the same dEI of a neuron, at every step of a run that went further.
  @Test(arguments: [2, 12, 36, 50])
  func theTimingOfANeuronIsTheSameOnAllScreens(step: Int) throws {
    var run = try ExampleRun(steps: 50)
    run.press(.character("5"), .character("J"))
    run.go(to: "\(step)")
    let rows = try #require(run.state.phaseScreen.inspection).rows
    #expect(!rows.isEmpty || step < 36)
    for row in rows {
      run.go(to: "fc1#\(row.unit)")
      let inspection = try #require(run.state.inspection)
      #expect(inspection.unit == row.unit && inspection.step == step)
      #expect((inspection.timingLead == nil) == (row.timingLead == nil))
      guard let lead = inspection.timingLead, let other = row.timingLead else { continue }
      #expect(abs(Double(lead) - other) < 1e-3)
    }
  }

  /// Behind the steps that a trace reaches back, too.
  @Test func theTimingOfALongRunIsKnown() throws {
    var run = try ExampleRun(steps: 1100)
    run.press(.character("5"), .character("J"))
    let row = try #require(run.state.phaseScreen.inspection?.rows.first { $0.timingLead != nil })
    run.go(to: "fc1#\(row.unit)")
    for step in [1100, 1060, 1100] {
      run.go(to: "\(step)")
      let lead = try #require(run.state.inspection?.timingLead)
      guard step == 1100 else { continue }
      #expect(try abs(Double(lead) - #require(row.timingLead)) < 1e-3)
    }
  }

  /// Most of what a neuron is off by is more than half of it.
  @Test(arguments: [5, 20, 50])
  func mostIsMoreThanHalf(step: Int) throws {
    for unit in 0..<12 {
      var run = try ExampleRun(steps: step)
      run.go(to: "fc1#\(unit)")
      let cause = try #require(run.state.inspection?.cause)
      let text = run.canvas(rows: 40, columns: 200).text
      guard text.contains("off schedule by") else { continue }
      let sameWay =
        cause.deviation == 0
        ? nil : cause.terms.first { ($0.contribution > 0) == (cause.deviation > 0) }
      let (part, whole) = (abs(sameWay?.contribution ?? 0), abs(cause.deviation))
      #expect(text.contains("most of it from") == (2 * part > whole && part <= whole))
      #expect(
        text.contains("the largest part from") == (sameWay != nil && !text.contains("most of it")))
    }
  }

  /// A scale leaves out what is rare and far, and nothing else.
  @Test func aScaleOfPotentialsShowsTheCurve() {
    let falling = (0..<100).map { -Double($0) }
    let slope = PotentialScale(lowest: falling, highest: falling, keeping: [0, 1])
    #expect(slope.range.lowerBound <= -90 && slope.range.upperBound >= 1)

    var quiet = Array(repeating: 0.5, count: 100)
    quiet[50] = -80
    let spike = PotentialScale(lowest: quiet, highest: quiet, keeping: [0, 1])
    #expect(spike.range == 0...1 && spike.reached == -80...1)

    quiet[50] = -0.25
    let near = PotentialScale(lowest: quiet, highest: quiet, keeping: [0, 1])
    #expect(near.range == -0.25...1 && near.reached == near.range)

    let nothing = PotentialScale(lowest: [], highest: [.nan], keeping: [0, 1.5])
    #expect(nothing.range == 0...1.5)
  }

  /// A pane of causes shows inputs, or is not there.
  @Test(arguments: [(24, 80), (24, 130), (30, 100), (40, 120), (60, 200)])
  func causesHaveInputs(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40)
    for screen in ["i", "3"] as [Character] {
      run.press(.character(screen))
      let canvas = run.canvas(rows: rows, columns: columns)
      guard let panel = canvas.panel(named: "cause") else { continue }
      let lines = panel.text.split(separator: "\n")
      let titles = try #require(lines.firstIndex { $0.contains("w*theta") })
      #expect(lines.dropFirst(titles + 1).contains { $0.contains("conv1 ") }, "\(panel.text)")
    }
  }

  /// Where one network runs alone, the method under the cursor has the room beside the list.
  @Test func theMethodUnderTheCursorIsShown() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("6"))
    for (rows, columns) in [(40, 120), (60, 200)] {
      let canvas = run.canvas(rows: rows, columns: columns)
      #expect(canvas.panels.map(\.name).contains("own-layers"))
      #expect(canvas.panel(named: "method")?.text.contains("what runs now, as A") == true)
    }
    run.press(.down)
    let method = run.canvas(rows: 60, columns: 200).panel(named: "method")
    #expect(method?.text.contains(":compare max") == true)
  }

  /// Words that do not fit beside a scale are shorter words, not halves.
  @Test func ratesAloneFitTheirPlots() throws {
    var run = try ExampleRun(steps: 40, isTrainedSpiking: true)
    for (rows, columns) in [(24, 80), (40, 120), (45, 160), (60, 200)] {
      run.press(.character("5"))
      let text = run.canvas(rows: rows, columns: columns).text
      #expect(!text.contains("per …") && !text.contains("in theta"))
    }
  }

  /// The sentence at the foot of a screen.
  private func sentence(_ run: ExampleRun, rows: Int, columns: Int) -> String {
    let lines = run.canvas(rows: rows, columns: columns).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    return String(lines[rows - 2])
  }

  /// Each screen says something of its own.
  @Test(arguments: [false, true])
  func noTwoScreensShareASentence(isTrained: Bool) throws {
    var run = try ExampleRun(steps: 140, isTrainedSpiking: isTrained)
    var sentences: Set<String> = []
    for screen in "1245" {
      run.press(.character(screen))
      let sentence = sentence(run, rows: 40, columns: 160)
      #expect(sentences.insert(sentence).inserted, "\(screen): \(sentence)")
    }
  }

  /// Who leads is said beside who lags, or not at all.
  @Test(arguments: [(24, 80), (40, 120)])
  func bothSharesOrNone(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("5"), .character("J"))
    let words = sentence(run, rows: rows, columns: columns).split { " ,:".contains($0) }
    #expect(words.contains("schedule") && words.contains("lead") == words.contains("lag"))
  }

  /// Values without a map fill most of the room that they have, each with as many pixels.
  @Test(
    arguments: [1, 3, 12, 84, 128, 500, 4096],
    [Size(rows: 17, columns: 107), Size(rows: 6, columns: 40)])
  func valuesFillTheirRoom(count: Int, size: Size) {
    let values = (0..<count).map { Float($0 % 7 + 1) / 8 }
    let picture = ValueGrid(count: count, size: size).picture(of: values, blank: 0)
    let pixels = picture.values.count { $0 > 0 }
    #expect(pixels % count == 0 && pixels >= count)
    guard count <= size.columns * 2 * size.rows else { return }
    #expect(picture.width <= size.columns && picture.height <= 2 * size.rows)
    // A few values are as large as a pixel may be stretched, and no larger.
    if count > 8 { #expect(pixels * 2 >= size.columns * 2 * size.rows, "\(pixels)") }
  }
}
