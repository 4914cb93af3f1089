/// Some steps of one layer, in which all spikes deliver the same; valid while it is observed.
package struct SpikeChunk {
  /// The first step, counted from 1, and how many there are.
  package let first: Int
  package let count: Int

  package let neurons: Int

  /// Who fired, for kernels, shape `[count][width]`.
  ///
  /// Neuron i of a step is bit `i mod 64` of its word `i div 64`.
  package let words: UnsafePointer<UInt64>

  /// What every spike delivers; +∞ where none can fire.
  package let value: Float

  /// The charge that resets have removed from each neuron so far, in channels-last order; `nil` of
  /// a layer without neurons, which holds for a moment what it delivers.
  package let released: [Float]?

  /// The last step.
  package var last: Int { first + count - 1 }

  /// How many words a step has.
  package var width: Int { (neurons + 63) / 64 }

  /// One of the steps.
  package subscript(step: Int) -> SpikeChunk {
    precondition(step >= first && step <= last, "step \(step) of \(first) to \(last)")
    return SpikeChunk(
      first: step, count: 1, neurons: neurons, words: words + (step - first) * width, value: value,
      released: released)
  }

  /// The words of the first step.
  package var firstWords: UnsafeBufferPointer<UInt64> {
    UnsafeBufferPointer(start: words, count: width)
  }
}
