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

  /// Calls `body` with what arrives through these synapses, as a kernel gathers it.
  func withArrival<Result>(
    of events: UnsafePointer<sk_events>, _ body: (sk_arrival) -> Result
  ) -> Result {
    tiles.withUnsafePointer {
      body(sk_arrival(convolution: layout.convolution, weights: $0, events: events))
    }
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

  package var gathering: ConvolutionSynapses? {
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
