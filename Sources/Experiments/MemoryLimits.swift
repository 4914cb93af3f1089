import TimeTravel

/// How much the way back in time may take, in bytes.
package struct MemoryLimits: Equatable, Sendable {
  /// What run states may take.
  package var checkpoints = 512 << 20

  /// What may be kept of each step: spikes, potentials and figures.
  package var spikes = 256 << 20

  package init() {}

  /// The half of what may be kept of each step, for spikes that come from elsewhere, which the run
  /// that shows them keeps, too.
  package var ofSource: Int { MemoryBudget.usable(spikes / 2) }

  /// What is left beside such a source.
  package var besideSource: MemoryLimits {
    var limits = self
    limits.spikes /= 2
    return limits
  }

  /// The budgets of one run, or of two in lock-step.
  ///
  /// - Parameter interval: The number of steps between two checkpoints.
  func budgets(for runs: [PlannedRun], interval: Int) -> [MemoryBudget] {
    MemoryBudget.dividing(
      states: checkpoints, steps: spikes, interval: interval, among: runs)
  }
}
