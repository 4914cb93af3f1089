import SpikeStatistics
import SpikingEngine

/// The whole state of a run after some step; a copy is a checkpoint.
package struct Moment: Sendable {
  package private(set) var simulation: Simulation
  package private(set) var statistics: RunStatistics

  package init(_ simulation: Simulation, setting: RunSetting) {
    self.simulation = simulation
    statistics = RunStatistics(setting)
  }

  package var step: Int { simulation.step }

  /// Takes one time step.
  package mutating func advance(setting: RunSetting) {
    simulation.advance()
    statistics.observe(simulation, setting: setting)
  }

  /// About how much memory a copy takes once the original has moved on, in bytes.
  package var byteCount: Int {
    simulation.populations.reduce(0) { $0 + $1.byteCount + $1.membranePotential.count * 7 * 4 }
  }
}
