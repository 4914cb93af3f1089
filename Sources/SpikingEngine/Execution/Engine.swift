import Networks
import SpikeKernels

/// The means to run simulations: worker threads, and memory for what lies between two layers.
///
/// It holds nothing of a run from one call to the next, so that one engine serves any number of
/// simulations, one after the other. Not `Sendable`: each thread that simulates has its own.
package final class Engine {
  let workers: WorkerPool

  /// What each layer sends in the steps at hand.
  private var outputs: [EventChunk] = []

  /// What each layer with recurrent projections has sent in the step before.
  private var earlier: [Int: EventChunk] = [:]

  /// What has passed all stages of a projection but the last, by projection and stage.
  private var passed: [[EventChunk]] = []

  /// What flows into one layer, shape `[steps][neurons]`.
  let floats = ScratchMemory<Float>()
  let doubles = ScratchMemory<Double>()
  private let integers = ScratchMemory<Int32>()
  private let backup = ScratchMemory<Int32>()
  private let releasedBackup = ScratchMemory<Float>()

  /// The spikes of one layer as bits, shape `[steps][words]`.
  let bits = ScratchMemory<UInt64>()

  /// Counts of a max pool that several threads need at once.
  let borrowed = ScratchMemory<UInt32>()

  /// What the neurons of one layer send in a step.
  let charges = ScratchMemory<Float>()

  /// What arrives at pruned synapses in the block of steps at hand.
  let block = SpikeBlock()

  /// Maps between two stages, one per worker, all zeros between uses.
  private let maps: [ScratchMemory<Float>]

  /// - Parameter threads: How many threads share a step; the results do not depend on it.
  package init(threads: Int = 1) {
    workers = WorkerPool(threads: threads)
    maps = (0..<threads).map { _ in ScratchMemory() }
  }

  /// How many threads share a step, the calling one included.
  package var threads: Int { workers.threads }

  /// How many steps of a layer are taken before those of the next, at most.
  ///
  /// So many that weights are read from memory once for all of them, and so few that what lies
  /// between layers stays near: 64 in place of 32 cost VGG-16 2 % more in fp32 and 5 % in q15. At
  /// most 64 million neurons times steps: potentials and statistics leave memory once per chunk, so
  /// that a fourth of that cost five million neurons 20 % more, seen or not, and twice as much
  /// gained nothing. One at a time if spikes go back to layers that must take the next step with
  /// them.
  func chunkLength(for network: SpikingNetwork) -> Int {
    if network.isRecurrent { return 1 }
    let neurons = network.layers.reduce(0) { $0 + $1.shape.count }
    return max(1, min(Int(sk_most_steps), (1 << 26) / max(neurons, 1)))
  }

  func output(of layer: Int) -> EventChunk {
    while outputs.count <= layer { outputs.append(EventChunk()) }
    return outputs[layer]
  }

  /// What a layer has sent in the step before, as `keep` was told.
  func earlierOutput(of layer: Int) -> EventChunk {
    guard let chunk = earlier[layer] else { preconditionFailure("layer \(layer) was not kept") }
    return chunk
  }

  /// Keeps what a layer has sent in the step before, for those that it reaches only now.
  func keep(_ events: SpikeEvents, of layer: Int, shape: MapShape) {
    let chunk = earlier[layer] ?? EventChunk()
    chunk.replace(by: events, shape: shape)
    earlier[layer] = chunk
  }

  /// Room for currents, shape `[steps][neurons]`.
  func currents<Sum: CurrentSum>(_ count: Int, as: Sum.Type) -> UnsafeMutablePointer<Sum> {
    let memory = Sum.currents(of: self)
    memory.reserve(count)
    return memory.base
  }

  func fixedCurrents(_ count: Int) -> UnsafeMutablePointer<Int32> {
    integers.reserve(count)
    return integers.base
  }

  /// Room for so many potentials of a layer and for what its neurons have released.
  func fixedBackup(_ count: Int, neurons: Int) -> FixedPointBackup {
    backup.reserve(count)
    releasedBackup.reserve(neurons)
    return FixedPointBackup(potentials: backup.base, released: releasedBackup.base)
  }

  /// How many steps of currents are held at a time: about as much as stays in the cache of a core,
  /// but at least a block where synapses take these.
  func blockLength(neurons: Int, bytes: Int, arrivals: [Arrival] = []) -> Int {
    let length = max(1, (1 << 19) / (neurons * bytes))
    guard arrivals.contains(where: { $0.stage.blocks != nil }) else { return length }
    return max(1, length / Int(sk_block_steps)) * Int(sk_block_steps)
  }
}

// What happens between two layers.
extension Engine {
  /// What the events of a source have become before the last stage of a projection.
  ///
  /// - Parameter number: That of the projection, so that those of one layer do not share memory.
  func passed(
    _ source: EventChunk, through projection: PackedProjection, number: Int, steps: Int
  ) -> EventChunk {
    while passed.count <= number { passed.append([]) }
    var events = source
    for (position, stage) in projection.spikePassages.enumerated() {
      if passed[number].count <= position { passed[number].append(EventChunk()) }
      let next = passed[number][position]
      next.clear(shape: stage.target, steps: steps)
      next.clearValues(steps: steps)
      for map in maps { map.reserveZeros(stage.target.count) }
      pass(events, through: stage, to: next, steps: steps)
      events = next
    }
    return events
  }

  private func pass(
    _ events: EventChunk, through stage: any Synapses, to next: EventChunk, steps: Int
  ) {
    workers.forEach(steps) { step, worker in
      if stage.list(events, step: step, to: next) { return }
      let map = maps[worker].base
      for part in 0..<stage.parts {
        stage.deliver(events[step], part: part, from: map, to: map)
      }
      next.drain(map, step: step)
    }
  }

  /// Adds what some steps of events deliver through the last stage of a projection.
  ///
  /// - Parameters:
  ///   - start: What each step adds to, shape `[neurons]`; `nil` for the currents as they are.
  ///   - currents: Shape `[steps][neurons]`.
  func deliver<Sum: CurrentSum>(
    _ events: EventChunk, steps: Range<Int>, through stage: any Synapses,
    from start: UnsafePointer<Sum>?, to currents: UnsafeMutablePointer<Sum>
  ) {
    let neurons = stage.target.count
    if steps.count >= PrunedSynapses.fewestSteps, let blocks = stage.blocks,
      Sum.deliver(
        events, steps: steps, inBlocksThrough: blocks, from: start, to: currents, on: self)
    {
      return
    }
    guard stage.parts > 1 else {
      workers.forEach(steps.count) { number, _ in
        let step = steps.lowerBound + number
        let current = currents + number * neurons
        Sum.deliver(
          events[step], part: 0, through: stage, from: start ?? UnsafePointer(current),
          to: current)
      }
      return
    }
    // All steps of a part together, because they read the same weights; many steps read most of
    // them.
    workers.forEach(stage.parts) { part, _ in
      if steps.count >= 8 { stage.fetch(part: part) }
      for step in steps {
        let number = step - steps.lowerBound
        let current = currents + number * neurons
        Sum.deliver(
          events[step], part: part, through: stage, from: start ?? UnsafePointer(current),
          to: current)
      }
    }
  }
}
