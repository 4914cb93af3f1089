import Conversion
import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// Breaks, the ways to a condition, marks, and what is on record of them.
@Suite struct BreakTests {
  @Test func breaksAreSetListedAndDeleted() throws {
    var run = try ExampleRun()

    run.type(":break t == 5")
    run.type(":b every spikes(fc1#3)")
    #expect(run.state.engine?.breakpoints.map(\.number) == [1, 2])
    #expect(run.state.message?.text == "break 2 set: every spikes(fc1#3)")

    run.type(":disable 1")
    #expect(run.state.engine?.breakpoints.map(\.isEnabled) == [false, true])
    run.type(":delete 9")
    #expect(run.state.message?.text == "there is no break 9, but breaks 1, 2")
    run.type(":delete all")
    #expect(run.state.engine?.breakpoints == [])
    run.type(":delete all")
    #expect(run.effects.isEmpty && run.state.message?.isError == true)
    run.type(":break t == 5")
    #expect(run.state.engine?.breakpoints.map(\.number) == [3], "numbers are not used again")
  }

  @Test func theSameBreakIsNotSetTwice() throws {
    var run = try ExampleRun()
    run.type(":break t == 5")
    run.type(":disable 1")

    run.type(":break  t  ==  5")

    #expect(run.state.engine?.breakpoints.count == 1)
    #expect(run.state.engine?.breakpoints.first?.isEnabled == true)
  }

  @Test(arguments: [
    (":break sin(cnv1) > 0", "column 11: there is no layer 'cnv1'; did you mean conv1?"),
    (
      ":until diverge",
      "column 7: diverge needs a second network: ':compare METHOD' runs one beside this"
    ),
    (":back v(fc1#12)", "column 12: fc1 has the neurons 0 to 11"),
    (":until D(fc2) > 0", "column 9: fc2 has no D: it has no analog counterpart"),
  ])
  func whatTheNetworkCannotBeAskedIsOneLine(line: String, text: String) throws {
    var run = try ExampleRun(steps: 20)

    run.type(line)

    #expect(run.effects.isEmpty)
    #expect(run.state.message?.text == text && run.state.message?.isError == true)
  }

  @Test func aRunToAConditionSaysWhereItStopped() throws {
    var run = try ExampleRun()

    run.press(.character("u"))
    for character in "sin > 0" { run.press(.character(character)) }
    run.press(.enter)

    let status = try #require(run.state.engine)
    #expect(status.runState.step > 0)
    #expect(
      status.setting.references.indices.contains {
        (status.runState.statistics.layers[$0].sin?.stepSpikes ?? 0) > 0
      })
    #expect(run.state.message?.text == "reached sin > 0 at step \(run.state.step)")
    #expect(run.state.log.entries.last?.text == run.state.message?.text)

    run.type(":until t < 0")
    #expect(run.state.step == 64)
    #expect(run.state.message?.text == "not t < 0 up to step 64; ':until' again goes on")
  }

  @Test func backGoesToTheLastStopAndMarksAreFences() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("R"))
    #expect(run.effects.isEmpty, "there is no break to go back to")

    run.type(":break t == 5 || t == 12")
    run.press(.character("R"))
    #expect(run.state.step == 12)
    #expect(run.state.message?.text == "break 1: t == 5 || t == 12 at step 12")
    run.type(":step -3")
    run.press(.character("m"), .character("a"))
    run.type(":t 11")
    run.press(.character("R"))
    #expect(run.state.step == 9)
    #expect(run.state.message?.text.hasPrefix("no break since mark a at step 9") == true)
    run.press(.character("R"))
    #expect(run.state.step == 5)
    run.type(":back every t == 2")
    #expect(run.state.step == 2)
  }

  /// The present stays where it is until something is found.
  @Test func escapeGivesUpASearch() throws {
    var run = try ExampleRun(steps: 20)
    var status = run.engine.status
    status.activity = .seeking
    run.receive(.engine(status))

    run.press(.escape)

    #expect(run.effects == [.engine(.pause)])
  }

  @Test func theMenuProposesWhatTheNetworkCanBeAsked() throws {
    var run = try ExampleRun(steps: 20)
    run.go(to: "fc1#3")

    run.press(.character("b"))
    let proposals = run.state.breakProposals
    #expect(proposals.first?.condition?.text == "every spikes(fc1#3)")
    #expect(proposals.count == 7)
    run.press(.down, .enter)
    #expect(run.state.engine?.breakpoints.first?.condition.text == "sin(fc1)")

    run.press(.character("b"), .character("1"))
    #expect(run.state.engine?.breakpoints.last?.condition.text == "every spikes(fc1#3)")
    run.press(.character("b"), .character("7"))
    #expect(run.state.overlay == .command(text: "break "))
    run.press(.escape, .character("b"), .character("9"))
    #expect(run.state.overlay == nil && run.effects.isEmpty)
  }

  @Test func marksReturnToTheStepAndTheScreen() throws {
    var run = try ExampleRun(steps: 20)
    run.go(to: "fc1#5")
    run.press(.character("m"), .character("q"))
    run.type(":t 3")
    run.press(.character("1"))

    run.press(.character("'"), .character("q"))

    #expect(run.state.screen == .neuron && run.state.layer == 1 && run.state.unit == 5)
    #expect(run.state.step == 20)
    run.press(.character("'"), .character("z"))
    #expect(run.state.message?.text == "there is no mark z; there are q")
    run.press(.character("m"), .character("5"))
    #expect(run.state.message?.isError == true && run.state.marks.count == 1)
    run.press(.character("m"), .escape)
    #expect(run.state.overlay == nil && run.state.marks.count == 1)
  }

  /// A mark on another image loads that image, and then goes to its step.
  @Test func marksFindTheirImage() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":mark a")
    var other = try #require(run.state.context)
    other.image = 4
    run.receive(.loaded(other))
    run.type(":t 7")

    run.type(":jump a")
    #expect(run.effects == [.load(image: 3, method: 0)])
    other.image = 3
    run.receive(.loaded(other))
    #expect(run.effects == [.engine(.seek(to: 20))])
  }

  @Test func theLogListsBreaksMarksAndWhatHappened() throws {
    var run = try ExampleRun()
    run.type(":break t == 5")
    run.type(":until t == 3")
    run.type(":mark a")
    run.type(":dance")

    run.press(.character("7"))
    let rows = run.state.logRows
    #expect(rows.prefix(2).map(\.id) == [.breakpoint(1), .mark("a")])
    let texts = rows.compactMap { row in
      if case .entry(let entry) = row { entry.text } else { nil }
    }
    #expect(texts.count == 4 && texts[0].contains("dance"))
    #expect(texts[1...] == ["mark a at step 3", "reached t == 3 at step 3", "break 1 set: t == 5"])

    run.press(.enter)
    #expect(run.effects == [.engine(.breaks(.enable(number: 1, false)))])
    run.press(.down, .down, .down, .down, .enter)
    #expect(run.effects == [.engine(.seek(to: 3))], "where it happened")
    run.press(.character("x"))
    #expect(run.effects.isEmpty, "what happened stays")
  }

  @Test func xDeletesBreaksAndMarksOnTheLog() throws {
    var run = try ExampleRun()
    run.type(":break t == 5")
    run.type(":mark a")
    run.press(.character("x"))
    #expect(run.state.engine?.breakpoints.count == 1, "not on other screens")

    run.press(.character("7"), .character("x"))
    #expect(run.state.engine?.breakpoints == [])
    run.press(.character("x"))
    #expect(run.state.marks.isEmpty)
  }

  /// After another image or method, whose network lacks what a break asks for.
  @Test func aBreakThatCannotBeAskedRestsAndSaysSo() throws {
    var run = try ExampleRun()
    var engine = run.engine
    engine.execute(
      .breaks(.set(Breakpoint(number: 1, condition: try StopCondition("v(sync1) > 0")))))
    var (context, status) = (try #require(run.state.context), engine.status)
    context.generation = 1
    status.generation = 1

    run.receive(.loaded(context))
    run.receive(.engine(status))

    #expect(run.state.message?.text.hasPrefix("break 1 rests here: there is no layer") == true)
    run.receive(.engine(status))
    #expect(run.state.log.count == 1, "once")
    engine.execute(.run)
    #expect(engine.status.runState.step == 64)
  }

  /// Several at one step, and more than one between two looks at the engine.
  @Test func allStopsAreOnRecord() throws {
    var run = try ExampleRun()
    var engine = run.engine
    for number in 1...3 {
      let text = "t == 4 || t == \(number == 3 ? 9 : 5)"
      engine.execute(.breaks(.set(Breakpoint(number: number, condition: try StopCondition(text)))))
    }
    engine.execute(.run)
    engine.execute(.run)

    run.receive(.engine(engine.status))

    #expect(run.state.step == 9)
    #expect(run.state.log.entries.map(\.step) == [4, 4, 4, 9])
    #expect(run.state.message?.text == "break 3: t == 4 || t == 9 at step 9")
  }
}
