import Conversion
import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// Marks, and accuracy over the images seen so far.
@Suite struct LiveScreenTests {
  @Test func marksStandOnTheTimeline() throws {
    var run = try ExampleRun(steps: 40)
    run.type("ma,,,,,,,,mb")
    run.press(.character("$"), .character("."))

    let timeline = run.canvas().text.split(separator: "\n").first { $0.contains("prediction") }
    let bar = try #require(timeline).dropFirst(33)
    #expect(bar.contains("a") && bar.contains("b"))
    let (first, second) = (bar.firstIndex(of: "b"), bar.firstIndex(of: "a"))
    #expect(try #require(first) < #require(second), "b was set at an earlier step")
  }

  /// Cells of the lanes in which half of the spikes take others back have the colour of lag.
  @Test func lanesTellSpikesThatAreTakenBack() throws {
    func lagging(_ run: ExampleRun) -> Int {
      let canvas = run.canvas(rows: 60, columns: 200)
      return (0..<60).reduce(0) { count, row in
        count
          + (0..<200).count { column in
            let cell = canvas[row, column]
            return cell.style == .negative && ("\u{2801}"..."\u{28FF}").contains(cell.character)
          }
      }
    }

    #expect(lagging(try ExampleRun(steps: 40)) == 0)
    #expect(
      lagging(try ExampleRun(corrector: .negativeSpikes(allowance: 0), steps: 40)) > 0)
  }

  /// Who comes late sees the output as the sender does: it was summed from its first step on.
  @Test func aLateViewerScalesTheOutputByTheSendersStep() throws {
    var run = try ExampleRun(steps: 20)
    let bars = { (run: ExampleRun) in
      run.canvas(rows: 40, columns: 120).text.split(separator: "\n")[1]
    }
    #expect(bars(run).contains("since t=1"))
    let early = bars(run)

    run.receive(.streaming(StreamReport(senderStep: 81, dropped: 0, ending: nil)))

    // 20 steps' sum over 100 steps: closer to even.
    #expect(bars(run) != early && !bars(run).contains("since t=1"))
    let now = try #require(run.state.engine).runState.simulation.readout
    let share = probabilities(now.map { $0 / 100 }).max() ?? 0
    #expect(bars(run).contains("SNN one \(Int((100 * share).rounded()))%"), "\(bars(run))")
  }

  /// A new network is not drawn with the output of the old one, of another number of classes.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func whatIsLoadedIsShownOnceTheEngineReportsOfIt(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    let before = run.canvas(rows: rows, columns: columns).text
    var context = try #require(run.state.context)
    context.generation += 1
    context.classNames = (0..<10).map { "class \($0)" }
    context.logits = (0..<10).map { Float($0) }
    context.label = 9

    run.receive(.loaded(context))

    #expect(run.canvas(rows: rows, columns: columns).text == before)
  }

  /// What is counted is what the history says, whatever way it was reached.
  @Test func accuracyCountsEveryImageOnce() throws {
    var run = try ExampleRun(steps: 20)
    let method = try #require(run.state.context?.methods[0])
    let label = try #require(run.state.context?.truth)
    run.type(",,,,....,,")
    run.type("......")
    let history = try #require(run.state.engine).history

    let account = run.state.seenAccuracy.account(of: method)
    #expect(account.imageCount == 1 && account.lastStep == 24)
    for step in 1...24 {
      let isRight = history.prediction(at: step) == label
      #expect(account.tally(atStep: step) == (isRight ? 1 : 0, 1))
    }
    #expect(account.tally(atStep: 25) == (0, 0) && account.tally(atStep: 0) == (0, 0))
    #expect(account.accuracy(atStep: 25) == nil)
  }

  @Test func anotherImageAddsAndAnotherMethodHasItsOwn() throws {
    var run = try ExampleRun(steps: 20)
    var context = try #require(run.state.context)
    let history = try #require(run.state.engine).history
    let prediction = try #require(history.prediction(at: 10))

    context.image = 4
    context.label = prediction
    run.receive(.loaded(context))
    run.receive(.engine(run.engine.status))
    let account = run.state.seenAccuracy.account(of: context.methods[0])
    #expect(account.imageCount == 2)
    #expect(account.tally(atStep: 10).predicted == 2 && account.tally(atStep: 10).right >= 1)

    context.method = 1
    run.receive(.loaded(context))
    run.receive(.engine(run.engine.status))
    #expect(run.state.seenAccuracy.account(of: context.methods[0]) == account)
    #expect(run.state.seenAccuracy.account(of: context.methods[1]).imageCount == 1)
  }

  /// Before the first readout nothing is predicted, and nothing is counted as wrong.
  @Test func stepsWithoutAReadoutAreNotCounted() throws {
    let run = try ExampleRun(method: Bistable(phases: 8), steps: 8)
    let method = try #require(run.state.context?.methods[0])

    #expect(run.state.seenAccuracy.account(of: method).tally(atStep: 3) == (0, 0))
  }

  /// Where no answer can ever be right there is no accuracy, at no size.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func accuracyHasNoPlaceWhereNothingFillsIt(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20, isTrainedSpiking: true)
    var context = try #require(run.state.context)
    context.label = nil
    run.receive(.loaded(context))
    run.resize(to: Size(rows: rows, columns: columns))
    for _ in 0..<4 {
      #expect(run.canvas(rows: rows, columns: columns).panel(named: "accuracy") == nil)
      run.press(.character("v"))
    }
  }

  /// Where there is no room for both, `v` goes on from why the network answers so to accuracy, and
  /// back.
  @Test func vShowsAccuracyOnLive() throws {
    var run = try ExampleRun(steps: 20)
    #expect(run.canvas().panel(named: "output") != nil)

    run.press(.character("v"), .character("v"))
    #expect(run.canvas().text.contains("accuracy ─ 0 of 1 opened images right"))
    #expect(run.state.layerScreen.picture == .raster)
    run.press(.character("v"))
    #expect(run.canvas().panel(named: "output") != nil)
  }

  /// The key line names what `v` shows next, in each view of each screen, and always has its key.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func theKeyLineNamesTheNextView(rows: Int, columns: Int) throws {
    for isTrainedSpiking in [false, true] {
      var run = try ExampleRun(steps: 20, isTrainedSpiking: isTrainedSpiking)
      run.resize(to: Size(rows: rows, columns: columns))
      for screen in ["1", "2", "3"] {
        run.type(screen)
        for _ in 0..<6 {
          let before = run.canvas(rows: rows, columns: columns)
          let hint = run.state.hintsNow.first { $0.action == "next-picture" }
          run.press(.character("v"))
          let after = run.canvas(rows: rows, columns: columns)
          guard before.panels.map(\.name) != after.panels.map(\.name) else { continue }
          let words = try #require(hint?.words, "screen \(screen) has another view")
          #expect(before.text.split(separator: "\n").last?.contains("v \(words)") == true)
          let isShown =
            switch (screen, words) {
            case ("1", "layers"): after.panel(named: "strips") != nil
            case ("1", _): after.panel(named: words) != nil
            case ("2", _): "\(run.state.layerScreen.picture)" == words
            default: true
            }
          #expect(isShown, "\(words)")
        }
      }
    }
  }

  /// What goes round comes back, through three views where accuracy has no place of its own.
  @Test func viewsOfLiveGoRound() throws {
    var run = try ExampleRun(steps: 20)
    var words: [String] = []
    for _ in 0..<4 {
      words.append(run.state.hintsNow.first { $0.action == "next-picture" }?.words ?? "-")
      run.press(.character("v"))
    }
    #expect(words == ["why", "accuracy", "output", "why"])
  }

  @Test(arguments: GlyphChoice.allCases)
  func aCommandChangesWhatDotsAreDrawnWith(choice: GlyphChoice) throws {
    var run = try ExampleRun(steps: 20)

    run.type(":glyphs \(choice.rawValue)")

    #expect(run.state.glyphs == choice && run.effects.isEmpty)
    try expectSnapshot(run.canvas(), named: "live-\(choice.rawValue)")
    let plain = run.canvas(capabilities: .plain).text
    #expect(plain.unicodeScalars.allSatisfy { $0.isASCII }, "the terminal cannot show more")
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func liveWithAccuracyAndMarks(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40)
    run.type(",,,,ma....vv")

    try expectSnapshot(run.canvas(rows: rows, columns: columns), named: "live-\(columns)x\(rows)")
  }

  @Test(arguments: [(40, 120), (60, 200)], ["K2", "2J", "i\n", "K3"])
  func largeScreens(size: (rows: Int, columns: Int), keys: String) throws {
    var run = try ExampleRun(steps: 40)
    for key in keys { run.press(key == "\n" ? .enter : .character(key)) }
    let names = ["K2": "layer", "2J": "layer-vector", "i\n": "neuron-sin", "K3": "neuron"]

    try expectSnapshot(
      run.canvas(rows: size.rows, columns: size.columns),
      named: "\(names[keys] ?? keys)-\(size.columns)x\(size.rows)")
  }
}
