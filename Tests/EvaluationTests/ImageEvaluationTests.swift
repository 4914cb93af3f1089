import Evaluation
import ExampleNetworks
import SpikeStatistics
import SpikingEngine
import Testing

/// One network before many images comes to what an evaluation comes to.
@Suite struct ImageEvaluationTests {
  @Test(arguments: [Example.residual, .convolutional, .perceptron])
  func agreesWithAnEvaluation(example: Example) throws {
    let example = try ExamplePlan(example)
    let results = try example.results()

    for (number, entry) in example.plan.entries.enumerated() {
      let steps = try #require(entry.steps.last)
      let outcomes = try outcomes(of: entry, steps: steps, in: example)

      for (outcome, answers) in zip(outcomes, results.images) {
        #expect(outcome.label == answers.label && outcome.analog?.index == answers.analog)
        for (position, step) in entry.steps.enumerated() {
          #expect(outcome.answer(at: step) == answers.predictions[number][position])
        }
        #expect(outcome.spiking?.index == answers.predictions[number].last)
      }
      let reading = try #require(results.methods[number].readings.last)
      #expect(outcomes.reduce(0) { $0 + $1.spikes } == reading.spikes)
      #expect(outcomes.reduce(0) { $0 + $1.operations } == reading.synapticOperations)
      for layer in reading.layers.indices {
        let neurons = outcomes.reduce(0) { $0 + Int($1.sin[layer].neurons) }
        let inactive = outcomes.reduce(0) { $0 + Int($1.sin[layer].inactive) }
        #expect(neurons == reading.layers[layer].sinNeurons)
        #expect(inactive == reading.layers[layer].inactive)
      }
    }
  }

  @Test func marginsSayWhoIsRight() throws {
    let example = try ExamplePlan()
    for outcome in try outcomes(of: example.plan.entries[0], steps: 32, in: example) {
      let analog = try #require(outcome.analog)
      let spiking = try #require(outcome.spiking)
      #expect((analog.margin > 0) == (analog.index == outcome.truth))
      #expect((spiking.margin > 0) == (spiking.index == outcome.truth))
      #expect(abs(spiking.margin) <= 1)
    }
  }

  @Test func canBeStoppedWithinAnImage() throws {
    let example = try ExamplePlan()
    let evaluation = ImageEvaluation(
      analog: example.analog, packed: example.plan.entries[0].packed, steps: 1000)
    var tools = ImageEvaluation.Tools(evaluation)
    var asked = 0

    let outcome = try evaluation.outcome(
      of: 0, image: EvaluationImage(example.image(0).input), with: &tools,
      isStopped: {
        asked += 1
        return asked > 4
      })

    #expect(outcome == nil && asked == 5)
  }

  private func outcomes(
    of entry: EvaluationPlan.Entry, steps: Int, in example: ExamplePlan
  ) throws -> [ImageOutcome] {
    let evaluation = ImageEvaluation(analog: example.analog, packed: entry.packed, steps: steps)
    var tools = ImageEvaluation.Tools(evaluation)
    return try (0..<example.count).map { index in
      try #require(
        try evaluation.outcome(
          of: index, image: example.image(index), with: &tools, isStopped: { false }))
    }
  }
}
