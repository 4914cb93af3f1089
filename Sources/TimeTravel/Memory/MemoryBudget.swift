/// How much memory a run may keep of what it did, by what it is, in bytes.
///
/// Each part drops its oldest when it is full. Arrays count with all of their room, used or not.
package struct MemoryBudget: Equatable, Sendable {
  /// The run states to return to.
  package var checkpoints: CheckpointBudget

  /// The present, and the pictures of it that a display holds; what they take beyond that is taken
  /// from the checkpoints.
  package var present: Int

  /// The spikes of each step.
  package var spikes: Int

  /// The potentials of each step.
  package var potentials: Int

  /// The numbers of each layer in each step.
  package var figures: Int

  /// Where the spikes of two runs differ in each step; asked of the first of them.
  package var differences: Int

  /// What is left for holes between arrays, which nothing fits into, and for the heap itself.
  package var heap: Int

  /// - Parameter present: See `PlannedRun.present`.
  package init(
    checkpoints: CheckpointBudget, present: Int, spikes: Int, potentials: Int = 64 << 20,
    figures: Int = 64 << 20, differences: Int = 64 << 20, heap: Int = 0
  ) {
    self.checkpoints = checkpoints
    self.present = present
    self.spikes = spikes
    self.potentials = potentials
    self.figures = figures
    self.differences = differences
    self.heap = heap
  }

  /// A display holds at most so many pictures of the present: one is shown, one is on its way.
  static let pictures = 2
}

extension MemoryBudget {
  /// Divides memory among what one run keeps, or two in lock-step that keep the same checkpoints.
  ///
  /// Potentials get at most a quarter of what is for steps, and no more than reaches as far back as
  /// spikes; figures at most an eighth, and where two runs differ a sixteenth, and neither more
  /// than it can ever take; spikes get the rest. Of what is for states, the present comes first.
  /// Of all a sixteenth is left for the heap. (This project's own rules.)
  ///
  /// - Parameters:
  ///   - states: What run states may take.
  ///   - steps: What may be kept of steps.
  ///   - interval: The number of steps between two checkpoints.
  ///   - runs: One or two.
  /// - Returns: A budget for each.
  package static func dividing(
    states: Int, steps: Int, interval: Int, among runs: [PlannedRun]
  ) -> [MemoryBudget] {
    let present = runs.reduce(0) { $0 + $1.present }
    let checkpoints = CheckpointBudget(
      interval: interval, bytes: max(usable(states) - present, 0)
    ).shared(by: runs.map(\.stateBytes))
    return runs.indices.map { number in
      let (run, share) = (runs[number], usable(steps) / runs.count)
      let figures = min(share / 8, run.mostFigures)
      let differences = number == 0 && runs.count > 1 ? min(share / 16, run.mostDifferences) : 0
      let potentials = min(
        share / 4, Int(Double(share) * run.potentialBytes / (run.potentialBytes + run.spikeBytes)))
      return MemoryBudget(
        checkpoints: checkpoints[number], present: run.present,
        spikes: share - figures - differences - potentials,
        potentials: potentials, figures: figures, differences: differences,
        heap: number == 0 ? states + steps - usable(states) - usable(steps) : 0)
    }
  }

  /// What arrays may take of some memory; the heap needs the rest.
  ///
  /// Measured on runs of 10^7 steps: holes are a twentieth or less.
  package static func usable(_ bytes: Int) -> Int { bytes - bytes / 16 }
}
