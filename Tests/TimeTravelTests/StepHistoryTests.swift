import ExampleNetworks
import Runs
import SpikingEngine
import Testing
import TimeTravel

@Suite struct StepHistoryTests {
  /// Of a long run the first and the latest steps are there, and what is there is what happened.
  @Test func keepsTheFirstAndTheLatestSteps() throws {
    var timeline = try exampleTimeline(.perceptron)
    let engine = Engine()
    let steps = StepHistory.latestSteps + 3 * StepHistory.firstSteps + 5
    var (spikes, predictions): ([Int], [Int?]) = ([], [])
    while timeline.step < steps {
      timeline.advance(on: engine)
      spikes.append(timeline.runState.statistics.layers[0].counts.stepTotal)
      predictions.append(timeline.runState.simulation.prediction)
    }

    let history = timeline.history
    #expect(history.lastStep == steps)
    let kept = (1...steps).filter { history.entry(of: 0, at: $0) != nil }
    #expect(kept.first == 1 && kept.count { $0 <= steps / 2 } >= StepHistory.firstSteps)
    #expect(
      Array(kept.suffix(StepHistory.latestSteps))
        == Array((1...steps).suffix(StepHistory.latestSteps)))
    #expect(kept.count < steps, "the memory is bounded")
    for step in kept {
      #expect(history.entry(of: 0, at: step).map { Int($0.spikes) } == spikes[step - 1])
      #expect(history.prediction(at: step) == predictions[step - 1])
    }
    for step in [0, -1, steps + 1] { #expect(history.entry(of: 0, at: step) == nil) }
  }
}
