import Networks

/// The spikes of one population over a run before one image, as bits.
///
/// A step takes an eighth of a byte per neuron, and a float per event where the events of a step
/// deliver different values, as in bursts.
package struct SpikeTrains: Equatable, Sendable {
  let neurons: Int
  private var words: [UInt64] = []

  /// Per step, where its values begin: one value for all of its events, or one for each.
  private var valueStarts = [0]
  private var values: [Float] = []

  package init(neurons: Int) {
    self.neurons = neurons
  }

  /// The number of steps recorded.
  package var steps: Int { valueStarts.count - 1 }

  package mutating func append(_ events: SpikeEvents) {
    let start = words.count
    words.append(contentsOf: repeatElement(0, count: wordsPerStep))
    for index in events.indices { words[start + Int(index) >> 6] |= 1 << UInt64(index & 63) }
    if let first = events.values.first, events.values.allSatisfy({ $0 == first }) {
      values.append(first)
    } else {
      values += events.values
    }
    valueStarts.append(values.count)
  }

  /// Replaces `events` by those of a step, counted from 1.
  package func read(step: Int, into events: inout SpikeEvents) {
    events.removeAll()
    let valueRange = valueStarts[step - 1]..<valueStarts[step]
    guard !valueRange.isEmpty else { return }
    let isUniform = valueRange.count == 1
    var value = valueRange.lowerBound
    for position in 0..<wordsPerStep {
      var word = words[(step - 1) * wordsPerStep + position]
      while word != 0 {
        events.append(position * 64 + word.trailingZeroBitCount, values[value])
        if !isUniform { value += 1 }
        word &= word - 1
      }
    }
  }

  private var wordsPerStep: Int { (neurons + 63) / 64 }
}
