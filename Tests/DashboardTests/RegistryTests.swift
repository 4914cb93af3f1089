import Dashboard
import TerminalUI
import Testing

/// What the dashboard is made of is complete and unambiguous, and open to more.
@Suite struct RegistryTests {
  private let standard = DashboardRegistry.standard

  // MARK: - The standard registry

  @Test func everyNameIsUnique() {
    #expect(Set(standard.screens.map(\.name)).count == standard.screens.count)
    #expect(Set(standard.screens.map(\.title)).count == standard.screens.count)
    #expect(Set(standard.actions.map(\.name)).count == standard.actions.count)
    #expect(Set(standard.commands.map(\.name)).count == standard.commands.count)
    let letters = standard.commands.compactMap(\.letter)
    #expect(Set(letters).count == letters.count)
  }

  @Test func everyKeyStandsForOneAction() {
    let keys = standard.actions.flatMap(\.keys)

    #expect(Set(keys).count == keys.count)
    #expect(standard.actions.allSatisfy { !$0.keys.isEmpty && !$0.summary.isEmpty })
    #expect(standard.commands.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func everyGroupHasActions() {
    for group in Action.Group.allCases {
      #expect(standard.actions.contains { $0.group == group }, "\(group)")
    }
  }

  /// The first screen is where the dashboard begins; each is reached by each of its keys, by the
  /// name of its action, and by the command.
  @Test func everyScreenIsReached() throws {
    #expect(DashboardState().screen == standard.screens[0].name)
    for screen in standard.screens {
      for key in screen.keys {
        var run = try ExampleRun(steps: 20)
        run.press(key)
        #expect(run.state.screen == screen.name)
      }
      var run = try ExampleRun(steps: 20)
      run.receive(.line("show-\(screen.name.rawValue)"))
      #expect(run.state.screen == screen.name)
      run.type(":screen \(screen.name.rawValue)")
      #expect(run.state.screen == screen.name && run.state.message == nil)
    }
    #expect(
      standard.screensByKey.map(\.name.rawValue) == [
        "live", "layer", "neuron", "sin", "phase", "compare", "log", "overview", "images", "graph",
      ])
  }

  /// What a screen offers in the last line exists.
  @Test func everyHintNamesAnAction() throws {
    var run = try ExampleRun(steps: 20)
    for screen in standard.screens {
      run.press(screen.keys[0])
      for hint in screen.hints(run.state) {
        #expect(standard.action(hint.action) != nil, "\(hint) of \(screen.title)")
      }
    }
  }

  @Test func everyScreenHasSentencesAndSaysWhereItIs() throws {
    for screen in standard.screens {
      var run = try ExampleRun(steps: 20)
      run.press(screen.keys[0])
      #expect(!run.state.sentences().isEmpty, "\(screen.title)")
    }
  }

  /// Marks in run files name screens as commands do.
  @Test func marksReturnToEveryScreen() throws {
    for screen in standard.screens {
      let text = "a \(screen.name.rawValue) 1 3"
      let mark = try #require(Mark(recorded: text, step: 7, image: 0, method: 0))
      #expect(mark.place.screen == screen.name)
    }
    #expect(Mark(recorded: "a moon 1 3", step: 7, image: 0, method: 0) == nil)
  }

  // MARK: - One more of each

  /// What the throw-away screen remembers.
  private struct CounterState: ScreenState {
    var count = 0
  }

  private var counter: DashboardScreen {
    DashboardScreen(
      "counter", title: "Counter", keys: [.function(9)], summary: "Counter: how often"
    ) {
      $0.draw = { view, canvas in
        let count = view.state[CounterState.self].count
        canvas.panel("count", in: canvas.bounds) { $0.write("counted \(count)", row: 0) }
      }
      $0.hints = { _ in [ActionHint("count-twice", "twice")] }
      $0.appear = { $0[CounterState.self].count = 1 }
      $0.moveCursor = { $0[CounterState.self].count += $1 }
      $0.select = { $0[CounterState.self].count = $1 }
      $0.sentences = { ["Counter: counted \($0.state[CounterState.self].count)."] }
      $0.numbers = { view in
        var table = NumberTable(["count"])
        table.append([view.state[CounterState.self].count])
        return table
      }
      let numbers = $0.numbers
      $0.panels = ["count": numbers]
    }
  }

  /// The standard registry with a screen, a key and a command more.
  private var extended: DashboardRegistry {
    DashboardRegistry(
      screens: standard.screens + [counter],
      actions: Action.standard + [
        Action(
          "count-twice", .cursor, [.control("g")], "count two on",
          change: { $0[CounterState.self].count += 2 })
      ],
      commands: standard.commands + [
        Command(
          "count", .number("NUMBER", in: 0...9), does: "count from there",
          effect: { state, number in
            state[CounterState.self].count = number
            return [.engine(.seek(to: number))]
          })
      ])
  }

  @Test func aNewScreenIsShownDrawnAndRead() throws {
    var run = try ExampleRun(steps: 20, registry: extended)

    run.press(.function(9))
    #expect(run.state.screen == "counter")
    #expect(run.canvas().text.contains("counted 1"))
    #expect(run.canvas().text.contains("Ctrl-g twice"))
    run.press(.down)
    run.receive(.pointer(.wheel(1, isShifted: true)))
    #expect(run.state.sentences() == ["Counter: counted 3."])
    run.receive(.pointer(.item(7, isDouble: false)))
    #expect(run.state.plottedNumbers()?.csv == "count\n7\n")
    #expect(run.state.plottedNumbers(ofPanel: "count")?.csv == "count\n7\n")
    #expect(run.canvas().panel(named: "count") != nil)

    run.press(.character("1"))
    run.type(":screen c")
    #expect(run.state.screen == .compare, "the first that begins so")
    run.type(":screen cou")
    #expect(run.state.screen == "counter" && run.state.message == nil)
    run.type(":screen moon")
    #expect(run.state.message?.text.hasSuffix("graph, counter") == true)
    run.receive(.line("show-counter"))
    #expect(run.state.sentences() == ["Counter: counted 1."])
  }

  /// Marks and the trail lead to it as to the others.
  @Test func aNewScreenIsAPlaceToComeBackTo() throws {
    var run = try ExampleRun(steps: 20, registry: extended)
    run.type(":screen counter")
    run.type(":mark a")
    run.press(.enter)
    #expect(run.state.screen == .neuron)
    #expect(run.canvas(rows: 24, columns: 160).text.contains("Counter > Neuron"))
    run.press(.backspace)
    #expect(run.state.screen == "counter")
    run.press(.character("1"))
    run.type(":jump a")
    #expect(run.state.screen == "counter")
    let mark = Mark(
      recorded: "a counter 1 0", step: 20, image: 3, method: 0, registry: extended)
    #expect(mark == run.state.marks[0])
  }

  @Test func aNewKeyActsAndIsListed() throws {
    var run = try ExampleRun(steps: 20, registry: extended)
    run.type(":screen counter")

    run.press(.control("g"))
    #expect(run.state.sentences() == ["Counter: counted 3."])
    run.receive(.line("count-twice"))
    #expect(run.state.sentences() == ["Counter: counted 5."])
    let lines = run.state.helpLines(filter: "").filter { $0.key == "Ctrl-g" }
    #expect(lines.map(\.text) == ["count two on"])
    #expect(lines.first?.deed == extended.action("count-twice").map(HelpLine.Deed.action))
  }

  @Test func aNewCommandActsIsListedAndCompleted() throws {
    var run = try ExampleRun(steps: 20, registry: extended)
    run.type(":screen counter")

    run.type(":count 4")
    #expect(run.effects == [.engine(.seek(to: 4))])
    #expect(run.state.sentences() == ["Counter: counted 4."])
    run.type(":count 12")
    #expect(run.state.message?.text == "count 12 is out of reach: 0 to 9")
    run.type(":count x")
    #expect(run.state.message?.text == "type ':count NUMBER'")
    #expect(run.state.helpLines(filter: "count from").contains { $0.key == ":count NUMBER" })
    run.press(.character(":"))
    for character in "cou" { run.press(.character(character)) }
    run.press(.tab)
    #expect(run.state.overlay == .command(text: "count "))
  }
}
