import Networks
import SpikingEngine

/// How many neurons of a layer owe spikes, and how many sent too many: the health of a rate code.
///
/// In cycle coding psi counts last binary digits, at complete cycles (this project's own reading).
package struct OffsetHistogram: Equatable, Sendable {
  /// What each bin counts: psi, the first and the last bin with all beyond.
  package static let bins = -3...3

  /// As in reports.
  package static let labels = ["<=-3", "-2", "-1", "0", "1", "2", ">=3"]

  /// Neurons by psi, in the order of `bins`.
  package private(set) var counts = Array(repeating: 0, count: OffsetHistogram.bins.count)

  package init() {}

  /// Costs O(neurons).
  ///
  /// - Parameters:
  ///   - maximumSpikes: Γ, the most spikes per step.
  ///   - step: T, the steps taken; the drive is `C = v + released charge`.
  package init(
    _ counts: SpikeCounts, population: Population, threshold: Float, maximumSpikes: Int = 1,
    step: Int
  ) {
    for (unit, potential) in population.membranePotential.enumerated() {
      add(
        offsetSpikes(
          count: Int(counts.count[unit]), drive: potential + counts.released[unit],
          threshold: threshold, maximumSpikes: maximumSpikes, steps: step))
    }
  }

  package mutating func add(_ psi: Int) {
    let bins = OffsetHistogram.bins
    counts[min(max(psi, bins.lowerBound), bins.upperBound) - bins.lowerBound] += 1
  }

  /// Neurons with `psi < 0`: they sent more spikes than an even drive would have.
  package var extra: Int { counts.prefix(-OffsetHistogram.bins.lowerBound).reduce(0, +) }

  /// Neurons with `psi = 0`.
  package var exact: Int { counts[-OffsetHistogram.bins.lowerBound] }

  /// Neurons with `psi > 0`: spikes are missing.
  package var missing: Int { counts.suffix(OffsetHistogram.bins.upperBound).reduce(0, +) }
}
