import Networks
import Recordings

/// How many neurons of a layer differ between two networks, in one step or in several.
///
/// A neuron differs in a step where one network alone sends an event, or where the events stand for
/// different numbers of spikes, as in bursts; it counts for the network that sends more. What a
/// spike delivers may differ, because thresholds do. (This project's own rule.)
package struct SpikeDifference: Equatable, Sendable {
  /// The neurons that send more spikes in the first network, and in the second.
  package var moreInFirst = 0
  package var moreInSecond = 0

  package var count: Int { moreInFirst + moreInSecond }

  static func += (left: inout SpikeDifference, right: SpikeDifference) {
    left.moreInFirst += right.moreInFirst
    left.moreInSecond += right.moreInSecond
  }

  package static func - (left: SpikeDifference, right: SpikeDifference) -> SpikeDifference {
    var difference = left
    difference.moreInFirst -= right.moreInFirst
    difference.moreInSecond -= right.moreInSecond
    return difference
  }
}

/// What one layer of a network sent in one recorded step, to be compared with another's.
package struct SentSpikes: Sendable {
  private let words: ArraySlice<UInt64>
  private let events: RecordedEvents
  private let neuron: NeuronParameters

  /// Nothing in steps that are not kept.
  package init(of layer: Int, in network: SpikingNetwork, raster: SpikeRaster, at step: Int) {
    words = raster.row(of: layer, at: step)
    events = raster.events(of: layer, at: step)
    neuron = network.layers[layer].neuron
  }

  /// How many spikes a neuron sent, negative where it took one back.
  func spikeCount(of unit: Int) -> Int {
    let value = events.value(of: unit)
    return value == 0 ? 0 : Int(neuron.spikeCount(ofEvent: value))
  }

  /// What all events stand for, if they stand for the same; `nil` where they may not.
  private var commonSpikeCount: Float? {
    events.commonValue.map(neuron.spikeCount(ofEvent:))
  }

  /// Goes through 64 neurons at a time: those that sent more here, those that sent more there, and
  /// those that sent as much.
  ///
  /// Costs O(neurons / 64), and O(events) where the events of a network are not all alike.
  package func compare(
    with other: SentSpikes,
    report: (_ word: Int, _ moreHere: UInt64, _ moreThere: UInt64, _ asMuch: UInt64) -> Void
  ) {
    let isAlike = commonSpikeCount.map { $0 == other.commonSpikeCount } ?? false
    for (index, (here, there)) in zip(words, other.words).enumerated() {
      var (moreHere, moreThere, shared) = (here & ~there, there & ~here, here & there)
      var unsure = isAlike ? 0 : shared
      while unsure != 0 {
        let bit = unsure & ~(unsure - 1)
        unsure ^= bit
        let unit = index << 6 + bit.trailingZeroBitCount
        let (count, otherCount) = (spikeCount(of: unit), other.spikeCount(of: unit))
        guard count != otherCount else { continue }
        shared ^= bit
        if count > otherCount { moreHere |= bit } else { moreThere |= bit }
      }
      report(index, moreHere, moreThere, shared)
    }
  }
}
