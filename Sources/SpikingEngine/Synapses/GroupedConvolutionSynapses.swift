import Networks
import SpikeKernels

/// The synapses of a convolution in groups, or of a dilated one: each event reaches few channels,
/// or pixels that lie apart.
///
/// An event reaches, through each tap, the neighbouring channels of its group, whose weights are
/// neighbours as well. Where each channel is a group of its own, plain spikes may also be looked up
/// window by window (`DepthwiseWindows`).
package struct GroupedConvolutionSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  /// Shape `[kernel rows, kernel columns, inputs, outputs / groups]`.
  private let weight: [Float]

  /// Shape `[outputs]`.
  private let bias: [Float]

  private let kernel: Grid
  private let groups: Int
  private let rows: WindowReach
  private let columns: WindowReach

  /// Per source pixel, where what it reaches begins, with one entry more than pixels: target
  /// pixels, and the taps that lead there.
  private let starts: [Int32]
  private let targets: [Int32]
  private let taps: [Int32]

  /// `nil` where channels meet.
  private let windows: DepthwiseWindows?

  /// In place of the strategy that is faster.
  private var forcedStrategy: ConvolutionStrategy?

  init(_ layer: Conv2dLayer, source: MapShape, target: MapShape) {
    precondition(
      layer.inputChannels == source.channels && layer.outputChannels == target.channels,
      "\(layer.weight.shape) weights between \(source) and \(target)")
    self.source = source
    self.target = target
    kernel = layer.kernel
    groups = layer.groups
    weight = packedWeights(of: layer)
    bias = layer.bias.elements
    rows = WindowReach(
      source: source.height, target: target.height, kernel: kernel.rows,
      stride: layer.stride.rows, dilation: layer.dilation.rows, padding: layer.padding.top)
    columns = WindowReach(
      source: source.width, target: target.width, kernel: kernel.columns,
      stride: layer.stride.columns, dilation: layer.dilation.columns,
      padding: layer.padding.left)
    var (starts, targets, taps) = ([Int32(0)], [Int32](), [Int32]())
    for row in 0..<source.height {
      for column in 0..<source.width {
        for y in rows.reached(from: row) {
          for x in columns.reached(from: column) {
            targets.append(Int32(y.target * target.width + x.target))
            taps.append(Int32(y.tap * kernel.columns + x.tap))
          }
        }
        starts.append(Int32(targets.count))
      }
    }
    (self.starts, self.targets, self.taps) = (starts, targets, taps)
    windows = DepthwiseWindows(layer, source: source, target: target)
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  ) {
    if let windows = windows(for: events) {
      return windows.deliver(events, weight, from: start, to: currents)
    }
    begin(from: start, currents)
    withConvolution { convolution in sk_spread(&convolution, weight, events, currents) }
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Double>,
    to currents: UnsafeMutablePointer<Double>
  ) {
    begin(from: start, currents)
    withConvolution { convolution in sk_spread_exact(&convolution, weight, events, currents) }
  }

  /// What gathers the events of a step, if they are plain spikes; of few, each is spread in less
  /// time than it takes to look under all windows.
  private func windows(for events: sk_events) -> DepthwiseWindows? {
    guard let windows, events.spikes != nil else { return nil }
    switch forcedStrategy {
    case .gather: return windows
    case .scatter: return nil
    case nil: return Int(events.starts[source.pixels]) * 50 >= source.count ? windows : nil
    }
  }

  package func firing(_ events: EventChunk, _ steps: Range<Int>) -> (any FiringSynapses)? {
    guard forcedStrategy != .scatter, let windows, events.arePlain(steps) else { return nil }
    return DepthwiseFiring(windows: windows, weight: weight, events: events)
  }

  package func delivering(by strategy: ConvolutionStrategy) -> GroupedConvolutionSynapses {
    var synapses = self
    synapses.forcedStrategy = strategy
    return synapses
  }

  /// Calls `body` with what the kernels want to know.
  private func withConvolution(_ body: (inout sk_grouped_convolution) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      targets.withUnsafeBufferPointer { targets in
        taps.withUnsafeBufferPointer { taps in
          var convolution = sk_grouped_convolution(
            pixels: Int32(source.pixels), inputs: Int32(source.channels),
            outputs: Int32(target.channels), group_inputs: Int32(source.channels / groups),
            group_outputs: Int32(target.channels / groups),
            taps: Int32(kernel.rows * kernel.columns), starts: starts.baseAddress,
            targets: targets.baseAddress, reached_taps: taps.baseAddress)
          body(&convolution)
        }
      }
    }
  }

  /// What delivering must equal, bit by bit.
  package func deliverReference<Sum: Accumulator>(
    _ events: SpikeEvents, to currents: inout [Sum]
  ) {
    let outputs = target.channels / groups
    for (index, value) in zip(events.indices, events.values) {
      let (channel, row, column) = source.coordinates(ofIndex: Int(index))
      let firstOutput = channel / (source.channels / groups) * outputs
      for y in rows.reached(from: row) {
        for x in columns.reached(from: column) {
          let tap = y.tap * kernel.columns + x.tap
          let firstWeight = (tap * source.channels + channel) * outputs
          let firstTarget = (y.target * target.width + x.target) * target.channels + firstOutput
          for output in 0..<outputs {
            currents[firstTarget + output] += Sum(value) * Sum(weight[firstWeight + output])
          }
        }
      }
    }
  }

  package func addBias(to currents: inout [Float]) {
    for index in currents.indices { currents[index] += bias[index % target.channels] }
  }

  package func incoming(of target: Int) -> [Synapse] {
    let (channel, row, column) = self.target.coordinates(ofIndex: target)
    let outputs = self.target.channels / groups
    let inputs = source.channels / groups
    let group = channel / outputs
    return rows.sources(of: row).flatMap { y in
      columns.sources(of: column).flatMap { x in
        (group * inputs..<(group + 1) * inputs).map { input in
          let row = (y.tap * kernel.columns + x.tap) * source.channels + input
          return Synapse(
            source: source.populationIndex(channel: input, row: y.source, column: x.source),
            weight: weight[row * outputs + channel % outputs])
        }
      }
    }
  }

  package func fanOut(of source: Int) -> Int {
    let (_, row, column) = self.source.coordinates(ofIndex: source)
    return rows.reached(from: row).count * columns.reached(from: column).count
      * (target.channels / groups)
  }

  package var isWeighted: Bool { true }

  package var kernelName: String {
    windows == nil || forcedStrategy == .scatter ? "spread" : "windows"
  }
}

private func packedWeights(of layer: Conv2dLayer) -> [Float] {
  let outputs = layer.outputChannels / layer.groups
  let inputs = layer.inputChannels / layer.groups
  let (rows, columns) = (layer.kernel.rows, layer.kernel.columns)
  let weight = layer.weight.elements
  var packed: [Float] = []
  packed.reserveCapacity(weight.count)
  for tap in 0..<rows * columns {
    for input in 0..<layer.inputChannels {
      let firstOutput = input / inputs * outputs
      for output in firstOutput..<(firstOutput + outputs) {
        packed.append(weight[(output * inputs + input % inputs) * rows * columns + tap])
      }
    }
  }
  return packed
}
