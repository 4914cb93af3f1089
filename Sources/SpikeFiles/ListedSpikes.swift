import SpikingEngine

/// Spikes in memory as a source: a few bytes for each, however many steps and layers there are.
///
/// A step of a layer costs O(log spikes), and a bit per neuron.
package struct ListedSpikes: SpikeSource {
  package let lastStep: Int
  package var isGrowing: Bool { false }

  struct Spike: Comparable {
    let step: Int32
    let layer: Int32
    /// In channels-last order.
    let unit: Int32

    static func < (one: Spike, other: Spike) -> Bool {
      (one.step, one.layer, one.unit) < (other.step, other.layer, other.unit)
    }
  }

  /// Ascending, each once.
  private let spikes: [Spike]

  /// Of each layer: how many neurons it has, and what a spike delivers.
  private let layers: [(neurons: Int, value: Float)]

  /// - Parameters:
  ///   - spikes: In any order; those that come twice count once.
  ///   - lastStep: Not before the last spike.
  init(_ spikes: [Spike], layers: [(neurons: Int, value: Float)], lastStep: Int) {
    var sorted = spikes
    sorted.sort()
    var once: [Spike] = []
    once.reserveCapacity(sorted.count)
    for spike in sorted where once.last != spike { once.append(spike) }
    self.spikes = once
    self.layers = layers
    self.lastStep = lastStep
  }

  /// How many spikes there are.
  package var count: Int { spikes.count }

  package var memory: SourceMemory? {
    SourceMemory(
      byteCount: spikes.heldByteCount + layers.heldByteCount, limit: nil, stepCount: lastStep)
  }

  package func nextStep(from step: Int) -> Int {
    let next = position(of: Spike(step: Int32(clamping: step), layer: 0, unit: 0))
    return next < spikes.count ? Int(spikes[next].step) : lastStep + 1
  }

  package func step(_ step: Int, of layer: Int) -> ReplayedStep {
    let (neurons, value) = layers[layer]
    var words = Array(repeating: UInt64(0), count: (neurons + 63) / 64)
    let first = Spike(step: Int32(clamping: step), layer: Int32(layer), unit: 0)
    var next = position(of: first)
    let start = next
    while next < spikes.count, spikes[next].step == first.step, spikes[next].layer == first.layer {
      words[Int(spikes[next].unit) >> 6] |= 1 << UInt64(spikes[next].unit & 63)
      next += 1
    }
    return ReplayedStep(words: words, values: next > start ? [value] : [])
  }

  /// Where the first spike is that does not come before another.
  private func position(of spike: Spike) -> Int {
    var (low, high) = (0, spikes.count)
    while low < high {
      let middle = (low + high) / 2
      if spikes[middle] < spike { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
