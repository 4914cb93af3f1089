import Dashboard
import TerminalUI
import Testing

/// What leaves the dashboard by the clipboard, and the part of the screen that has the focus.
@Suite struct CopyTests {
  @Test func theFirstPaneHasTheFocusUntilTabMovesIt() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("y"))
    #expect(run.effects == [.copy(.pane(0))])
    run.press(.tab, .character("y"))
    #expect(run.effects == [.copy(.pane(0))])
    run.press(.tab, .character("y"))
    #expect(run.effects == [.copy(.pane(1))])
    run.press(.backtab, .backtab, .character("y"))
    #expect(run.effects == [.copy(.pane(-1))])
    #expect(around(-1, of: 4) == 3 && around(9, of: 4) == 1 && around(2, of: 0) == 0)
  }

  /// Exactly one pane has the focus, whatever the size.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func thePaneWithTheFocusIsMarked(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    for _ in 0..<7 {
      run.press(.tab)
      let canvas = run.canvas(rows: rows, columns: columns)
      let panel = canvas.panels[
        around(try #require(run.state.focusedPane), of: canvas.panels.count)]
      let row = panel.rect.row - 1
      let marked = canvas.cells(inRow: row).filter { $0.style == .selection }
      #expect(!marked.isEmpty, "\(panel.name)")
    }
  }

  @Test func theViewIsTheScreenTheNeuronAndTheStep() throws {
    var run = try ExampleRun(steps: 20)
    run.go(to: "fc1#3")
    run.press(.character("Y"))

    #expect(
      run.effects == [.copy(.view(words: ["--screen", "neuron", "--at", "fc1#3@20"]))])
    run.receive(.copied("spiketop watch a"))
    #expect(run.state.message?.text.hasSuffix("OSC 52: spiketop watch a") == true)
    run.receive(.copied("a\nb"))
    #expect(run.state.message?.text.hasSuffix("OSC 52: 2 lines") == true)
  }
}
