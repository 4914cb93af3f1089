import SpikeKernels

// Pruned synapses, whose kernels take blocks of steps.
extension Engine {
  /// Adds what some steps of events deliver, as `deliver` for other synapses.
  func deliver(
    _ events: EventChunk, steps: Range<Int>, inBlocksThrough synapses: PrunedSynapses,
    from start: UnsafePointer<Float>?, to currents: UnsafeMutablePointer<Float>
  ) {
    let neurons = synapses.target.count
    forEachBlock(of: events, steps, synapses) { block, steps, first in
      let row = currents + first * neurons
      let start = sk_start(
        currents: start ?? UnsafePointer(row), step: start == nil ? Int64(neurons) : 0)
      workers.forEach(synapses.blockParts) { part, _ in
        synapses.deliver(block, steps: steps, part: part, from: start, to: row)
      }
    }
  }

  /// Calls `body` with blocks of steps, their lengths, and how many steps of the range were before.
  fileprivate func forEachBlock(
    of events: EventChunk, _ steps: Range<Int>, _ synapses: PrunedSynapses,
    _ body: (_ block: sk_spike_block, _ steps: Int, _ first: Int) -> Void
  ) {
    for start in stride(from: steps.lowerBound, to: steps.upperBound, by: Int(sk_block_steps)) {
      let range = start..<min(start + Int(sk_block_steps), steps.upperBound)
      let block = block.note(events, steps: range, map: synapses.map, workers: workers)
      body(block, range.count, start - steps.lowerBound)
    }
  }
}

/// Events before pruned synapses, block by block.
struct PrunedFiring: FiringSynapses {
  let synapses: PrunedSynapses
  let events: EventChunk

  func integrate(
    _ steps: Range<Int>, _ neurons: sk_neurons, threshold: Float, on engine: Engine
  ) {
    let (words, bits) = ((synapses.target.count + 63) / 64, engine.bits)
    engine.clearLastWords(steps: steps.count, neurons: synapses.target.count)
    engine.forEachBlock(of: events, steps, synapses) { block, steps, first in
      var neurons = neurons
      neurons.start += first * Int(neurons.start_step)
      engine.workers.forEach(synapses.blockParts) { part, _ in
        synapses.integrate(
          block, steps: steps, part: part, neurons, threshold: threshold,
          spikes: bits.base + first * words)
      }
    }
  }
}
