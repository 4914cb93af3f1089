import Networks
import SpikeKernels
import SpikingEngine

/// Spikes of inactivated neurons (SIN) of one layer, updated in O(spikes).
///
/// A neuron is inactivated when its analog pre-activation on the same input is not positive; it is
/// a SIN neuron as soon as it fires. The name is that of Li, Zhao and Zeng (BSNN, 2022), the
/// operational form that of MSAT's public code.
package struct SINStatistics: Equatable, Sendable {
  /// The inactivated neurons of the layer.
  package let inactiveCount: Int

  /// Which they are: neuron i is bit `i mod 64` of word `i div 64`.
  ///
  /// They are few, and each picture of them goes through these instead of all neurons.
  package private(set) var words: [UInt64]

  /// Inactivated neurons that have fired.
  package private(set) var neurons = 0

  /// Their spikes, so far and in the last step.
  package private(set) var spikes = 0
  package private(set) var stepSpikes = 0

  /// Before the first step; costs O(neurons).
  package init(_ reference: LayerReference) {
    inactiveCount = reference.inactiveCount
    words = Array(repeating: 0, count: reference.inactiveWords.count)
  }

  /// How much memory the statistics hold, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int { words.byteCount(counting) }

  /// Takes in the last step of a population.
  package mutating func observe(
    _ population: Population, neuron: NeuronParameters, reference: LayerReference
  ) {
    stepSpikes = 0
    let (events, eventSpikes) = (population.output, neuron.eventSpikes)
    for event in events.indices.indices where reference.isInactive(Int(events.indices[event])) {
      let unit = Int(events.indices[event])
      let spikes = eventSpikes(events.values[event])
      // A potential that is sent is no spike.
      guard spikes != 0 else { continue }
      stepSpikes += Int(abs(spikes))
      let bit = UInt64(1) << UInt64(unit & 63)
      guard words[unit >> 6] & bit == 0 else { continue }
      words[unit >> 6] |= bit
      neurons += 1
    }
    spikes += stepSpikes
  }

  /// Takes in the first step of a chunk; costs O(neurons / 64).
  ///
  /// - Returns: The spikes of all neurons.
  package mutating func observe(_ chunk: SpikeChunk, reference: LayerReference) -> Int {
    let sums = sk_sum_spikes(
      Int32(chunk.width), chunk.words, reference.inactiveWords, &words)
    stepSpikes = Int(sums.watched)
    spikes += stepSpikes
    neurons += Int(sums.new_ones)
    return Int(sums.all)
  }

  /// #SIN / #inactivated; `nil` where nothing is inactivated.
  package var ratio: Double? {
    inactiveCount == 0 ? nil : Double(neurons) / Double(inactiveCount)
  }
}
