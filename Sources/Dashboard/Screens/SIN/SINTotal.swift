import Networks
import SpikeStatistics
import SpikingEngine
import TimeTravel

/// The SIN of one layer in numbers.
package struct SINTotal: Equatable, Sendable {
  /// Inactivated neurons, those of them that have spiked, and how many of these by timing alone;
  /// `nil` where that is not defined.
  package var inactive = 0
  package var neurons = 0
  package var local: Int?
  /// Spikes of inactivated neurons, and of all.
  package var spikes = 0
  package var allSpikes = 0
  /// SIN spikes of the first steps, which tell a start-up transient from a lasting fault.
  package var earlySpikes = 0

  /// How many steps are early.
  package static let earlySteps = 8

  /// Whether early steps tell anything: within the first cycle no layer but the first ones can have
  /// fired.
  package static func hasEarlySteps(_ coding: SpikeCoding) -> Bool {
    switch coding {
    case .rate, .differential: true
    case .cycles(let phases): 2 * phases <= earlySteps
    }
  }

  package init() {}

  /// - Returns: `nil` where the analog network says nothing about the layer.
  package init?(of layer: Int, status: EngineStatus) {
    let statistics = status.runState.statistics.layers[layer]
    guard let sin = statistics.sin else { return nil }
    inactive = sin.inactiveCount
    neurons = sin.neurons
    spikes = sin.spikes
    allSpikes = statistics.counts.total
    for step in 1...SINTotal.earlySteps
    where step <= min(status.runState.step, status.history.lastStep) {
      earlySpikes += Int(status.history.entry(of: layer, at: step)?.sinSpikes ?? 0)
    }
    let network = status.runState.simulation.network
    guard network.coding == .rate, let threshold = network.layers[layer].neuron.threshold,
      status.runState.simulation.populations[layer].knowsPotential
    else { return }
    let potentials = status.runState.simulation.populations[layer].membranePotential
    let released = statistics.counts.released
    var local = 0
    sin.words[...].forEachBit { if potentials[$0] + released[$0] < threshold { local += 1 } }
    self.local = local
  }

  package var inherited: Int? { local.map { neurons - $0 } }

  package static func + (left: SINTotal, right: SINTotal) -> SINTotal {
    var sum = SINTotal()
    sum.inactive = left.inactive + right.inactive
    sum.neurons = left.neurons + right.neurons
    sum.spikes = left.spikes + right.spikes
    sum.allSpikes = left.allSpikes + right.allSpikes
    sum.earlySpikes = left.earlySpikes + right.earlySpikes
    sum.local = left.local.flatMap { local in right.local.map { local + $0 } }
    return sum
  }
}
