import Networks
import SpikingEngine

/// How many neurons of a layer owe spikes, and how many sent too many: the health of a rate code.
package struct OffsetHistogram: Equatable, Sendable {
  /// Neurons with `psi < 0`: they sent more spikes than an even drive would have.
  package private(set) var extra = 0

  /// Neurons with `psi = 0`.
  package private(set) var exact = 0

  /// Neurons with `psi > 0`: spikes are missing.
  package private(set) var missing = 0

  /// Costs O(neurons).
  ///
  /// - Parameter step: T, the steps taken; the drive is `C = v + released charge`.
  package init(_ counts: SpikeCounts, population: Population, threshold: Float, step: Int) {
    for (unit, potential) in population.membranePotential.enumerated() {
      let psi = offsetSpikes(
        count: Int(counts.count[unit]), drive: potential + counts.released[unit],
        threshold: threshold, steps: step)
      if psi < 0 { extra += 1 } else if psi == 0 { exact += 1 } else { missing += 1 }
    }
  }
}
