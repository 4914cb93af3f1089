import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing

/// What statistics say where spikes change rates.
@Suite struct DifferentialStatisticsTests {
  /// The delivered charge is t times the sum of `s / t`.
  @Test(arguments: [Variation.differential, .differentialInOneSize])
  func deliveredChargeIsTheMeanTimesTheSteps(variation: Variation) throws {
    let run = try ExampleRun(
      Example.residual.network(seed: 2), recipe: variation.recipe, headroom: 0.9)
    var means = run.network.layers.map { Array(repeating: 0.0, count: $0.shape.count) }
    var (simulation, statistics) = (run.simulation, RunStatistics(run.setting))
    for step in 1...120 {
      simulation.advance()
      statistics.observe(simulation, setting: run.setting)
      for (layer, population) in simulation.populations.enumerated() {
        let output = population.output
        for event in output.indices.indices {
          means[layer][Int(output.indices[event])] += Double(output.values[event]) / Double(step)
        }
      }
      for layer in run.network.firingLayers.indices {
        let neuron = run.network.layers[layer].neuron
        let delivery = statistics.layers[layer].counts.delivery(of: neuron)
        for (amount, mean) in zip(delivery.amounts, means[layer]) {
          #expect(abs(delivery.unit * Double(amount) - mean * Double(step)) < 1e-3)
        }
      }
    }
  }

  /// The fit to the activations gets better with time, and what needs schedules stays undefined.
  @Test func ratesAreFittedAndSchedulesAreNot() throws {
    let run = try ExampleRun(
      Example.perceptron.network(seed: 2), recipe: Variation.differential.recipe, headroom: 1)
    var (simulation, statistics) = (run.simulation, RunStatistics(run.setting))
    var errors: [Double] = []
    for step in 1...400 {
      simulation.advance()
      statistics.observe(simulation, setting: run.setting)
      guard step == 4 || step == 400, let reference = run.references[2] else { continue }
      let fit = RateFit(
        statistics.layers[2].counts, neuron: run.network.layers[2].neuron, reference: reference,
        time: Double(step))
      errors.append(try #require(fit.relativeError))
    }

    #expect(errors[1] < 0.02 && errors[1] < errors[0])
    #expect(statistics.layers[2].phase?.evaluations == 0)
    #expect(run.network.layers[2].neuron.quanta == nil)
    #expect(run.network.layers[2].neuron.scheduleObstacle != nil)
  }
}
