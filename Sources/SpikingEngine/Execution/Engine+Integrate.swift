import Networks
import SpikeKernels

// Layers that gather and fire in one kernel: what flows into a neuron never lies in memory, and
// threads wait for each other once per chunk.
extension Engine {
  /// Takes some steps of plain integrators in single precision.
  ///
  /// - Parameters:
  ///   - synapses: What fires, behind the last arrivals.
  ///   - count: How many these are; what arrives before them is summed.
  func integrate(
    _ steps: LayerSteps, _ population: inout Population, _ state: IntegratorState,
    arrivals: [Arrival], through synapses: any FiringSynapses, taking count: Int
  ) {
    let (neurons, words) = (steps.neurons, (steps.neurons + 63) / 64)
    let earlier = Array(arrivals.dropLast(count))
    let isShared = earlier.isEmpty
    let block =
      isShared
      ? steps.count
      : blockLength(
        neurons: neurons, bytes: MemoryLayout<Float>.stride, arrivals: arrivals)
    for start in stride(from: 0, to: steps.count, by: block) {
      let range = start..<min(start + block, steps.count)
      let rows = isShared ? 1 : range.count
      let currents = currents(rows * neurons, as: Float.self)
      sum(earlier, steps, start..<start + rows, to: currents)
      bits.reserve(range.count * words)
      population.withPointers { pointers in
        let neurons = sk_neurons(
          start: currents, start_step: isShared ? 0 : Int64(neurons),
          resets_to_zero: state.reset == .toZero, potentials: pointers.potentials,
          integrated: pointers.integrated, released: pointers.released)
        synapses.integrate(range, neurons, threshold: state.threshold, on: self)
      }
      list(range, of: steps, value: state.spikeValue)
      population.show(spikes: bits.base + (range.count - 1) * words)
    }
    steps.output.copy(step: steps.count - 1, to: &population.output)
  }

  /// Takes all steps of plain integrators in whole numbers that one projection feeds.
  ///
  /// - Returns: `false` if a potential might not have fitted; then nothing has happened.
  func integrate(
    _ steps: LayerSteps, _ population: inout Population, _ numbers: inout FixedPointState,
    events: EventChunk, through synapses: any FixedPointFiringSynapses, thresholds: [Int32]
  ) -> Bool {
    let (neurons, words) = (steps.neurons, (steps.neurons + 63) / 64)
    let start = fixedCurrents(neurons)
    fill(start, steps, 0..<1)
    bits.reserve(steps.count * words)
    let resetsToZero = steps.description.neuron.reset == .toZero
    var isWithin = Array(repeating: true, count: synapses.parts)
    let hasHappened = isWithin.withUnsafeMutableBufferPointer { isWithin in
      guard let isWithin = isWithin.baseAddress else { return false }
      return population.integrate(
        &numbers, backup: fixedBackup(2 * neurons, neurons: neurons), workers: workers
      ) { potentials, integrated, release in
        let neurons = sk_fixed_neurons(
          start: start, start_step: 0, resets_to_zero: resetsToZero, potentials: potentials,
          integrated: integrated, release: release)
        workers.forEach(synapses.parts) { part, _ in
          if steps.count >= 8 { synapses.fetch(part: part) }
          isWithin[part] = synapses.integrate(
            events.countedSteps, steps: steps.count, part: part, neurons, thresholds: thresholds,
            spikes: bits.base)
        }
        return (0..<synapses.parts).allSatisfy { isWithin[$0] }
      }
    }
    guard hasHappened else { return false }
    let value = steps.description.neuron.threshold ?? .infinity
    list(0..<steps.count, of: steps) { _ in value }
    population.show(spikes: bits.base + (steps.count - 1) * words)
    steps.output.copy(step: steps.count - 1, to: &population.output)
    return true
  }

  /// Clears the last word of each step, for kernels that write sixteen bits at a time: these need
  /// not fill it.
  func clearLastWords(steps: Int, neurons: Int) {
    let words = (neurons + 63) / 64
    for step in 1...steps { bits.base[step * words - 1] = 0 }
  }

  /// Lists what has fired in a block of steps, whose bits are there.
  ///
  /// - Parameter value: What a spike delivers at a step; +∞ while no neuron may fire.
  func list(_ range: Range<Int>, of steps: LayerSteps, value: (_ step: Int) -> Float) {
    let words = (steps.neurons + 63) / 64
    workers.forEach(range.count) { row, _ in
      let position = range.lowerBound + row
      let value = value(steps.first + position)
      if value < .infinity {
        steps.output.list(bits.base + row * words, value: value, step: position)
      } else {
        steps.output.silence(step: position)
      }
    }
  }
}
