import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Testing

/// Layers that deliver given activations instead of spikes.
@Suite struct SubstituteTests {
  /// With the analog activations in place of all spikes nothing is left of the spiking error.
  @Test(
    arguments: [Example.perceptron, .convolutional, .residual, .projected], ["robust", "burst"])
  func analogActivationsGiveTheAnalogAnswerInEveryStep(example: Example, method: String) throws {
    let recipe = try ConversionRecipe.named(method)
    let run = try ExampleRun(example.network(seed: 2), recipe: recipe, headroom: 0.6)
    var simulation = Simulation(
      run.packed, stimulus: .image(run.image), substitutes: run.activations)

    for step in 1...5 {
      simulation.advance()

      let answer = simulation.readout.map { $0 / Float(step) }
      #expect(relativeDistance(answer, run.logits) < 1e-5)
    }
  }

  @Test func inCycleCodingTheyAreDeliveredOncePerCycle() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 2), method: Bistable(phases: 5))
    var simulation = Simulation(
      run.packed, stimulus: .image(run.image), substitutes: run.activations)

    for stop in stride(from: run.network.firstReadout, through: 80, by: 10) {
      while simulation.step < stop { simulation.advance() }

      let time = Float(run.network.outputTime(atStep: stop))
      #expect(relativeDistance(simulation.readout.map { $0 / time }, run.logits) < 1e-5)
    }
  }

  /// What comes before a substituted layer does not matter, and what comes after sees its values.
  @Test func onlyTheLayersBehindASubstituteChange() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 3), headroom: 0.6)
    let values = (0..<16).map { Float($0 % 3) }
    var plain = run.simulation
    var changed = Simulation(run.packed, stimulus: .image(run.image), substitutes: [1: values])
    var isDifferent = false

    for _ in 0..<20 {
      plain.advance()
      changed.advance()

      #expect(changed.populations[0].output == plain.populations[0].output)
      #expect(changed.populations[1].output == SpikeEvents(nonzero: values))
      isDifferent = isDifferent || changed.populations[2].output != plain.populations[2].output
    }
    #expect(isDifferent)
  }
}

extension ExampleRun {
  /// What the analog network says, by layer, where it says something.
  fileprivate var activations: [Int: [Float]] {
    var activations: [Int: [Float]] = [:]
    for (layer, reference) in references.enumerated() {
      activations[layer] = reference?.activation
    }
    return activations
  }
}
