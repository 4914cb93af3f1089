import ExampleNetworks
import Networks
import Recordings
import SpikeStatistics
import SpikingEngine

/// A recorded run and the state of the engine after every step.
struct HeadlessRun {
  var simulations: [Simulation] = []
  var raster: SpikeRaster

  init(_ run: ExampleRun, steps: Int, byteBudget: Int = 1 << 20) {
    var simulation = run.simulation
    raster = SpikeRaster(
      neuronCounts: run.network.layers.map(\.shape.count), byteBudget: byteBudget)
    for _ in 0..<steps {
      simulation.advance()
      simulations.append(simulation)
      raster.append(simulation)
    }
  }

  /// Whether a trace is what the engine went through.
  func agrees(with trace: NeuronTrace, unit: Int, layer: Int) -> Bool {
    let neuron = simulations[0].network.layers[layer].neuron
    let scale = neuron.threshold ?? 10
    return trace.points.allSatisfy { point in
      let population = simulations[point.step - 1].populations[layer]
      let tolerance = 1e-4 * max(scale, abs(population.integratedPotential[unit]) / 10)
      let event = population.output.indices.firstIndex(of: Int32(unit))
      return abs(point.integratedPotential - population.integratedPotential[unit]) < tolerance
        && abs(point.membranePotential - population.membranePotential[unit]) < tolerance
        && point.fired == (event != nil)
        && point.charge == (event.map { population.output.values[$0] } ?? 0)
        && point.threshold == neuron.threshold(atStep: point.step)
    }
  }
}
