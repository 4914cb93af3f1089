import ExampleNetworks
import Networks
import Recordings
import SpikeStatistics
import SpikingEngine
import Testing

/// What is recomputed of continuous neurons, loops and delays, and what has no meaning there.
@Suite struct ContinuousTraceTests {
  @Test(arguments: ContinuousExample.allCases)
  func aTraceEqualsWhatTheEngineWentThrough(example: ContinuousExample) {
    let (network, simulations, raster) = record(example, byteBudget: 1 << 20)
    let last = simulations[simulations.count - 1]
    for (layer, description) in network.layers.enumerated() {
      for unit in 0..<description.shape.count {
        let trace = NeuronTrace(
          of: unit, in: layer, simulation: last, raster: raster, lastStep: 60)
        #expect(trace.points.map(\.step) == Array(1...60))
        for point in trace.points {
          let population = simulations[point.step - 1].populations[layer]
          let (m, v) = (population.integratedPotential[unit], population.membranePotential[unit])
          let tolerance = 1e-4 * max(1, abs(m))
          #expect(abs(point.integratedPotential - m) < tolerance, "layer \(layer)")
          #expect(abs(point.membranePotential - v) < tolerance, "layer \(layer)")
        }
      }
    }
  }

  /// A leak forgets no constant, so that a trace without its beginning knows nothing.
  @Test func aLeakyTraceNeedsItsBeginning() {
    let (_, simulations, raster) = record(.leaky, byteBudget: 1)
    let trace = NeuronTrace(
      of: 0, in: 0, simulation: simulations[simulations.count - 1], raster: raster, lastStep: 400)

    #expect(raster.firstStep > 1 && trace.points.isEmpty)
  }

  @Test func potentialsThatAreSentAreNoSpikes() {
    let network = ContinuousExample.currentBased.network(seed: 1)
    let packed = PackedNetwork(network)
    let setting = RunSetting(
      packed: packed, fanOut: packed.fanOutTable(), references: network.layers.map { _ in nil })
    var simulation = Simulation(
      packed, stimulus: .image(ContinuousExample.currentBased.image(seed: 1)))
    var statistics = RunStatistics(setting)
    var output = simulation.readout
    for _ in 0..<20 {
      simulation.advance()
      statistics.observe(simulation, setting: setting)
      let received = zip(simulation.readout, output).map { $0 - $1 }
      #expect(statistics.stepOutput == received)
      output = simulation.readout
    }

    #expect(simulation.populations[1].output.count == 5)
    #expect(statistics.layers[1].counts.total == 0)
    #expect(statistics.layers[0].counts.total > 0)
    #expect(statistics.layers.allSatisfy { $0.sin == nil && $0.phase == nil })
  }

  private func record(
    _ example: ContinuousExample, byteBudget: Int
  ) -> (SpikingNetwork, [Simulation], SpikeRaster) {
    let network = example.network(seed: 2)
    var simulation = Simulation(PackedNetwork(network), stimulus: .image(example.image(seed: 2)))
    var raster = SpikeRaster(
      neuronCounts: network.layers.map(\.shape.count), byteBudget: byteBudget)
    let simulations = (0..<(byteBudget == 1 ? 400 : 60)).map { _ in
      simulation.advance()
      raster.append(simulation)
      return simulation
    }
    return (network, simulations, raster)
  }
}
