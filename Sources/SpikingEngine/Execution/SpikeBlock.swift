import SpikeKernels

/// What the sources of pruned synapses send in a block of steps, as the kernels read it.
final class SpikeBlock {
  private let bits = ScratchMemory<UInt16>()
  private let values = ScratchMemory<Float>()

  /// Takes over the events of some steps, `sk_block_steps` at most.
  ///
  /// - Returns: What is valid until the next call.
  func note(
    _ events: EventChunk, steps: Range<Int>, map: BlockMap, workers: WorkerPool
  ) -> sk_spike_block {
    let isGraded = steps.contains { events[$0].values != nil }
    let length = Int(sk_block_steps)
    if isGraded {
      values.reserve(map.count * length)
      clear(values, map.count * length, workers)
    } else {
      values.reserve(length)
      bits.reserve(map.count)
      clear(bits, map.count, workers)
      // A step in which nothing can fire has no finite value.
      for step in 0..<length {
        let value = steps.count > step ? events[steps.lowerBound + step].value : 0
        values.base[step] = value.isFinite ? value : 0
      }
    }
    let rows = Int(map.layout.rows)
    // Threads that note neighbouring rows of small maps would write to the same lines of the cache.
    let bytes = rows * Int(map.layout.row_step) * (isGraded ? 64 : 2)
    let pieces = min(rows, 8, max(1, bytes / 256))
    workers.forEach(pieces) { piece, _ in
      let (first, last) = (piece * rows / pieces, (piece + 1) * rows / pieces)
      var layout = map.layout
      for (lane, step) in steps.enumerated() {
        if isGraded {
          sk_note_values(
            &layout, events[step], Int32(lane), Int32(first), Int32(last - first), values.base)
        } else {
          sk_note_spikes(
            &layout, events[step], Int32(lane), Int32(first), Int32(last - first), bits.base)
        }
      }
    }
    return sk_spike_block(bits: isGraded ? nil : bits.base, values: values.base)
  }

  private func clear<Element: BitwiseCopyable & AdditiveArithmetic>(
    _ memory: ScratchMemory<Element>, _ count: Int, _ workers: WorkerPool
  ) {
    let pieces = 8
    workers.forEach(pieces) { piece, _ in
      let (first, last) = (piece * count / pieces, (piece + 1) * count / pieces)
      (memory.base + first).update(repeating: .zero, count: last - first)
    }
  }
}
