import Networks
import SpikeKernels

/// The synapses of a convolution or of a fully connected layer.
package struct ConvolutionSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  private(set) var layout: ConvolutionLayout
  private let tiles: WeightTiles<Float>

  /// One per output of the kernel.
  private let bias: [Float]

  init(_ rows: WeightRows) {
    (source, target, layout, bias) = (rows.source, rows.target, rows.layout, rows.bias)
    tiles = WeightTiles(
      outputs: layout.outputs, rows: layout.weightRows, weight: rows.weight)
  }

  package var parts: Int { layout.parts }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  ) {
    convolve(events, part: part, by: layout.strategy, from: start, to: currents)
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Double>,
    to currents: UnsafeMutablePointer<Double>
  ) {
    convolve(events, part: part, by: layout.strategy, from: start, to: currents)
  }

  package func fetch(part: Int) {
    if let tile = layout.tile(ofPart: part) { tiles.fetch(tile: tile) }
  }

  private func convolve<Sum: Accumulator>(
    _ events: sk_events, part: Int, by strategy: ConvolutionStrategy,
    from start: UnsafePointer<Sum>, to currents: UnsafeMutablePointer<Sum>
  ) {
    tiles.withUnsafePointer { weights in
      Sum.convolve(
        strategy, layout.convolution, weights: weights, events, layout.part(part), from: start,
        to: currents)
    }
  }

  /// Delivers the events of some steps to neurons, and fires these.
  ///
  /// - Parameter thresholds: One per output.
  /// - Precondition: `firing` says that they can.
  private func integrate(
    _ events: UnsafePointer<sk_events>, steps: Int, part: Int, _ neurons: sk_neurons,
    thresholds: [Float], spikes: UnsafeMutablePointer<UInt64>
  ) {
    var convolution = layout.convolution
    tiles.withUnsafePointer { weights in
      _ = sk_integrate(
        &convolution, weights, events, Int32(steps), layout.part(part), neurons, thresholds,
        spikes)
    }
  }

  package func firing(_ events: EventChunk, _ steps: Range<Int>) -> (any FiringSynapses)? {
    layout.firesInPlace(by: Int(sk_tile_unit)) ? self : nil
  }

  package func addBias(to currents: inout [Float]) {
    for index in currents.indices { currents[index] += bias[index % bias.count] }
  }

  package func incoming(of target: Int) -> [Synapse] {
    layout.incoming(of: target) { tiles[$0, $1] }
  }

  package func fanOut(of source: Int) -> Int { layout.fanOut(of: source) }

  package var isWeighted: Bool { true }

  package var kernelName: String { layout.strategy.rawValue }

  package func delivering(by strategy: ConvolutionStrategy) -> ConvolutionSynapses {
    var synapses = self
    synapses.layout.forcedStrategy = strategy
    return synapses
  }
}

// For tests: each strategy, and what it must equal.
extension ConvolutionSynapses {
  /// Adds what some events deliver, in a way that is asked for.
  ///
  /// - Parameter currents: Shape `[target.count]`, added to.
  package func deliver<Sum: Accumulator>(
    _ events: SpikeEvents, by strategy: ConvolutionStrategy, to currents: inout [Sum]
  ) {
    precondition(currents.count == target.count, "\(currents.count) currents for \(target)")
    let chunk = EventChunk(events, shape: source)
    currents.withUnsafeMutableBufferPointer { currents in
      guard let base = currents.baseAddress else { return }
      for part in 0..<parts { convolve(chunk[0], part: part, by: strategy, from: base, to: base) }
    }
  }

  /// What delivering must equal, bit by bit: the plain sums over all synapses in ascending order.
  package func deliverReference<Sum: Accumulator>(
    _ events: SpikeEvents, to currents: inout [Sum]
  ) {
    let values = Dictionary(
      uniqueKeysWithValues: zip(events.indices.map { Int($0) }, events.values))
    for unit in currents.indices {
      for synapse in incoming(of: unit) {
        guard let value = values[synapse.source] else { continue }
        currents[unit] += Sum(value) * Sum(synapse.weight)
      }
    }
  }
}

extension ConvolutionSynapses: FiringSynapses {
  package func integrate(
    _ events: EventChunk, _ steps: Range<Int>, _ neurons: sk_neurons, threshold: Float,
    on engine: Engine
  ) {
    let thresholds = Array(repeating: threshold, count: layout.outputs)
    engine.clearLastWords(steps: steps.count, neurons: target.count)
    engine.workers.forEach(parts) { part, _ in
      if steps.count >= 8 { fetch(part: part) }
      integrate(
        events.steps(from: steps.lowerBound), steps: steps.count, part: part, neurons,
        thresholds: thresholds, spikes: engine.bits.base)
    }
  }
}
