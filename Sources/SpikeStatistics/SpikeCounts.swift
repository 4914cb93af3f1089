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
    // Each on its own: what they shared would be copied with the first spikes.
    count = Array(repeating: 0, count: neurons)
    released = Array(repeating: 0, count: neurons)
    mean = neuron?.code == .differential ? Array(repeating: 0, count: neurons) : []
    firstStep = Array(repeating: 0, count: neurons)
    lastStep = Array(repeating: 0, count: neurons)
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
    if let released = chunk.released {
      self.released = released
    } else {
      for step in chunk.first...chunk.last {
        sk_release(
          Int32(chunk.neurons), chunk[step].words, sk_parameter(values: nil, value: chunk.value),
          sk_parameter(values: nil, value: 0), &released)
      }
    }
    steps = chunk.last
    sk_count_spikes(
      Int32(chunk.neurons), chunk.words, Int32(chunk.count), Int32(chunk.first), &count,
      &firstStep, &lastStep)
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
