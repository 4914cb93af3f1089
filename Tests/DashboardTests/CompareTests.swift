import Conversion
import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// Two networks beside each other: what keys and commands do, and what the screen says.
@Suite struct CompareTests {
  private static let sizes = [(24, 80), (40, 120), (60, 200)]

  @Test(arguments: sizes)
  func compareShowsWhereTwoNetworksPart(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20, secondRun: Half())

    run.press(.character("c"), .character("J"))

    try expectSnapshot(
      run.canvas(rows: rows, columns: columns), named: "compare-\(columns)x\(rows)")
  }

  /// The second line gives the answer of each network in its colour.
  @Test func theSecondLineHasBothAnswers() throws {
    let run = try ExampleRun(steps: 20, secondRun: Bistable(phases: 4))
    let canvas = run.canvas(rows: 40, columns: 160)
    let line = canvas.text.split(separator: "\n")[1]
    let engine = try #require(run.state.engine)
    let names = ["one", "two", "three"]
    let answers = [
      engine.runState.simulation.prediction, engine.comparison?.runState.simulation.prediction,
    ]

    for (name, answer) in zip(["A", "B"], answers) {
      let text = "   \(name) \(names[try #require(answer)]) "
      let place = try #require(line.firstRange(of: text))
      let column = line.distance(from: line.startIndex, to: place.lowerBound) + 3
      let other = try #require(line.firstRange(of: "\(name) "))
      let method = line.distance(from: line.startIndex, to: other.lowerBound)
      #expect(canvas[1, column].style == canvas[1, method].style, "the colour of its method")
    }
    #expect(!line.contains("SNN"))
  }

  @Test(arguments: sizes)
  func networksThatCodeDifferentlyPartByDesign(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40, secondRun: Bistable(phases: 4))

    run.press(.character("6"))

    let canvas = run.canvas(rows: rows, columns: columns)
    #expect(canvas.text.contains("rates beside cycles of 2x4 steps: spikes differ by design"))
    #expect(!canvas.text.contains("first difference"))
    try expectSnapshot(canvas, named: "compare-codes-\(columns)x\(rows)")
  }

  @Test func compareOfEqualNetworksSaysThatNoSpikeDiffers() throws {
    var run = try ExampleRun(steps: 20, secondRun: Robust())

    run.press(.character("6"))

    #expect(run.canvas().text.contains("no spike differs up to t=20"))
    try expectSnapshot(run.canvas(), named: "compare-equal")
  }

  @Test func compareNeuronByNeuron() throws {
    var run = try ExampleRun(steps: 20, secondRun: Half())

    run.go(to: "fc1#3")
    run.press(.character("c"), .character("v"), .character("d"))

    try expectSnapshot(run.canvas(), named: "compare-neurons")
  }

  @Test func compareWithOneNetworkSaysHowToGetASecond() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("6"))

    try expectSnapshot(run.canvas(), named: "compare-alone")
  }

  @Test func liveShowsWhereSpikesDiffer() throws {
    try expectSnapshot(ExampleRun(steps: 20, secondRun: Half()).canvas(), named: "live-compared")
  }

  @Test func aSecondNetworkIsChosenFromAMenu() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("c"), .down)
    try expectSnapshot(run.canvas(), named: "compare-menu")
    run.press(.enter)

    #expect(run.effects == [.load(image: 3, method: 0, secondRun: "max")])
    #expect(run.state.screen == .compare)
  }

  @Test func theCommandTakesOptionsOfTheSecondNetwork() throws {
    var run = try ExampleRun(steps: 20)

    run.type(":compare bistable:phases=8,precision=q15")

    #expect(
      run.state.overlay == nil
        && run.effects == [
          .load(image: 3, method: 0, secondRun: "bistable:phases=8,precision=q15")
        ])
  }

  @Test(arguments: [":compare off", "c0"])
  func aComparisonEnds(keys: String) throws {
    var run = try ExampleRun(steps: 20, secondRun: Half())

    run.press(.character("6"))
    run.type(keys)

    #expect(run.effects == [.load(image: 3, method: 0)])
    #expect(run.state.screen == .live)
  }

  @Test(arguments: [":compare off", "C", "6C", "6]"])
  func withoutASecondNetworkAllSaySo(keys: String) throws {
    var run = try ExampleRun(steps: 20)

    run.type(keys)

    #expect(run.effects.isEmpty)
    #expect(run.state.message?.text == "there is no second network: c chooses one")
  }

  /// Another image or method keeps the second network.
  @Test func whatIsLoadedKeepsTheSecondNetwork() throws {
    var run = try ExampleRun(steps: 20, secondRun: Half())

    run.press(.pageDown)
    #expect(run.effects == [.load(image: 4, method: 0, secondRun: "half")])
    run.type(":method max")
    #expect(run.effects == [.load(image: 3, method: 1, secondRun: "half")])
    run.type(":compare bistable")
    #expect(run.effects == [.load(image: 3, method: 1, secondRun: "bistable")])
    run.receive(.failed("no such method"))
    run.press(.pageUp)
    #expect(run.effects == [.load(image: 2, method: 0, secondRun: "half")])
  }

  @Test func theFirstDifferenceIsAKeyAway() throws {
    var run = try ExampleRun(steps: 20, secondRun: Half())
    let first = try #require(run.state.engine?.comparison?.divergence.first)

    run.press(.character("C"))

    #expect(run.effects == [.engine(.seek(to: first.step))])
    #expect(run.state.screen == .compare)
    #expect(run.state.layer == first.layer && run.state.unit == first.unit)
    run.press(.backspace)
    #expect(run.state.screen == .live)
  }

  /// The keys for the next and the previous event visit the steps in which the layer differs.
  @Test func bracketsWalkOverTheDifferencesOfTheLayer() throws {
    for layer in 0..<2 {
      var run = try ExampleRun(steps: 30, secondRun: Half())
      run.press(.character("6"))
      run.press(.character(layer == 1 ? "J" : "K"))
      let divergence = try #require(run.state.engine?.comparison?.divergence)
      let differing = (1...30).filter {
        divergence.sum(ofPair: layer, upTo: $0) != divergence.sum(ofPair: layer, upTo: $0 - 1)
      }
      #expect(!differing.isEmpty)

      run.press(.character("^"))
      for step in differing {
        run.press(.character("]"))
        #expect(run.state.step == step)
      }
      run.press(.character("]"))
      #expect(run.effects.isEmpty && run.state.message?.isError == false)
      for step in differing.dropLast().reversed() {
        run.press(.character("["))
        #expect(run.state.step == step)
      }
      run.press(.character("["))
      #expect(run.effects.isEmpty)
    }
  }

  @Test func runsCanStopAtTheFirstDifference() throws {
    var run = try ExampleRun(secondRun: Half())

    run.type(":until diverge")

    let first = try #require(run.state.engine?.comparison?.divergence.first)
    #expect(run.state.step == first.step)
    #expect(
      run.state.breakProposals.contains { $0.condition?.text == "diverge" },
      "the menu of breaks offers it")
    #expect(try ExampleRun().state.breakProposals.allSatisfy { $0.condition?.text != "diverge" })
  }

  /// Nothing may fail at any size, whatever is compared and shown, at any step.
  @Test(arguments: ["6", "6d", "6v", "6dvJ", "c", "6c", "C"])
  func drawsOnAnyTerminalSize(keys: String) throws {
    for method in [Half(), Bistable(phases: 4)] as [any ConversionMethod] {
      for steps in [0, 1, 20] {
        var run = try ExampleRun(steps: steps, secondRun: method)
        run.type(keys)
        for (rows, columns) in [0, 1, 5, 15, 16, 17, 19, 24, 33, 61].flatMap({ rows in
          [0, 1, 20, 59, 60, 61, 79, 80, 100, 131, 260].map { (rows, $0) }
        }) {
          let canvas = run.canvas(rows: rows, columns: columns)
          #expect(canvas.size == Size(rows: rows, columns: columns))
        }
        let text = run.canvas(rows: 50, columns: 160, capabilities: .plain).text
        #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
      }
    }
  }

  /// The help begins with what A and B are, and what each key of the screen does with them.
  @Test(arguments: [nil, "max", "bistable"])
  func theHelpSaysWhatIsCompared(second: String?) throws {
    var run = try ExampleRun(
      steps: 20,
      secondRun: second.map { $0 == "max" ? Max() as any ConversionMethod : Bistable(phases: 8) })
    run.press(.character("6"))
    let lines = run.state.helpLines(filter: "")
    let guide = lines.prefix { !$0.text.isEmpty }

    #expect(guide.first?.text == "on Compare")
    if second != nil { #expect(["A", "B"].allSatisfy { key in guide.contains { $0.key == key } }) }
    let explained = guide.compactMap { line -> Action.Name? in
      if case .action(let action)? = line.deed { action.name } else { nil }
    }
    let hints = DashboardRegistry.standard.screen(.compare).hints(run.state).map(\.action)
    #expect(Set(explained).isSuperset(of: hints) && Set(explained).count == explained.count)
    #expect(!run.state.helpLines(filter: "zzz").contains { $0.text == "on Compare" })
  }

}
