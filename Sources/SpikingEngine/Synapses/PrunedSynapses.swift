import Networks
import SpikeKernels

/// The synapses of a convolution or of a fully connected layer most of whose weights are zero:
/// lists of the others.
///
/// Many steps are taken as blocks, whose kernels add a synapse for sixteen steps at a time; single
/// steps go from event to event.
package struct PrunedSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  /// The largest connectivity for which lists are faster than rows of weights; at 10 % of spikes
  /// and blocks of steps both take the same time at about 8 %, in single steps at about 3 %.
  static let highestConnectivity = 0.05

  /// How many steps are a block, however many of its lanes are idle; fewer are taken one by one.
  static let fewestSteps = 4

  /// How sources lie in a block.
  let map: BlockMap

  private let fanIn: FanIn
  private let fanOutLists: FanOut

  /// One per output.
  private let bias: [Float]

  /// Targets of one output: one for a fully connected layer, whatever its shape.
  private let windows: Grid

  /// `nil` for layers that the lists do not fit.
  init?(_ layer: Conv2dLayer, source: MapShape, target: MapShape) {
    let kernel = layer.kernel
    guard kernel.rows * kernel.columns <= FanOut.mostTaps else { return nil }
    let reach = Grid(
      (kernel.rows - 1) * layer.dilation.rows + 1,
      (kernel.columns - 1) * layer.dilation.columns + 1)
    map = BlockMap(
      source: source, target: target, reach: reach, stride: layer.stride, padding: layer.padding)
    fanIn = FanIn(
      outputs: target.channels, map: map, connections: layer.connections(of:))
    fanOutLists = FanOut(fanIn, map: map, layer: layer, source: source, target: target)
    bias = layer.bias.elements
    windows = Grid(target.height, target.width)
    (self.source, self.target) = (source, target)
  }

  init(_ layer: AffineLayer, source: MapShape, target: MapShape) {
    map = BlockMap(
      source: source, target: MapShape(channels: target.count),
      reach: Grid(source.height, source.width), stride: Grid(1, 1), padding: Margins())
    fanIn = FanIn(outputs: target.count, map: map) { output in
      layer.connections(of: target.unitNumber(ofIndex: output), source: source)
    }
    fanOutLists = FanOut(fanIn, map: map, source: source)
    bias = target.populationOrder(layer.bias.elements)
    windows = Grid(1, 1)
    (self.source, self.target) = (source, target)
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  ) {
    begin(from: start, currents)
    fanOutLists.deliver(events, to: currents)
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Double>,
    to currents: UnsafeMutablePointer<Double>
  ) {
    begin(from: start, currents)
    fanOutLists.deliver(events, to: currents)
  }

  package func addBias(to currents: inout [Float]) {
    for index in currents.indices { currents[index] += bias[index % bias.count] }
  }

  package func incoming(of target: Int) -> [Synapse] {
    let (pixel, output) = target.quotientAndRemainder(dividingBy: fanIn.outputs)
    return fanIn[output].compactMap { synapse in
      map.source(
        atOffset: Int(synapse.source), target: pixel / windows.columns, pixel % windows.columns
      ).map { channel, row, column in
        Synapse(
          source: source.populationIndex(channel: channel, row: row, column: column),
          weight: synapse.weight)
      }
    }
  }

  package func fanOut(of source: Int) -> Int { fanOutLists.targetCount(ofSource: source) }

  package var isWeighted: Bool { true }

  package var kernelName: String { "pruned" }
}

// Blocks of steps.
extension PrunedSynapses {
  /// How many outputs a part has at most.
  private static let partOutputs = 16

  /// Pieces of neighbouring target rows, not too small for the kernels.
  private var bands: Int { min(windows.rows, 8, max(1, windows.rows * windows.columns / 8)) }
  private var outputGroups: Int { (fanIn.outputs + Self.partOutputs - 1) / Self.partOutputs }

  /// Into how many parts the work on a block falls.
  var blockParts: Int { outputGroups * bands }

  /// Band by band: threads that take neighbouring outputs of a pixel would write to the same lines
  /// of the cache.
  private func part(_ number: Int) -> sk_pruned_part {
    let (band, group) = number.quotientAndRemainder(dividingBy: outputGroups)
    let (first, last) = (band * windows.rows / bands, (band + 1) * windows.rows / bands)
    return sk_pruned_part(
      first_output: Int32(group * Self.partOutputs), first_row: Int32(first),
      row_count: Int32(last - first))
  }

  private var convolution: sk_pruned_convolution {
    let (row, column) = map.windowSteps
    return sk_pruned_convolution(
      outputs: Int32(fanIn.outputs), target_rows: Int32(windows.rows),
      target_columns: Int32(windows.columns), row_step: row, column_step: column)
  }

  /// Sets the currents of a part in a block of steps to where they start, plus what its events
  /// deliver.
  ///
  /// - Parameters:
  ///   - block: What the sources send, at most `sk_block_steps` of it.
  ///   - currents: Shape `[steps][neurons]`.
  func deliver(
    _ block: sk_spike_block, steps: Int, part: Int, from start: sk_start,
    to currents: UnsafeMutablePointer<Float>
  ) {
    var convolution = convolution
    fanIn.withKernelLists {
      sk_deliver_pruned(
        &convolution, $0, block, Int32(steps), self.part(part), start, currents)
    }
  }

  package var blocks: PrunedSynapses? { self }

  package func firing(_ events: EventChunk, _ steps: Range<Int>) -> (any FiringSynapses)? {
    fanIn.outputs % Self.partOutputs == 0 && steps.count >= Self.fewestSteps
      ? PrunedFiring(synapses: self, events: events) : nil
  }

  /// Delivers the events of a block to neurons, and fires these.
  ///
  /// - Parameter spikes: Shape `[steps][words]`.
  /// - Precondition: `firing` says that they can.
  func integrate(
    _ block: sk_spike_block, steps: Int, part: Int, _ neurons: sk_neurons, threshold: Float,
    spikes: UnsafeMutablePointer<UInt64>
  ) {
    var convolution = convolution
    fanIn.withKernelLists {
      sk_integrate_pruned(
        &convolution, $0, block, Int32(steps), self.part(part), neurons, threshold, spikes)
    }
  }
}
