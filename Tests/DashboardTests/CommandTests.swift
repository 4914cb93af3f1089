import Dashboard
import Testing

/// What the command line understands, and what it says of the rest.
@Suite struct CommandTests {
  @Test(arguments: [
    ("diagnose", Command.diagnose(again: false)), ("diagnose again", .diagnose(again: true)),
    ("d", .diagnose(again: false)), ("t 120", .seek(step: 120)), ("step 20", .move(steps: 20)),
    ("s -20", .move(steps: -20)), ("go conv2", .goTo(place: "conv2")),
    ("go conv2#412", .goTo(place: "conv2#412")), ("image 7", .image(7)),
    ("method robust 99.9%", .method("robust 99.9%")), ("help", .help), ("q", .quit),
    ("glyphs half-block", .glyphs(.halfBlock)), ("gl ascii", .glyphs(.ascii)),
    ("  t   5 ", .seek(step: 5)),
  ])
  func commandsAndTheirShortForms(text: String, command: Command) throws {
    #expect(try Command(text) == command)
  }

  @Test(arguments: [
    ("", "no command"), ("x", "no command 'x'"), ("t", ":t STEP"), ("t x", ":t STEP"),
    ("t -1", "out of reach"), ("image -1", "out of reach"), ("step 9999999", "out of reach"),
    ("go", ":go LAYER"), ("diagnose now", ":diagnose [again]"), ("quit now", ":quit"),
    ("glyphs dots", ":glyphs braille|half-block|octant|ascii"), ("g", "may be go, glyphs"),
  ])
  func refusalsSayWhatToType(text: String, reason: String) {
    let error = #expect(throws: CommandError.self) { try Command(text) }

    #expect(error?.description.contains(reason) == true)
  }

  @Test func everyFormIsFoundByItsNameAlone() {
    for form in Command.forms {
      #expect(Command.forms(beginningWith: form.name) == [form])
    }
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

  @Test(arguments: [
    ("di", ":diagnose "), ("go f", ":go fc1"), ("go ", ":go "), ("method m", ":method max"),
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
    #expect(run.canvas().text.contains("E: there is no command 'dance'"))
  }

  @Test func escapeAndEmptyLinesDoNothing() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character(":"), .character("q"), .escape)
    #expect(run.effects.isEmpty && run.state.overlay == nil)
    run.press(.character(":"), .enter)
    #expect(run.effects.isEmpty && run.state.message == nil)
  }
}
