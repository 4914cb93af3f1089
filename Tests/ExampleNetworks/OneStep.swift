import SpikeStatistics
import SpikingEngine
import Tensors

// On an engine of their own, for tests that do not ask how fast.
extension Simulation {
  /// Takes one step.
  package mutating func advance() {
    advance(by: 1, on: Engine())
  }
}

extension LayerRun {
  package func spikes(steps: Int, sources: (Int) -> SpikeTrains) -> SpikeTrains {
    spikes(steps: steps, on: Engine(), sources: sources)
  }
}

extension RunStatistics {
  /// Takes in the step that `simulation` has just taken.
  package mutating func observe(_ simulation: Simulation, setting: RunSetting) {
    for (layer, population) in simulation.populations.enumerated() {
      observe(population, layer: layer, step: simulation.step, setting: setting)
    }
  }
}
