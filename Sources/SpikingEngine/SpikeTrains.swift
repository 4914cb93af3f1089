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
    append(EventChunk(events, shape: MapShape(channels: neurons)), step: 0)
  }

  /// Appends a step of what a population has sent.
  mutating func append(_ chunk: EventChunk, step: Int) {
    let (events, count) = (chunk[step], chunk.count(atStep: step))
    let start = words.count
    words.append(contentsOf: repeatElement(0, count: wordsPerStep))
    for event in 0..<count {
      let index = Int(events.indices[event])
      words[start + index >> 6] |= 1 << UInt64(index & 63)
    }
    let first = count == 0 ? nil : events.value(ofEvent: 0)
    if let first, (1..<max(count, 1)).allSatisfy({ events.value(ofEvent: $0) == first }) {
      values.append(first)
    } else {
      values += (0..<count).map { events.value(ofEvent: $0) }
    }
    valueStarts.append(values.count)
  }

  /// Replaces what a chunk holds by some steps, counted from 1.
  func read(steps: Range<Int>, shape: MapShape, into chunk: EventChunk) {
    chunk.clear(shape: shape, steps: steps.count)
    chunk.clearValues(steps: steps.count)
    var events = SpikeEvents()
    for step in steps {
      let (position, values) = (step - steps.lowerBound, values(atStep: step))
      if values.count > 1 {
        read(step: step, into: &events)
        chunk.set(events, step: position)
      } else if let value = values.first {
        words[wordRange(ofStep: step)].withUnsafeBufferPointer { words in
          guard let words = words.baseAddress else { return }
          chunk.list(words, value: value, step: position)
        }
      } else {
        chunk.silence(step: position)
      }
    }
  }

  /// Replaces `events` by those of a step, counted from 1.
  package func read(step: Int, into events: inout SpikeEvents) {
    events.removeAll()
    let values = values(atStep: step)
    guard !values.isEmpty else { return }
    var value = values.startIndex
    words[wordRange(ofStep: step)].forEachBit { unit in
      events.append(unit, values[value])
      if values.count > 1 { value += 1 }
    }
  }

  /// One value for all events of a step, or one for each; none where there are no events.
  private func values(atStep step: Int) -> ArraySlice<Float> {
    values[valueStarts[step - 1]..<valueStarts[step]]
  }

  private func wordRange(ofStep step: Int) -> Range<Int> {
    (step - 1) * wordsPerStep..<step * wordsPerStep
  }

  private var wordsPerStep: Int { (neurons + 63) / 64 }
}
