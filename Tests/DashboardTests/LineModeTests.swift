import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// The dashboard in sentences: what lines do, and what is said of it.
@Suite struct LineModeTests {
  /// Types a line; the engine obeys at once.
  private func say(_ line: String, to run: inout ExampleRun) -> [String] {
    let before = run.state
    run.receiveAndObey(.line(line))
    return run.state.report(since: before)
  }

  @Test func commandsActionsAndKeysAreLines() throws {
    for line in ["step 1", ":step 1", "  step 1 ", "step-forward", ".", "Right"] {
      var run = try ExampleRun(steps: 20)

      let answer = say(line, to: &run)

      #expect(run.effects == [.engine(.move(by: 1))], "\(line)")
      #expect(answer.count == 1 && answer[0].hasPrefix("Step 21 of 64: "), "\(answer)")
    }
  }

  /// A letter that is a command only with something behind it is a key.
  @Test func keysThatBeginCommandsAreKeys() throws {
    var run = try ExampleRun(steps: 20)
    run.receive(.line("i"))
    #expect(run.state.screen == .sin && run.state.message == nil)
    run.receive(.line("m"))
    #expect(run.state.overlay == .mark(.set))
    run.receive(.line(""))
    run.receive(.line("i 3"))
    #expect(run.effects == [.load(image: 3, method: 0)])
    run.receive(.line("M"))
    run.receive(.line("p"))
    #expect(run.state.message?.text == "'p' chooses nothing: type a number")
  }

  @Test func whatIsNotUnderstoodIsAnError() throws {
    var run = try ExampleRun(steps: 20)

    #expect(
      say("frob", to: &run) == [
        "Error: there is no command, action or key 'frob'; 'help' lists them."
      ])
    #expect(say("t x", to: &run) == ["Error: type ':t STEP'."])
  }

  @Test func theWayToACauseIsTold() throws {
    var run = try ExampleRun(steps: 20)

    let list = say("sin-inspector", to: &run)
    #expect(list[0].hasPrefix("SIN: ") && list[1].hasPrefix("1: "))
    let neuron = say("inspect", to: &run)

    #expect(neuron.contains { $0.hasPrefix("Neuron ") })
    #expect(neuron.contains { $0.contains("it is inactivated") })
    #expect(neuron.contains { $0.contains("the sum closes") })
    #expect(neuron.contains { $0.hasPrefix("Input 1: ") })
  }

  @Test func menusAreAnsweredByNumbersAndClosedByNothing() throws {
    var run = try ExampleRun(steps: 20)

    let menu = say("method-menu", to: &run)
    #expect(menu.first == "2 methods." && run.state.asksSomething)
    _ = say("2", to: &run)
    #expect(run.effects == [.load(image: 3, method: 1)] && !run.state.asksSomething)

    _ = say("break-here", to: &run)
    _ = say("", to: &run)
    #expect(run.effects.isEmpty && run.state.overlay == nil)
    _ = say("break-here", to: &run)
    _ = say("nine", to: &run)
    #expect(run.state.overlay == nil)
  }

  @Test func promptsTakeALine() throws {
    var run = try ExampleRun(steps: 20)

    _ = say("go-to", to: &run)
    _ = say("fc1#5", to: &run)
    #expect(run.state.screen == .neuron && run.state.unit == 5)
    _ = say("set-mark", to: &run)
    _ = say("a", to: &run)
    #expect(run.state.marks.map(\.letter) == ["a"])
  }

  /// What was not understood does not stay in front of the next answer.
  @Test func aMistypedAnswerIsReplacedByTheNextOne() throws {
    var run = try ExampleRun(steps: 20)

    _ = say("filter-rows", to: &run)
    let wrong = say("bad", to: &run)
    _ = say("conv1 spikes>0", to: &run)

    #expect(wrong.contains { $0.hasPrefix("Error:") })
    #expect(run.state.overlay == nil && run.state.search.text == "conv1 spikes>0")
  }

  /// Where there is no analog network nothing is off schedule, and nothing is on it.
  @Test func phaseSaysThatThereIsNoSchedule() throws {
    var run = try ExampleRun(steps: 20, isTrainedSpiking: true)

    run.press(.character("5"))

    #expect(
      run.state.sentences() == ["Phase: there is no ANN, so there is no schedule to be off."])
  }

  @Test func theHelpIsReadAndThenClosed() throws {
    var run = try ExampleRun(steps: 20)

    let help = say("help", to: &run)
    run.receiveAndObey(.key(.escape))

    for command in DashboardRegistry.standard.commands {
      #expect(help.contains { $0.hasPrefix(":\(command.name) ") })
    }
    for action in DashboardRegistry.standard.actions {
      #expect(help.last?.contains(action.name.rawValue) == true)
    }
  }

  /// A sentence per line, and nothing that a screen reader stumbles over.
  @Test(arguments: ["1", "2", "3", "4", "7"])
  func everyScreenIsToldInPlainSentences(screen: Character) throws {
    var run = try ExampleRun(steps: 20)
    for line in [":break sin(fc1) > 0", ":until t == 30", ":mark a"] { run.type(line) }
    run.press(.character(screen))

    let sentences = run.state.introduction() + run.state.sentences()

    #expect(run.state.sentences().count >= 3)
    for sentence in sentences {
      #expect(sentence.unicodeScalars.allSatisfy { (32..<127).contains($0.value) }, "\(sentence)")
      #expect(sentence.last.map { ".?!".contains($0) } == true, "\(sentence)")
    }
  }
}
