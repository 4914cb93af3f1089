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

  /// As in `Synapses`.
  func delivering(by strategy: ConvolutionStrategy) -> Self
}

extension FixedPointSynapses {
  func fetch(part: Int) {}

  func delivering(by strategy: ConvolutionStrategy) -> Self { self }
}

/// A convolution or a fully connected layer.
struct FixedPointConvolution<Weight: FixedWidthInteger & BitwiseCopyable & Sendable>:
  FixedPointSynapses
{
  let target: MapShape
  private var layout: ConvolutionLayout
  private let tiles: WeightTiles<Weight>

  /// - Parameter scale: By which the weights of an output are multiplied before they are rounded.
  init(_ synapses: ConvolutionSynapses, scale: (_ output: Int) -> Double) {
    target = synapses.target
    var layout = synapses.layout
    layout.divide(byTilesOf: WeightTiles<Weight>.width)
    self.layout = layout
    let scales = (0..<synapses.layout.outputs).map(scale)
    tiles = WeightTiles(outputs: scales.count, rows: synapses.layout.weightRows) { output, row in
      let weight = Double(synapses.weight(ofOutput: output, row: row)) * scales[output]
      return Weight(weight.rounded())
    }
  }

  var parts: Int { layout.parts }

  func delivering(by strategy: ConvolutionStrategy) -> FixedPointConvolution {
    var synapses = self
    synapses.layout.forcedStrategy = strategy
    return synapses
  }

  func fetch(part: Int) {
    if let tile = layout.tile(ofPart: part) { tiles.fetch(tile: tile) }
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

  func deliver(
    _ events: sk_counted_events, part: Int, from start: UnsafePointer<Int32>,
    to currents: UnsafeMutablePointer<Int32>
  ) {
    if start != UnsafePointer(currents) { currents.update(from: start, count: target.count) }
    let count = Int(events.starts[pixels])
    starts.withUnsafeBufferPointer { starts in
      for event in 0..<count {
        let source = Int(events.indices[event])
        let number = events.counts == nil ? 1 : Int32(events.counts[event])
        for synapse in Int(starts[source])..<Int(starts[source + 1]) {
          currents[Int(targets[synapse])] += number * weights[synapse]
        }
      }
    }
  }
}
