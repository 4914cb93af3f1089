/// What the neurons of one layer delivered in one recorded step.
///
/// Asking for a value costs O(1); making it costs O(neurons / 64) where values differ.
package struct RecordedEvents: Sendable {
  /// Neuron i is bit `i mod 64` of word `i div 64`; empty in steps that are not kept.
  package let words: ArraySlice<UInt64>

  /// One value for all events, or one for each, in channels-last order; empty if nobody fired.
  package let values: ArraySlice<Float>

  /// The number of events before each word; empty where all events have the same value.
  private let ranks: [Int]

  init(words: ArraySlice<UInt64>, values: ArraySlice<Float>) {
    self.words = words
    self.values = values
    guard values.count > 1 else {
      ranks = []
      return
    }
    var count = 0
    ranks = words.map { word in
      defer { count += word.nonzeroBitCount }
      return count
    }
  }

  /// Whether no neuron fired, or the step is not kept.
  package var isEmpty: Bool { values.isEmpty }

  /// What every event delivered, if all delivered the same; 0 if there are none.
  package var commonValue: Float? {
    values.count > 1 ? nil : values.first ?? 0
  }

  /// What a neuron delivered, negative where it took a spike back; 0 if it sent nothing.
  ///
  /// - Parameter unit: In channels-last order.
  package func value(of unit: Int) -> Float {
    guard !words.isEmpty else { return 0 }
    let word = words[words.startIndex + unit >> 6]
    guard word >> UInt64(unit & 63) & 1 == 1 else { return 0 }
    guard !ranks.isEmpty else { return values[values.startIndex] }
    let earlier = word & ((1 << UInt64(unit & 63)) - 1)
    return values[values.startIndex + ranks[unit >> 6] + earlier.nonzeroBitCount]
  }
}
