import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// A cursor that nobody has moved is where most SIN spikes are, until the run ends.
@Suite struct FollowingTests {
  private func worst(_ run: ExampleRun) throws -> Int {
    let status = try #require(run.state.engine)
    let layers = status.runState.statistics.layers.dropLast()
    let spikes = layers.map { $0.sin?.spikes ?? 0 }
    return try #require(spikes.max())
  }

  private func spikes(_ run: ExampleRun) throws -> Int {
    let status = try #require(run.state.engine)
    return status.runState.statistics.layers[run.state.layer].sin?.spikes ?? 0
  }

  /// The most spikes of an inactivated neuron of the layer under the cursor, and of the one there.
  private func units(_ run: ExampleRun) throws -> (most: Float, here: Float) {
    let status = try #require(run.state.engine)
    let counts = status.runState.statistics.layers[run.state.layer].counts.count
    let reference = try #require(status.setting.references[run.state.layer])
    let sin = counts.indices.filter { reference.isInactive($0) && counts[$0] > 0 }
    return (sin.map { counts[$0] }.max() ?? 0, counts[run.state.unit])
  }

  @Test(arguments: ["2", "3"] as [Character])
  func theCursorFollowsTheRun(screen: Character) throws {
    var run = try ExampleRun()
    run.press(.character(screen))
    for step in 1...64 {
      run.press(.character("."))
      guard step >= 16 else { continue }
      #expect(try spikes(run) == worst(run), "t=\(step)")
      let (most, here) = try units(run)
      #expect(most == 0 || here == most, "t=\(step)")
    }
  }

  /// Whoever moves it, or looks into what is under it, keeps it.
  @Test(arguments: [Key.character("J"), .character("K"), .enter, .down])
  func itNeverLeavesAUser(key: Key) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("3"), key)
    let place = (run.state.layer, run.state.unit, run.state.input)
    for step in [21, 30, 5, 64] {
      run.go(to: "\(step)")
      #expect((run.state.layer, run.state.unit, run.state.input) == place, "t=\(step)")
    }
  }

  /// A screen that is shown later begins with what matters then, though it has begun before.
  @Test func aScreenThatIsShownAgainBeginsWithTheWorstByThen() throws {
    var run = try ExampleRun(steps: 16)
    run.type("31")
    run.go(to: "64")
    run.press(.character("3"))

    let (most, here) = try units(run)
    #expect(here == most)
  }

  @Test func whatIsLookedAtStaysAtEarlierStepsAndBehindTheEnd() throws {
    var run = try ExampleRun(steps: 64)
    run.press(.character("3"))
    let place = (run.state.layer, run.state.unit)
    for step in [1, 5, 40, 64, 140] {
      run.go(to: "\(step)")
      #expect((run.state.layer, run.state.unit) == place, "t=\(step)")
    }
    try run.load(image: 2, at: 64)
    #expect((run.state.layer, run.state.unit) == place)
  }
}
