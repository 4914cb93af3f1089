import Dashboard
import TerminalUI
import Testing

/// What small rooms are used for.
@Suite struct SpaceTests {
  /// The sum takes a row where rows are few, and all the others list inputs.
  @Test func inputsHaveTheRowsOfASmallScreen() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("i"), .character("3"))
    let panel = try #require(run.canvas(rows: 24, columns: 80).panel(named: "cause"))
    let lines = panel.text.split(separator: "\n").map(String.init)
    let heading = try #require(lines.firstIndex { $0.contains("w*theta") || $0.contains("input ") })

    #expect(heading <= 1, "\(panel.text)")
    #expect(!panel.text.contains(" 0.000"), "\(panel.text)")
  }

  /// Opening the screen again computes nothing anew, and shows the same as if it were.
  @Test func whatIsKnownOfAStepStays() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("5"))
    let known = try #require(run.state.phaseScreen.inspection)
    let shown = run.canvas(rows: 60, columns: 200).text

    run.press(.character("7"))
    #expect(run.state.phaseScreen.inspection == known)
    run.press(.character("5"))

    #expect(run.state.phaseScreen.inspection == known)
    #expect(run.canvas(rows: 60, columns: 200).text == shown)
    #expect(run.state.computedAnew().phaseScreen.inspection == known)
  }

  /// Six steps are six numbers in each strip whose dots are many neurons.
  @Test func fewStepsAreSaidInNumbers() throws {
    var run = try ExampleRun(steps: 6)
    var status = run.engine.status
    status.horizon = 6
    run.receive(.engine(status))

    let canvas = run.canvas(rows: 14, columns: 120)

    let history = status.history
    let text = canvas.text
    if text.contains("number: spikes of the step") {
      let spikes = (1...6).compactMap { history.entry(of: 0, at: $0)?.spikes }
      #expect(spikes.count == 6)
      for number in spikes { #expect(text.contains(" \(Int(number)) "), "\(text)") }
    }
    let long = try ExampleRun(steps: 20).canvas(rows: 14, columns: 120).text
    #expect(!long.contains("number: spikes"))
  }
}
