import Networks
import SpikeKernels
import SpikingEngine

/// What each neuron of a layer has fired so far: step by step in O(spikes), or some steps at once.
package struct SpikeCounts: Equatable, Sendable {
  /// N(t), in channels-last order: less the negative spikes, and each spike of a burst.
  ///
  /// Whole numbers, as floats because the phase statistics compute with them; exact up to 2^24.
  package private(set) var count: [Float]

  /// The charge that resets have removed so far: θ·N for reset by subtraction.
  ///
  /// The drive is therefore `C(t) = v(t) + released(t)`, whatever the reset.
  package private(set) var released: [Float]

  /// Σ s[t] / t, what each neuron of differential coding stands for; of others empty.
  package private(set) var mean: [Float]

  /// The last step that was taken in.
  package private(set) var steps = 0

  /// The step of the first spike; 0 where there is none.
  package private(set) var firstStep: [Int32]

  /// The step of the last spike; 0 where there is none.
  package private(set) var lastStep: [Int32]

  /// The spikes of the last step.
  package private(set) var stepTotal = 0

  /// The spikes of all steps.
  package private(set) var total = 0

  /// Before the first step.
  package init(neurons: Int, of neuron: NeuronParameters? = nil) {
    // Not shared with others: these are added to from the first step on.
    released = Array(repeating: 0, count: neurons)
    mean = neuron?.code == .differential ? Array(repeating: 0, count: neurons) : []
    count = Array(repeating: 0, count: neurons)
    firstStep = Array(repeating: 0, count: neurons)
    lastStep = firstStep
  }

  /// How much memory the counts hold, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int {
    count.byteCount(counting) + released.byteCount(counting) + mean.byteCount(counting)
      + firstStep.byteCount(counting) + lastStep.byteCount(counting)
  }

  /// Takes in the last step of a population.
  package mutating func observe(
    _ population: Population, neuron: NeuronParameters, step: Int
  ) {
    (stepTotal, steps) = (0, step)
    let (events, eventSpikes) = (population.output, neuron.eventSpikes)
    for event in events.indices.indices {
      let unit = Int(events.indices[event])
      let spikes = eventSpikes(events.values[event])
      // A potential that is sent is no spike.
      guard spikes != 0 else { continue }
      if firstStep[unit] == 0 { firstStep[unit] = Int32(step) }
      count[unit] += spikes
      lastStep[unit] = Int32(step)
      released[unit] += population.integratedPotential[unit] - population.membranePotential[unit]
      stepTotal += Int(abs(spikes))
      if !mean.isEmpty { mean[unit] += events.values[event] / Float(step) }
    }
    total += stepTotal
  }

  /// Takes in some steps at once, but for their sums.
  package mutating func observe(_ chunk: SpikeChunk) {
    observe(chunk) { kept in
      sk_count_spikes(
        Int32(chunk.neurons), chunk.words, Int32(chunk.count), Int32(chunk.first), kept)
    }
  }

  /// Takes in some steps at once, but for their sums, where `body` counts the spikes.
  mutating func observe(_ chunk: SpikeChunk, _ body: (sk_spike_counts) -> Void) {
    if let released = chunk.released { self.released = released } else { release(chunk) }
    steps = chunk.last
    if chunk.first == 1 {
      count.forgetNumbers()
      firstStep.forgetNumbers()
      lastStep.forgetNumbers()
    }
    count.withUnsafeMutableBufferPointer { count in
      firstStep.withUnsafeMutableBufferPointer { firstStep in
        lastStep.withUnsafeMutableBufferPointer { lastStep in
          body(
            sk_spike_counts(
              counts: count.baseAddress, firsts: firstStep.baseAddress,
              lasts: lastStep.baseAddress))
        }
      }
    }
  }

  /// Adds what the spikes of a layer without neurons deliver.
  ///
  /// All steps of some units after each other, so that their sums stay in the nearest cache.
  private mutating func release(_ chunk: SpikeChunk) {
    let piece = 4096
    released.withUnsafeMutableBufferPointer { released in
      guard let base = released.baseAddress else { return }
      for first in Swift.stride(from: 0, to: chunk.neurons, by: piece) {
        for step in 0..<chunk.count {
          sk_release(
            Int32(min(piece, chunk.neurons - first)),
            chunk.words + (step * chunk.width + first / 64),
            sk_parameter(values: nil, value: chunk.value), sk_parameter(values: nil, value: 0),
            base + first)
        }
      }
    }
  }

  /// Takes in the sum of a step.
  package mutating func addStep(spikes: Int) {
    stepTotal = spikes
    total += spikes
  }

  /// Hands out `released`; it comes back with the next chunk.
  package mutating func lendReleased() -> [Float] {
    var lent: [Float] = []
    swap(&lent, &released)
    return lent
  }
}

extension Array where Element: BitwiseCopyable {
  /// Takes memory of its own for as many elements, which mean nothing until all are written.
  ///
  /// What a kernel writes whole need be neither cleared nor copied before.
  mutating func forgetNumbers() {
    let count = count
    self = Array(unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
  }
}
