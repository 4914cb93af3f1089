import Conversion
import ExampleNetworks
import SpikeStatistics
import SpikingEngine
import Testing

@Suite struct OffsetHistogramTests {
  /// Counting four neurons at a time gives what asking each of them gives.
  @Test(arguments: Example.allCases, [1, 3])
  func aHistogramCountsEveryNeuron(example: Example, maximumSpikes: Int) throws {
    let run = try ExampleRun(
      example.network(seed: 5), method: Burst(maximumSpikes: maximumSpikes), headroom: 0.4)
    var simulation = run.simulation
    var counts = run.network.layers.map { SpikeCounts(neurons: $0.shape.count) }
    for step in 1...24 {
      simulation.advance()
      for (layer, population) in simulation.populations.enumerated() {
        counts[layer].observe(population, neuron: run.network.layers[layer].neuron, step: step)
        // Far from what the neurons have, too, so that every bin is met.
        for threshold in [0.25, 1, 3] as [Float] {
          let histogram = OffsetHistogram(
            counts[layer], population: population, threshold: threshold,
            maximumSpikes: maximumSpikes, step: step)

          var expected = OffsetHistogram()
          for (unit, potential) in population.membranePotential.enumerated() {
            expected.add(
              offsetSpikes(
                count: Int(counts[layer].count[unit]),
                drive: potential + counts[layer].released[unit], threshold: threshold,
                maximumSpikes: maximumSpikes, steps: step))
          }
          #expect(histogram == expected, "layer \(layer) after step \(step)")
        }
      }
    }
  }
}
