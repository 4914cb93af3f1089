import Dashboard
import TerminalUI
import Testing

/// Marks say why they are there.
@Suite struct MarkNoteTests {
  @Test func aNoteIsShownInTheLogAndWhenOneReturns() throws {
    var run = try ExampleRun(steps: 20)
    run.go(to: "fc1#5")
    run.type(":mark a why  it fires ")
    #expect(run.state.marks[0].note == "why it fires")
    #expect(run.state.message?.text == "mark a at step 20: why it fires")
    run.type(":t 3")
    run.press(.character("'"), .character("a"))
    #expect(run.state.step == 20)
    #expect(run.state.message?.text == "back at mark a, step 20: why it fires")

    run.press(.character("7"))
    #expect(run.canvas(columns: 120).text.contains("Neuron: why it fires"))
    #expect(run.state.sentences().contains("Mark a is at step 20: why it fires."))
  }

  @Test func aLetterAloneIsAsBefore() throws {
    var run = try ExampleRun(steps: 4)
    run.press(.character("m"), .character("q"))
    #expect(run.state.overlay == nil && run.state.marks[0].note.isEmpty)
    #expect(run.state.message?.text == "mark q at step 4")
    run.press(.character("'"), .character("q"))
    #expect(run.state.message == nil)
  }

  /// `m a why it fires`, as it is typed.
  @Test func aBlankBehindTheKeyAsksForBoth() throws {
    var run = try ExampleRun(steps: 4)
    run.type("m a why it fires")
    #expect(run.state.overlay == .command(text: "mark a why it fires"))
    run.press(.enter)
    #expect(run.state.marks[0].note == "why it fires" && run.state.overlay == nil)

    run.receive(.line("m"))
    run.receive(.line("b in a line"))
    #expect(run.state.marks[1].note == "in a line" && run.state.overlay == nil)
  }

  @Test func aNoteIsChangedWithoutMovingTheMark() throws {
    var run = try ExampleRun(steps: 4)
    run.type(":mark a first")
    run.type(":t 2")
    run.type(":note a second thoughts")
    #expect(run.state.marks[0].note == "second thoughts" && run.state.marks[0].place.step == 4)
    run.type(":note z nothing")
    #expect(run.state.message?.text == "there is no mark z; there are a")
    run.type(":note a")
    #expect(run.state.message?.isError == true && run.state.marks[0].note == "second thoughts")
  }

  /// What is there is offered to be changed.
  @Test func tabBringsTheNoteBack() throws {
    var run = try ExampleRun(steps: 4)
    run.type(":mark a first")
    for key in ":note a " { run.press(.character(key)) }
    run.press(.tab)
    #expect(run.state.overlay == .command(text: "note a first"))
  }

  @Test func aNoteGoesIntoTheRecordingAndComesBack() throws {
    var run = try ExampleRun(steps: 6)
    run.receive(.recording(RecordingReport(path: "run.snn", steps: 6, phase: .active)))
    run.type(":mark a it  fires")
    guard case .noteInRecording(6, Mark.kind, let text)? = run.effects.first else {
      Issue.record("\(run.effects)")
      return
    }
    let mark = Mark(recorded: text, step: 6, image: 3, method: 0)
    #expect(mark == run.state.marks[0] && mark?.note == "it fires")

    run.type(":t 2")
    run.type(":note a again")
    guard case .noteInRecording(6, _, let changed)? = run.effects.first else {
      Issue.record("\(run.effects)")
      return
    }
    #expect(changed.hasPrefix("a live \(run.state.layer) ") && changed.hasSuffix(" again"))
  }

  /// A file from anywhere may hold anything.
  @Test func notesAreVisibleAndShort() throws {
    let long = String(repeating: "x", count: 5000)
    let mark = try #require(
      Mark(recorded: "a live 0 0 \u{1B}[2J\u{202E}\n\(long)", step: 1, image: 0, method: 0))
    #expect(mark.note.count == Mark.longestNote)
    #expect(mark.note.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x202E })
    #expect(Mark(recorded: "ab live 0 0", step: 1, image: 0, method: 0) == nil)
  }
}
