import Runs
import SpikeStatistics

/// What a run needs memory for, as far as it is known before its first step.
package struct PlannedRun: Sendable {
  /// The most that a run state takes, in bytes.
  let stateBytes: Int

  /// What a step takes while few events differ, and what its potentials take, in bytes.
  let spikeBytes: Double
  let potentialBytes: Double

  /// What the history of figures takes at most, in bytes.
  let mostFigures: Int

  /// What the history of differences takes at most, in bytes.
  let mostDifferences: Int

  /// About what the present takes, and the pictures of it that a display holds, in bytes.
  ///
  /// Pictures share with the run all that it does not change any more, but not the run state, and
  /// not the steps that are still added to.
  package let present: Int

  /// - Parameters:
  ///   - state: At step 0.
  ///   - probes: The layers whose potentials are kept.
  package init(_ state: RunState, setting: RunSetting, probes: Set<Int>) {
    let counts = state.simulation.network.layers.map(\.shape.count)
    stateBytes = state.byteCount
    let words = counts.reduce(0) { $0 + ($1 + 63) / 64 }
    spikeBytes = Double((words + counts.count) * MemoryLayout<UInt64>.stride)
    let probed = Timeline.layersWithPotentials(probes, of: state.simulation.network)
      .reduce(0) { $0 + counts[$1] }
    potentialBytes = Double(probed * MemoryLayout<Float>.stride)
    mostFigures = StepHistory.largestByteCount(
      layerCount: counts.count, figures: setting.figures.further)
    mostDifferences = DivergenceHistory.largestByteCount(layerCount: counts.count)
    // Half of it is for what events deliver where that differs.
    let openSteps = min(64 * spikeBytes, 0x1p17) * 2 + 64 * potentialBytes
    let open = Int(openSteps) + mostFigures / StepHistory.mostChunks
    present = stateBytes + MemoryBudget.pictures * (stateBytes + open)
  }
}
