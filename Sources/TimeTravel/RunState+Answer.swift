import Networks
import Tasks

extension RunState {
  /// What the accumulated outputs stand for, by the task of the network; `nil` before the first
  /// complete readout, and where nobody tells the outputs.
  ///
  /// Costs O(outputs).
  package var answer: TaskAnswer? {
    simulation.meanOutputs.map { TaskReader(simulation.network).answer(from: $0) }
  }
}
