import Conversion
import Dashboard
import Networks
import SpikeStatistics
import TerminalUI
import Testing

/// What is true by the coding alone is not said as if it had been found out.
@Suite struct CycleWordsTests {
  private static let sizes = [(24, 80), (40, 120), (45, 160), (60, 200)]

  /// Neither in a column, nor in the sentence, nor in a definition, nor in numbers.
  @Test(arguments: [(1, true), (4, true), (5, false), (8, false)])
  func firstStepsAreSaidFromACycleOn(phases: Int, says: Bool) throws {
    var run = try ExampleRun(method: Bistable(phases: phases), steps: 64)
    for screen in "148" {
      run.press(.character(screen))
      for (rows, columns) in Self.sizes {
        let text = run.canvas(rows: rows, columns: columns).text
        #expect(says || !text.contains("t<=8") && !text.contains("in the first 8 steps"))
        if says, screen == "4", columns >= 120 { #expect(text.contains("t<=8")) }
      }
    }
    #expect(SINTotal.hasEarlySteps(.cycles(phases: phases)) == says)
    #expect(SINTotal.hasEarlySteps(.rate) && SINTotal.hasEarlySteps(.differential))
  }

  /// A layer says from when on it can fire, as long as it cannot; then for how long it did not.
  @Test(arguments: [4, 8])
  func layersSayWhenTheyCanFire(phases: Int) throws {
    var run = try ExampleRun(method: Bistable(phases: phases))
    run.press(.character("1"))
    let network = try #require(run.state.engine).runState.simulation.network
    let first = network.firingLayers.indices.map { network.firstPossibleSpike(ofLayer: $0) }
    #expect(first == first.sorted() && (first.last ?? 0) > phases)
    for step in 1...network.firstReadout + 2 {
      run.press(.character("."))
      let text = run.canvas(rows: 40, columns: 120).text
      let status = try #require(run.state.engine)
      for (layer, start) in first.enumerated() {
        let fired = status.runState.statistics.layers[layer].counts.total > 0
        #expect(!fired || step >= start, "nothing fires before it can: t=\(step)")
        let isNamed = text.contains("first spike not before t=\(start)")
        #expect(isNamed == first.contains { $0 == start && step < $0 }, "t=\(step) of \(start)")
      }
      let isBefore = step < network.firstReadout
      #expect(text.contains("no output before t=\(network.firstReadout)") == isBefore)
    }
  }

  /// Before the first output both panes are about the same classes.
  @Test(arguments: [(40, 120), (60, 200)])
  func oneListOfClasses(rows: Int, columns: Int) throws {
    let run = try ExampleRun(method: Bistable(phases: 8), steps: 20)
    let course = try #require(run.canvas(rows: rows, columns: columns).panel(named: "course"))
    for name in ["one", "two", "three"] { #expect(!course.text.contains(name)) }
    #expect(course.text.contains(" no output before t="))
    #expect(!course.text.contains("%"))
  }
}
