import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// What the command line understands, and what it says of the rest.
@Suite struct CommandTests {
  @Test(arguments: [
    ("diagnose", [DashboardEffect.diagnose(method: 0, steps: 64)]),
    ("diagnose again", [.diagnose(method: 0, steps: 64)]), ("d", [.diagnose(method: 0, steps: 64)]),
    ("t 120", [.engine(.seek(to: 120))]), ("step 20", [.engine(.move(by: 20))]),
    ("s -20", [.engine(.move(by: -20))]), ("image 4", [.load(image: 4, method: 0)]),
    ("method max", [.load(image: 3, method: 1)]),
    ("method light@32", [.convert(image: 3, by: "light@32", beside: 0)]),
    ("q", [.engine(.stop), .quit]),
    ("  t   5 ", [.engine(.seek(to: 5))]), ("128", [.engine(.seek(to: 128))]),
    (" 0 ", [.engine(.seek(to: 0))]), ("run", [.engine(.run)]), ("r", [.engine(.run)]),
    ("pause", [.engine(.pause)]), ("speed 0.5", [.engine(.setSpeed(stepsPerSecond: 0.5))]),
    ("speed max", [.engine(.setSpeed(stepsPerSecond: .infinity))]),
    ("open a net.onnx", [.open(model: "a net.onnx", data: nil)]),
    ("demo", [.open(model: nil, data: nil)]),
    ("o  ~/a.onnx  --data  my images ", [.open(model: "~/a.onnx", data: "my images")]),
  ])
  func commandsAndTheirShortForms(text: String, effects: [DashboardEffect]) throws {
    var run = try ExampleRun(steps: 20)

    run.type(":" + text)

    #expect(run.effects == effects)
  }

  @Test func commandsThatChangeTheDashboardAlone() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":go fc1")
    #expect(run.state.screen == .layer && run.state.layer == 1)
    run.type(":go fc1#4")
    #expect(run.state.screen == .neuron && run.state.unit == 4)
    for (text, screen) in [("screen log", .log), ("screen n", .neuron)] as [(String, ScreenName)] {
      run.type(":" + text)
      #expect(run.state.screen == screen)
    }
    for (text, choice) in [("glyphs half-block", GlyphChoice.halfBlock), ("gl ascii", .ascii)] {
      run.type(":" + text)
      #expect(run.state.glyphs == choice)
    }
    run.type(":mark Z")
    #expect(run.state.marks.map(\.letter) == ["Z"])
    run.type(":jump Z")
    #expect(run.effects == [.engine(.seek(to: 20))])
    run.type(":help")
    if case .help = run.state.overlay {} else { Issue.record("no help is open") }
  }

  @Test(
    arguments: [
      ("delete 2", [.engine(.breaks(.remove(number: 2)))]),
      ("delete all", [1, 2].map { .engine(.breaks(.remove(number: $0))) }),
      ("disable 1", [.engine(.breaks(.enable(number: 1, false)))]),
      ("enable all", [1, 2].map { .engine(.breaks(.enable(number: $0, true))) }),
      ("back", [.engine(.runBack(to: nil, fence: 0))]),
    ] as [(String, [DashboardEffect])])
  func commandsAboutBreaks(text: String, effects: [DashboardEffect]) throws {
    var run = try ExampleRun(steps: 20)
    for line in [":break t == 12", ":break sin > 3"] { run.type(line) }

    run.type(":" + text)

    #expect(run.effects == effects)
  }

  @Test(arguments: [
    ("", "no command"), ("x", "no command 'x'"), ("t", ":t STEP"), ("t x", ":t STEP"),
    ("t -1", "out of reach"), ("image -1", "out of reach"), ("step 9999999", "out of reach"),
    ("go", ":go LAYER"), ("diagnose now", ":diagnose [T|again]"), ("quit now", ":quit"),
    ("break", "column 6: a condition is missing"), ("b sin = 0", "column 7: type =="),
    ("until  every  t >", "column 18: a quantity"), ("back v > 0", "column 6: v of what?"),
    ("speed 0", "not between"), ("speed fast", ":speed STEPS|max"),
    ("delete", ":delete NUMBER|all"),
    ("mark ab", ":mark LETTER"), ("mark 1", ":mark LETTER"),
    ("screen moon", "the screens are live, "),
    ("screen", "the screens are live, "), ("run fast", ":run"),
    ("open", ":open FILE.onnx|nir [--data IMAGES]"), ("open --data x", ":open FILE.onnx|nir"),
    ("open a --data  ", ":open FILE.onnx|nir"),
    ("open a --data b --data c", ":open FILE.onnx|nir"),
    ("demo x", ":demo"), ("fps 1", "out of reach"), ("fps 61", "out of reach"),
    ("fps fast", ":fps 2...60|auto"),
    ("glyphs dots", ":glyphs braille|half-block|octant|ascii"),
  ])
  func refusalsSayWhatToType(text: String, reason: String) {
    let error = #expect(throws: CommandError.self) {
      try DashboardRegistry.standard.deed(of: text)
    }

    #expect(error?.description.contains(reason) == true)
  }

  @Test func everyCommandIsFoundByItsNameAndByItsLetterAlone() {
    let registry = DashboardRegistry.standard
    for command in registry.commands {
      #expect(registry.commands(beginningWith: command.name) == [command])
      if let letter = command.letter {
        #expect(registry.commands(beginningWith: letter) == [command])
      }
    }
  }

  @Test func conditionsAreReadAsTyped() throws {
    let condition = try StopCondition("every  sin(conv1) > 0", firstColumn: 7)
    var run = try ExampleRun(steps: 20)

    run.type(":break every  sin(conv1) > 0")
    #expect(
      run.effects == [.engine(.breaks(.set(Breakpoint(number: 1, condition: condition))))])
    run.type(":until t == 30")
    let until = try StopCondition("t == 30", firstColumn: 7)
    #expect(run.effects == [.engine(.runUntil(until))])
    #expect(throws: Never.self) { try DashboardRegistry.standard.deed(of: "back t") }
  }

  /// Of another network nothing is known, and what was said of the old one is forgotten.
  @Test func anotherNetworkIsOpened() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("m"), .character("a"), .character("/"))
    for character in "sin" { run.press(.character(character)) }
    run.press(.enter)
    #expect(!run.state.marks.isEmpty && !run.state.search.isEmpty)

    run.type(":open other.onnx --data images")
    #expect(run.effects == [.open(model: "other.onnx", data: "images")])
    #expect(run.state.message?.text == "opening other.onnx" && !run.state.marks.isEmpty)

    var context = try #require(run.state.context)
    context.model = "other"
    context.generation = 1
    run.receive(.loaded(context))
    #expect(run.effects.isEmpty, "it begins at its own first step")
    #expect(run.state.context?.model == "example", "until the engine reports of the other one")
    var status = run.engine.status
    status.generation = 1
    run.receive(.engine(status))

    #expect(run.state.context?.model == "other")
    #expect(run.state.marks.isEmpty && run.state.search.isEmpty && run.state.message == nil)
  }

  @Test func framesAreLimitedByACommand() throws {
    var run = try ExampleRun(steps: 20)

    run.type(":fps 5")
    #expect(run.state.framesPerSecond == 5 && run.effects.isEmpty)
    run.type(":fps auto")
    #expect(run.state.framesPerSecond == nil)
  }

  @Test func commandsOfTimeAndSubjectsHaveTheirEffects() throws {
    var run = try ExampleRun(steps: 20)

    run.type(":t 7")
    #expect(run.effects == [.engine(.seek(to: 7))] && run.state.step == 7)
    run.type(":step -2")
    #expect(run.state.step == 5)
    run.type(":go fc1#5")
    #expect(run.state.screen == .neuron && run.state.layer == 1 && run.state.unit == 5)
    run.type(":method max")
    #expect(run.effects == [.load(image: 3, method: 1)])
    run.type(":image 9")
    #expect(run.effects.isEmpty && run.state.message?.isError == true)
    run.type(":quit")
    #expect(run.effects == [.engine(.stop), .quit])
  }

  /// Words of conditions, and layers that have what is asked for.
  @Test(arguments: [
    ("br", ":break "), ("until pre", ":until prediction"), ("until sin(c", ":until sin(conv1"),
    ("b sin > 0 && sp", ":b sin > 0 && spikes"), ("break e", ":break every "),
    ("break every D", ":break every D("), ("back D(f", ":back D(fc1"),
    ("until v(fc", ":until v(fc"),
    ("until spikes(", ":until spikes("),
    ("until sin(conv1) > 0 && D(co", ":until sin(conv1) > 0 && D(conv1"),
    ("until (t > 3 && la", ":until (t > 3 && label"), ("until zz", ":until zz"),
    ("speed m", ":speed max"), ("screen lo", ":screen log"), ("delete a", ":delete all"),
  ])
  func tabCompletesConditions(typed: String, completed: String) throws {
    try tabCompletesWhatIsClear(typed: typed, completed: completed)
  }

  @Test func completionLeadsToACommand() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character(":"))
    for piece in ["unt", "sin(f", ") > 0"] {
      for character in piece { run.press(.character(character)) }
      run.press(.tab)
    }

    #expect(run.state.overlay == .command(text: "until sin(fc1) > 0"))
    run.press(.enter)
    #expect(run.effects == [.engine(.runUntil(try StopCondition("sin(fc1) > 0", firstColumn: 7)))])
  }

  @Test func upAndDownWalkThroughTheLinesOfTheSession() throws {
    var run = try ExampleRun(steps: 20)
    for line in [":t 3", ":t 4", ":t 4", ":dance"] { run.type(line) }
    run.press(.character(":"), .character("x"))

    var shown: [String] = []
    for key in [Key.up, .up, .up, .up, .down, .down, .down, .down] {
      run.press(key)
      if case .command(let text, _) = run.state.overlay { shown.append(text) }
    }

    #expect(shown == ["dance", "t 4", "t 3", "t 3", "t 4", "dance", "x", "x"])
    run.press(.up, .up, .enter)
    #expect(run.effects == [.engine(.seek(to: 4))])
    #expect(run.state.commandHistory.lines == ["t 3", "t 4", "dance", "t 4"])
  }

  @Test(arguments: [
    ("until ", "every   sin  spikes  rate"), ("until sin(", "conv1  fc1"), ("b sin(fc1", "fc1"),
    ("until sin(fcx)", "column 11: there is no layer"), ("t ", "STEP  go to a step"),
    ("until t > 3", "run until it becomes true"), ("zz", "no such command"),
    ("until sin >", "sin  spikes  rate  D("), ("until every ", "sin  spikes"),
    ("until sin > #", "column 13: a quantity"),
  ])
  func thePromptSaysWhatMayFollowOrWhatIsWrong(typed: String, hint: String) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character(":"))
    for character in typed { run.press(.character(character)) }

    #expect(run.canvas(columns: 120).text.contains(hint), "\(run.canvas(columns: 120).text)")
  }

  @Test(arguments: [
    ("dia", ":diagnose "), ("di", ":di"), ("go f", ":go fc1"), ("go ", ":go "),
    ("method m", ":method max"),
    ("zzz", ":zzz"), ("go conv1 x", ":go conv1 x"),
  ])
  func tabCompletesWhatIsClear(typed: String, completed: String) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character(":"))
    for character in typed { run.press(.character(character)) }

    run.press(.tab)

    #expect(run.state.overlay == .command(text: String(completed.dropFirst())))
  }

  @Test func whatIsNotUnderstoodStaysAMessage() throws {
    var run = try ExampleRun(steps: 20)

    run.type(":dance")

    #expect(run.effects.isEmpty && run.state.overlay == nil)
    #expect(run.canvas().text.contains("error: there is no command 'dance'"))
  }

  @Test func escapeAndEmptyLinesDoNothing() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character(":"), .character("q"), .escape)
    #expect(run.effects.isEmpty && run.state.overlay == nil)
    run.press(.character(":"), .enter)
    #expect(run.effects.isEmpty && run.state.message == nil)
  }
}
