import Dashboard
import TerminalUI
import Testing

/// A sender begins another run while the dashboard shows the one before.
@Suite struct FollowedRunTests {
  private func report(_ last: Int, next: String?) -> StreamReport {
    var report = StreamReport(
      senderStep: 1, lastStep: last, dropped: 0, ending: "the sender has ended")
    report.nextRun = next
    return report
  }

  /// Who sees what comes goes along.
  @Test func whoIsAtTheEndFollows() throws {
    var run = try ExampleRun(steps: 20)
    run.receive(.streaming(report(20, next: "lenet, robust, image 4")))
    #expect(run.effects == [.followRun])
    // It is asked for once.
    run.receive(.streaming(report(20, next: "lenet, robust, image 4")))
    #expect(run.effects.isEmpty)

    var context = try #require(run.state.context)
    context.model = "lenet"
    run.receive(.loaded(context))

    #expect(run.effects == [.engine(.setSpeed(stepsPerSecond: .infinity)), .engine(.run)])
    #expect(
      run.state.message?.text
        == "the sender has begun another run: now lenet, robust, image 4")
  }

  /// Who looks back is told, and goes there with a key.
  @Test func whoLooksBackIsTold() throws {
    var run = try ExampleRun(steps: 20)
    run.receive(.streaming(report(40, next: nil)))
    run.receive(.streaming(report(40, next: "two")))
    #expect(run.effects.isEmpty)
    #expect(run.state.message?.text == "the sender has begun another run, two: f goes there")
    #expect(run.canvas(columns: 160).text.contains("f follow"))

    run.press(.character("f"))
    #expect(run.effects == [.followRun])
  }

  @Test func theWaitIsSaid() throws {
    var run = try ExampleRun(steps: 20)
    var waiting = report(20, next: nil)
    waiting.isAwaited = true
    run.receive(.streaming(waiting))
    #expect(run.state.message?.text == "the sender has ended; its next run is waited for")
  }
}
