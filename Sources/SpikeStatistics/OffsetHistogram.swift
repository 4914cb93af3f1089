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

  /// Of no neurons.
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
    let quanta = SpikeQuanta(quantum: threshold, limit: maximumSpikes)
    let (potentials, released) = (population.membranePotential, counts.released)
    let fours = potentials.count / 4
    addFours(fours, counts: counts.count, potentials, released, quanta, step: step)
    for unit in (4 * fours)..<potentials.count {
      let drive = potentials[unit] + released[unit]
      add(quanta.evenCount(drive: drive, time: step) - Int(counts.count[unit]))
    }
  }

  /// Counts neurons four at a time, about six times as fast: the phase screen needs all neurons of
  /// the network at every step.
  ///
  /// Finds how many neurons have at least the psi with which a bin begins. `floor(x) >= k` holds
  /// for a whole k exactly where `x >= k` does, so that nothing need be rounded.
  private mutating func addFours(
    _ fours: Int, counts: [Float], _ potentials: [Float], _ released: [Float],
    _ quanta: SpikeQuanta, step: Int
  ) {
    typealias Four = SIMD4<Float>
    let largest = Float(quanta.limit * step)
    let firstOffset = Float(OffsetHistogram.bins.lowerBound)
    var reached = Array(repeating: SIMD4<Int32>.zero, count: OffsetHistogram.bins.count)
    reached[0] = SIMD4(repeating: Int32(fours))
    counts.withUnsafeBytes { counts in
      potentials.withUnsafeBytes { potentials in
        released.withUnsafeBytes { released in
          for start in stride(from: 0, to: 16 * fours, by: 16) {
            let count = counts.loadUnaligned(fromByteOffset: start, as: Four.self)
            let drive =
              potentials.loadUnaligned(fromByteOffset: start, as: Four.self)
              + released.loadUnaligned(fromByteOffset: start, as: Four.self)
            // What is no number is no drive either.
            var even = (drive / quanta.quantum).replacing(with: 0, where: .!(drive .> 0))
            even.replace(with: largest, where: even .> largest)
            for bin in 1..<reached.count {
              let isReached = even .>= count + (firstOffset + Float(bin))
              reached[bin].replace(with: reached[bin] &+ 1, where: isReached)
            }
          }
        }
      }
    }
    let atLeast = reached.map { Int($0.wrappedSum()) } + [0]
    for bin in self.counts.indices { self.counts[bin] += atLeast[bin] - atLeast[bin + 1] }
  }

  /// Takes in a neuron; what is beyond the bins counts in the last one on its side.
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
