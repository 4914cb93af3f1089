import Conversion
import ExampleNetworks
import Networks
import Recordings
import SpikingEngine
import Testing

/// What events delivered, beside which neurons sent them.
@Suite struct GradedEventTests {
  /// A raster and, beside it, what every layer sent, step by step.
  private func recorded(
    _ run: ExampleRun, steps: Int, byteBudget: Int = 1 << 20
  ) -> (raster: SpikeRaster, sent: [[SpikeEvents]]) {
    var simulation = run.simulation
    var raster = SpikeRaster(
      neuronCounts: run.network.layers.map(\.shape.count), byteBudget: byteBudget)
    var sent: [[SpikeEvents]] = []
    for _ in 0..<steps {
      simulation.advance()
      raster.append(simulation)
      sent.append(simulation.populations.map(\.output))
    }
    return (raster, sent)
  }

  /// What a layer sent as one number per neuron.
  private func dense(_ events: SpikeEvents, count: Int) -> [Float] {
    var values = Array(repeating: Float(0), count: count)
    for event in events.indices.indices {
      values[Int(events.indices[event])] = events.values[event]
    }
    return values
  }

  @Test(arguments: [Example.perceptron, .residual, .maxPooled], Variation.allCases)
  func valuesEqualWhatWasDelivered(example: Example, variation: Variation) throws {
    let run = try ExampleRun(example.network(seed: 1), recipe: variation.recipe, headroom: 0.5)
    let (raster, sent) = recorded(run, steps: 70)

    for step in 1...70 {
      for (layer, description) in run.network.layers.enumerated() {
        let units = 0..<description.shape.count
        let expected = dense(sent[step - 1][layer], count: units.count)
        let events = raster.events(of: layer, at: step)
        #expect(units.map { events.value(of: $0) } == expected)
        #expect(units.map { raster.value(of: $0, in: layer, at: step) } == expected)
        #expect(events.isEmpty == expected.allSatisfy { $0 == 0 })
      }
    }
  }

  @Test func nothingIsDeliveredInStepsThatAreNotKept() throws {
    let run = try ExampleRun(
      randomPerceptron(widths: [4, 130, 70, 2], seed: 1), recipe: Variation.burst.recipe,
      headroom: 0.5)
    let (raster, sent) = recorded(run, steps: 200, byteBudget: 1)
    #expect(raster.firstStep > 1)

    for step in [-1, 0, raster.firstStep - 1, 201] {
      #expect(raster.events(of: 0, at: step).isEmpty)
      #expect((0..<130).allSatisfy { raster.value(of: $0, in: 0, at: step) == 0 })
    }
    for step in raster.firstStep...200 {
      let expected = dense(sent[step - 1][0], count: 130)
      #expect((0..<130).map { raster.value(of: $0, in: 0, at: step) } == expected)
    }
  }

  /// Bursts take more memory than single spikes, and the budget knows.
  @Test func theBudgetCountsWhatEventsDelivered() throws {
    let analog = randomPerceptron(widths: [4, 400, 300, 2], seed: 1)
    let burst = try ExampleRun(analog, recipe: Variation.burst.recipe, headroom: 0.2)
    let plain = try ExampleRun(analog, headroom: 0.2)
    let budget = 400_000
    let (bursts, sent) = recorded(burst, steps: 3600, byteBudget: budget)
    let spikes = recorded(plain, steps: 3600, byteBudget: budget).raster
    let graded = sent.suffix(3600 - bursts.firstStep + 1).joined().filter {
      Set($0.values).count > 1
    }

    #expect(bursts.byteCount <= budget && spikes.byteCount <= budget)
    #expect(bursts.byteCount > 4 * graded.reduce(0) { $0 + $1.count })
    #expect(1 < spikes.firstStep && spikes.firstStep < bursts.firstStep)
  }

  @Test func aCopyKeepsItsValuesWhileTheOriginalGoesOn() throws {
    let run = try ExampleRun(
      randomPerceptron(widths: [4, 130, 70, 2], seed: 2), recipe: Variation.burst.recipe,
      headroom: 0.5)
    var simulation = run.simulation
    var raster = SpikeRaster(neuronCounts: [130, 70, 2], byteBudget: 1)
    for _ in 0..<100 {
      simulation.advance()
      raster.append(simulation)
    }
    let copy = raster
    let values = (1...100).map { step in (0..<70).map { copy.value(of: $0, in: 1, at: step) } }

    for _ in 0..<200 {
      simulation.advance()
      raster.append(simulation)
    }

    #expect(
      (1...100).map { step in (0..<70).map { copy.value(of: $0, in: 1, at: step) } } == values)
    #expect(raster.firstStep > 100)
  }
}
