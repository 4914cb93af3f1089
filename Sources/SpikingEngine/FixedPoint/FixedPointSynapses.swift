import Networks
import SpikeKernels

/// Synapses whose weights are whole numbers.
protocol FixedPointSynapses: Sendable {
  var target: MapShape { get }

  /// As in `Synapses`.
  var parts: Int { get }

  /// As in `Synapses`.
  func fetch(part: Int)

  /// Sets currents to where they start, plus `count · weight` for each event of a step.
  ///
  /// - Parameters: As in `Synapses`.
  func deliver(
    _ events: sk_counted_events, part: Int, from start: UnsafePointer<Int32>,
    to currents: UnsafeMutablePointer<Int32>)

  /// What gathers and fires in one kernel; `nil` where nothing does.
  var firing: (any FixedPointFiringSynapses)? { get }

  /// As in `Synapses`.
  var kernelName: String { get }

  /// As in `Synapses`.
  func delivering(by strategy: ConvolutionStrategy) -> Self
}

extension FixedPointSynapses {
  func fetch(part: Int) {}

  var firing: (any FixedPointFiringSynapses)? { nil }

  func delivering(by strategy: ConvolutionStrategy) -> Self { self }
}

/// Those whose events are gathered and fired by one kernel.
protocol FixedPointFiringSynapses: FixedPointSynapses {
  /// Delivers the events of some steps to neurons, and fires these.
  ///
  /// - Parameter thresholds: One per output.
  /// - Returns: Whether all potentials stayed within bounds; else they are worthless.
  func integrate(
    _ events: UnsafePointer<sk_counted_events>, steps: Int, part: Int,
    _ neurons: sk_fixed_neurons, thresholds: [Int32], spikes: UnsafeMutablePointer<UInt64>
  ) -> Bool
}

/// A convolution or a fully connected layer.
struct FixedPointConvolution<Weight: FixedWidthInteger & BitwiseCopyable & Sendable>:
  FixedPointFiringSynapses
{
  let target: MapShape
  private var layout: ConvolutionLayout
  private let tiles: WeightTiles<Weight>

  /// - Parameter scale: By which the weights of an output are multiplied before they are rounded.
  init(_ rows: WeightRows, scale: (_ output: Int) -> Double) {
    target = rows.target
    var layout = rows.layout
    layout.divide(byTilesOf: WeightTiles<Weight>.width)
    self.layout = layout
    var rounded: [Weight] = []
    tiles = WeightTiles(outputs: layout.outputs, rows: layout.weightRows) { output, row in
      if row == 0 {
        rounded = Self.rounded(
          rows.weights(output), inputs: layout.source.channels, scale: scale(output))
      }
      return rounded[row]
    }
  }

  /// The weights of an output, by row.
  ///
  /// Those of 8 bits hand their rounding errors on: from tap to tap of an input, whose neurons fire
  /// at similar rates, and from input to input, so that what is lost in one is won in the next.
  /// (This project's own rule.)
  private static func rounded(_ exact: [Float], inputs: Int, scale: Double) -> [Weight] {
    var weights = [Weight](repeating: 0, count: exact.count)
    var error = 0.0
    for input in 0..<inputs {
      for row in stride(from: input, to: exact.count, by: inputs) {
        let wanted = Double(exact[row]) * scale + error
        let limit = Double(Weight.max)
        weights[row] = Weight(min(max(wanted.rounded(), -limit), limit))
        error = Weight.bitWidth == 8 ? wanted - Double(weights[row]) : 0
      }
    }
    return weights
  }

  var parts: Int { layout.parts }

  var kernelName: String { layout.strategy.rawValue }

  func delivering(by strategy: ConvolutionStrategy) -> FixedPointConvolution {
    var synapses = self
    synapses.layout.forcedStrategy = strategy
    return synapses
  }

  func fetch(part: Int) {
    if let tile = layout.tile(ofPart: part) { tiles.fetch(tile: tile) }
  }

  var firing: (any FixedPointFiringSynapses)? { layout.firesInPlace(by: 64) ? self : nil }

  func integrate(
    _ events: UnsafePointer<sk_counted_events>, steps: Int, part: Int,
    _ neurons: sk_fixed_neurons, thresholds: [Int32], spikes: UnsafeMutablePointer<UInt64>
  ) -> Bool {
    var convolution = layout.convolution
    let (steps, part) = (Int32(steps), layout.part(part))
    return tiles.withUnsafePointer { weights in
      let weights = UnsafeRawPointer(weights)
      let isLarge =
        Weight.bitWidth == 16
        ? sk_integrate_int16(
          &convolution, weights.assumingMemoryBound(to: Int16.self), events, steps, part, neurons,
          thresholds, spikes)
        : sk_integrate_int8(
          &convolution, weights.assumingMemoryBound(to: Int8.self), events, steps, part, neurons,
          thresholds, spikes)
      return !isLarge
    }
  }

  func deliver(
    _ events: sk_counted_events, part: Int, from start: UnsafePointer<Int32>,
    to currents: UnsafeMutablePointer<Int32>
  ) {
    var convolution = layout.convolution
    let part = layout.part(part)
    tiles.withUnsafePointer { weights in
      switch (layout.strategy, UnsafeRawPointer(weights), Weight.bitWidth) {
      case (.gather, let weights, 16):
        sk_gather_int16(
          &convolution, weights.assumingMemoryBound(to: Int16.self), events, part, start,
          currents)
      case (.scatter, let weights, 16):
        sk_scatter_int16(
          &convolution, weights.assumingMemoryBound(to: Int16.self), events, part, start,
          currents)
      case (.gather, let weights, _):
        sk_gather_int8(
          &convolution, weights.assumingMemoryBound(to: Int8.self), events, part, start,
          currents)
      case (.scatter, let weights, _):
        sk_scatter_int8(
          &convolution, weights.assumingMemoryBound(to: Int8.self), events, part, start,
          currents)
      }
    }
  }
}

/// Any other synapses, as a list per source: shortcuts, pools, grouped convolutions.
struct FixedPointRoutes: FixedPointSynapses {
  let target: MapShape

  /// Where the synapses of each source begin; one entry more than sources.
  private var starts: [Int32]
  private var targets: [Int32] = []
  private var weights: [Int32] = []

  /// Of the source.
  private let pixels: Int

  /// - Parameter scale: By which the weights onto a unit are multiplied before they are rounded.
  init(_ synapses: any Synapses, scale: (_ unit: Int) -> Double) {
    target = synapses.target
    pixels = synapses.source.pixels
    var lists: [[(target: Int32, weight: Int32)]] = Array(
      repeating: [], count: synapses.source.count)
    for unit in 0..<target.count {
      for synapse in synapses.incoming(of: unit) {
        let weight = (Double(synapse.weight) * scale(unit)).rounded()
        lists[synapse.source].append((Int32(unit), Int32(weight)))
      }
    }
    starts = [0]
    for list in lists {
      targets += list.map(\.target)
      weights += list.map(\.weight)
      starts.append(Int32(targets.count))
    }
  }

  var parts: Int { 1 }

  var kernelName: String { "route" }

  func deliver(
    _ events: sk_counted_events, part: Int, from start: UnsafePointer<Int32>,
    to currents: UnsafeMutablePointer<Int32>
  ) {
    if start != UnsafePointer(currents) { currents.update(from: start, count: target.count) }
    sk_route(starts, targets, weights, events, events.starts[pixels], currents)
  }
}
