import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// What every key does, and where it leads.
@Suite struct UpdateTests {
  @Test(arguments: [
    (Key.character(" "), EngineCommand.run),
    (.character("."), .move(by: 1)), (.right, .move(by: 1)), (.character("l"), .move(by: 1)),
    (.character(","), .move(by: -1)), (.left, .move(by: -1)), (.character("h"), .move(by: -1)),
    (.character("L"), .move(by: 16)), (.character("H"), .move(by: -16)),
    (.character("^"), .seek(to: 0)), (.home, .seek(to: 0)),
    (.character("$"), .seek(to: 20)), (.end, .seek(to: 20)),
    (.character("]"), .seekSpike(unit: 0, layer: 1, forward: true)),
    (.character("["), .seekSpike(unit: 0, layer: 1, forward: false)),
    (.character("="), .setSpeed(stepsPerSecond: 16)),
    (.character("0"), .setSpeed(stepsPerSecond: .infinity)),
  ])
  func keysOfTimeCommandTheEngine(key: Key, command: EngineCommand) throws {
    var run = try ExampleRun(steps: 20)

    run.press(key)

    #expect(run.effects == [.engine(command)])
  }

  @Test func speedDoublesAndHalves() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("="), .character(">"))
    #expect(run.effects == [.engine(.setSpeed(stepsPerSecond: 32))])

    run.press(.character("<"), .character("<"))
    #expect(run.effects == [.engine(.setSpeed(stepsPerSecond: 8))])
  }

  /// Presses add up, also where the engine has not answered the first one yet.
  @Test func quickPressesDoubleTheSpeedEachTime() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("="))

    run.receive(.key(.character(">")))
    run.receive(.key(.character(">")))

    #expect(run.effects == [.engine(.setSpeed(stepsPerSecond: 64))])
  }

  @Test func quitStopsTheEngine() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("q"))

    #expect(run.effects == [.engine(.stop), .quit])
  }

  /// Escape leaves no screen and no step, Backspace goes back to both.
  @Test func onlyBackspaceGoesBack() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("i"), .enter)
    let there = run.state.step
    #expect(run.state.screen == .neuron && there != 20)

    run.press(.escape)
    #expect(run.state.screen == .neuron && run.state.step == there)
    run.press(.backspace)
    #expect(run.state.screen == .sin && run.state.step == 20)
    run.press(.backspace)
    #expect(run.state.screen == .live && run.state.step == 20)
  }

  /// On every screen: with nothing open it does nothing but show the usual view again.
  @Test(arguments: DashboardRegistry.standard.screensByKey.map(\.name))
  func escapeLeavesNoScreen(screen: ScreenName) throws {
    var run = try ExampleRun(steps: 20)
    run.type(":screen \(screen.rawValue)")
    let usual = run.canvas(rows: 40, columns: 120).text

    run.press(.escape)
    #expect(run.state.screen == screen)
    #expect(run.canvas(rows: 40, columns: 120).text == usual)
    run.press(.character("v"), .escape)
    #expect(run.state.screen == screen)
    #expect(run.canvas(rows: 40, columns: 120).text == usual)
  }

  @Test func escapeNeverQuits() throws {
    var run = try ExampleRun(steps: 20)

    for _ in 0..<5 {
      run.press(.escape)
      #expect(!run.effects.contains(.quit))
    }
  }

  /// The question that the dashboard exists for takes two keys, and the cause of the cause one
  /// more.
  @Test func twoKeysLeadToTheCauseOfTheWorstSpike() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("i"))
    let worst = try #require(run.state.sinTable.rows.first)
    run.press(.enter)

    #expect(run.state.screen == .neuron)
    #expect(run.state.layer == worst.layer && run.state.unit == worst.unit)
    #expect(run.state.step == worst.firstStep)
    let cause = try #require(run.state.inspection?.cause)
    #expect(abs(cause.modelTerm) < 1e-4)

    let input = try #require(cause.terms.first)
    run.press(.enter)
    #expect(run.state.layer == input.layer && run.state.unit == input.unit)
  }

  @Test func backspaceReturnsToTheStepAndTheScreen() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("i"), .enter, .backspace)
    #expect(run.state.screen == .sin && run.state.step == 20)

    run.press(.backspace)
    #expect(run.state.screen == .live && run.state.trail.isEmpty)
  }

  @Test func everyListedNeuronIsInactivatedAndFired() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("i"))
    let status = try #require(run.state.engine)

    #expect(run.state.sinTable.rowCount > 0)
    for row in run.state.sinTable.rows {
      #expect(status.setting.references[row.layer]?.isInactive(row.unit) == true)
      #expect(row.spikes > 0)
    }
    let spikes = run.state.sinTable.rows.map(\.spikes)
    #expect(spikes == spikes.sorted(by: >))
  }

  @Test func sortingKeepsTheSelectedNeuron() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("i"), .down)
    let selected = try #require(run.state.sinTable.selectedRow)

    run.press(.character("s"))

    #expect(run.state.sinTable.selectedRow == selected)
  }

  @Test func imagesEndAtTheFirstAndTheLast() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.pageDown)
    #expect(run.effects == [.load(image: 4, method: 0)])

    var context = try #require(run.state.context)
    context.image = 4
    run.receive(.loaded(context))
    run.press(.pageDown)
    #expect(run.effects.isEmpty && run.state.message != nil)
  }

  /// Quick presses add up, however long loading takes.
  @Test func imagesOnTheirWayCount() throws {
    var run = try ExampleRun(steps: 20)
    var context = try #require(run.state.context)

    run.press(.pageUp, .pageUp)
    #expect(run.effects == [.load(image: 1, method: 0)])
    context.image = 2
    run.receive(.loaded(context))
    run.press(.pageUp)
    #expect(run.effects == [.load(image: 0, method: 0)])

    run.receive(.failed("image 0 is damaged"))
    run.press(.pageDown)
    #expect(run.effects == [.load(image: 3, method: 0)], "from the image on screen")
  }

  /// Another image, looked at in the same step.
  @Test func aPausedStepIsRestoredAfterLoading() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.pageDown)

    run.receive(.loaded(try #require(run.state.context)))

    #expect(run.effects == [.engine(.seek(to: 20))])
  }

  @Test func theMethodMenuLoadsTheChosenMethod() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("M"), .down, .enter)

    #expect(run.effects == [.load(image: 3, method: 1)])
    #expect(run.state.overlay == nil)
  }

  @Test func aFailedLoadKeepsTheScreenAndSaysWhy() throws {
    var run = try ExampleRun(steps: 20)

    run.receive(.failed("image 7 is damaged"))

    #expect(run.state.message?.isError == true)
    #expect(run.canvas().text.contains("error: image 7 is damaged"))
  }

  @Test func goToFindsStepsLayersAndNeurons() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("g"), .character("7"), .enter)
    #expect(run.effects == [.engine(.seek(to: 7))] && run.state.step == 7)

    run.press(.character("g"))
    for character in "fc1#5" { run.press(.character(character)) }
    run.press(.enter)
    #expect(run.state.screen == .neuron && run.state.layer == 1 && run.state.unit == 5)

    run.press(.character("g"), .character("x"), .enter)
    #expect(run.state.message?.isError == true)
  }

  @Test func typingInTheHelpSearchesAndEnterExecutes() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("?"))
    for character in "inactivated neurons spiked" { run.press(.character(character)) }
    let names = run.state.matchingActions("inactivated neurons spiked").map(\.name)
    #expect(names == ["sin-inspector"])
    run.press(.enter)

    #expect(run.state.screen == .sin && run.state.overlay == nil)
  }

  @Test func statusesOfAnotherTimelineAreIgnored() throws {
    var run = try ExampleRun(steps: 20)
    var status = run.engine.status
    status.generation = 9

    run.receive(.engine(status))

    #expect(run.state.engine?.generation == 0)
  }

  @Test func everyActionHasAKeyAndEveryKeyOneAction() {
    let map = KeyMap.standard
    let keys = map.bindings.flatMap(\.keys)

    #expect(Set(keys).count == keys.count)
    #expect(DashboardRegistry.standard.actions.allSatisfy { map.key(for: $0.name) != nil })
  }
}
