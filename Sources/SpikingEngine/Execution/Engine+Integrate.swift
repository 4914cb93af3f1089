import Networks
import SpikeKernels

// Layers that gather and fire in one kernel: what flows into a neuron never lies in memory, and
// threads wait for each other once per chunk.
extension Engine {
  /// Takes some steps of plain integrators in single precision.
  ///
  /// - Parameters:
  ///   - arrivals: All but the last, which are summed before.
  ///   - last: What arrives through synapses that fire in place.
  func integrate(
    _ steps: LayerSteps, _ population: inout Population, arrivals: [Arrival], last: Arrival
  ) {
    let (neurons, words) = (steps.neurons, (steps.neurons + 63) / 64)
    let neuron = steps.description.neuron
    let isShared = arrivals.isEmpty
    let block =
      isShared
      ? steps.count
      : blockLength(
        neurons: neurons, bytes: MemoryLayout<Float>.stride, arrivals: arrivals + [last])
    for start in stride(from: 0, to: steps.count, by: block) {
      let range = start..<min(start + block, steps.count)
      let rows = isShared ? 1 : range.count
      let currents = currents(rows * neurons, as: Float.self)
      sum(arrivals, steps, start..<start + rows, to: currents)
      bits.reserve(range.count * words)
      population.withFiring(as: Float.self) { firing in
        let neurons = sk_neurons(
          start: currents, start_step: isShared ? 0 : Int64(neurons),
          resets_to_zero: neuron.reset == .toZero, potentials: firing.potentials,
          integrated: firing.integrated)
        let threshold = neuron.threshold(atStep: steps.first)
        if let pruned = last.stage as? PrunedSynapses {
          integrate(last.events, range, through: pruned, neurons, threshold: threshold)
        } else if let convolution = last.stage as? ConvolutionSynapses {
          integrate(last.events, range, through: convolution, neurons, threshold: threshold)
        }
      }
      list(range, of: steps)
      population.show(spikes: bits.base + (range.count - 1) * words)
    }
    steps.output.copy(step: steps.count - 1, to: &population.output)
  }

  private func integrate(
    _ events: EventChunk, _ steps: Range<Int>, through synapses: ConvolutionSynapses,
    _ neurons: sk_neurons, threshold: Float
  ) {
    let thresholds = Array(repeating: threshold, count: synapses.layout.outputs)
    workers.forEach(synapses.parts) { part, _ in
      if steps.count >= 8 { synapses.fetch(part: part) }
      synapses.integrate(
        events.steps(from: steps.lowerBound), steps: steps.count, part: part, neurons,
        thresholds: thresholds, spikes: bits.base)
    }
  }

  /// Takes all steps of plain integrators in whole numbers that one projection constantInputs.
  ///
  /// - Returns: `false` if a potential might not have fitted; then nothing has happened.
  func integrateFixed(
    _ steps: LayerSteps, _ population: inout Population, events: EventChunk,
    through synapses: any FixedPointSynapses, thresholds: [Int32]
  ) -> Bool {
    let (neurons, words) = (steps.neurons, (steps.neurons + 63) / 64)
    let start = fixedCurrents(neurons)
    fill(start, steps, 0..<1)
    bits.reserve(steps.count * words)
    let resetsToZero = steps.description.neuron.reset == .toZero
    var isWithin = Array(repeating: true, count: synapses.parts)
    let hasHappened = isWithin.withUnsafeMutableBufferPointer { isWithin in
      guard let isWithin = isWithin.baseAddress else { return false }
      return population.integrateFixed(backup: fixedBackup(2 * neurons), workers: workers) {
        potentials, integrated in
        let neurons = sk_fixed_neurons(
          start: start, start_step: 0, resets_to_zero: resetsToZero, potentials: potentials,
          integrated: integrated)
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
    list(0..<steps.count, of: steps)
    population.show(spikes: bits.base + (steps.count - 1) * words)
    steps.output.copy(step: steps.count - 1, to: &population.output)
    return true
  }

  /// Lists what has fired in a block of steps, whose bits are there.
  func list(_ range: Range<Int>, of steps: LayerSteps) {
    let words = (steps.neurons + 63) / 64
    let neuron = steps.description.neuron
    workers.forEach(range.count) { row, _ in
      let position = range.lowerBound + row
      let value = neuron.spikeValue(atStep: steps.first + position)
      if value < .infinity {
        steps.output.list(bits.base + row * words, value: value, step: position)
      } else {
        steps.output.silence(step: position)
      }
    }
  }
}
