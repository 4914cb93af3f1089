import Networks
import SpikeKernels

/// The weights that are left of a pruned layer, as lists by input: for events of a single step.
///
/// Channels of a map have one list for all of its pixels, whose taps end in targets at fixed
/// distances unless a border is in between.
struct FanOut: Sendable {
  private let shape: sk_pruned_groups
  private let groups: [sk_pruned_group]

  /// Where the synapses of each input begin; one entry more than inputs.
  private let starts: [Int32]
  private let synapses: [sk_tapped_synapse]

  /// The lists of a fully connected layer, all of whose sources are one group.
  init(_ fanIn: FanIn, map: BlockMap, source: MapShape) {
    self.init(
      fanIn, map: map, groups: [sk_pruned_group(first: 0, taps: 1)], pixels: source.pixels,
      inputs: source.count
    ) { channel, row, column in
      (source.populationIndex(channel: channel, row: row, column: column), target: 0, tap: 0)
    }
  }

  /// The lists of a convolution, where each pixel is a group.
  ///
  /// - Precondition: `layer` has at most `mostTaps` taps.
  init(
    _ fanIn: FanIn, map: BlockMap, layer: Conv2dLayer, source: MapShape, target: MapShape
  ) {
    let (stride, dilation, kernel) = (layer.stride, layer.dilation, layer.kernel)
    precondition(kernel.rows * kernel.columns <= Self.mostTaps, "\(kernel) taps")
    let rows = WindowReach(
      source: source.height, target: target.height, kernel: kernel.rows, stride: stride.rows,
      dilation: dilation.rows, padding: layer.padding.top)
    let columns = WindowReach(
      source: source.width, target: target.width, kernel: kernel.columns, stride: stride.columns,
      dilation: dilation.columns, padding: layer.padding.left)
    let groups = (0..<source.pixels).map { pixel in
      let (y, x) = (pixel / source.width, pixel % source.width)
      let first =
        (y + layer.padding.top) / stride.rows * target.width
        + (x + layer.padding.left) / stride.columns
      var taps: UInt64 = 0
      for down in rows.reached(from: y) {
        for right in columns.reached(from: x) {
          taps |= 1 << UInt64(down.tap * kernel.columns + right.tap)
        }
      }
      return sk_pruned_group(first: Int32(first * target.channels), taps: taps)
    }
    self.init(
      fanIn, map: map, groups: groups, pixels: 1, inputs: source.channels
    ) { channel, row, column in
      // A tap that lies further down or right leads to a target that lies as much further up or
      // left.
      let target = row / stride.rows * target.width + column / stride.columns
      return (
        channel, target: -target * fanIn.outputs,
        tap: row / dilation.rows * kernel.columns + column / dilation.columns
      )
    }
  }

  /// - Parameter synapse: The list that a synapse of a position under the window belongs to, its
  ///   first output's target relative to that of the group, and its tap.
  private init(
    _ fanIn: FanIn, map: BlockMap, groups: [sk_pruned_group], pixels: Int, inputs: Int,
    synapse: (_ channel: Int, _ row: Int, _ column: Int) -> (input: Int, target: Int, tap: Int)
  ) {
    var lists = Array(repeating: [sk_tapped_synapse](), count: inputs)
    for output in 0..<fanIn.outputs {
      for connection in fanIn[output] {
        let (channel, row, column) = map.place(ofOffset: Int(connection.source))
        let (input, target, tap) = synapse(channel, row, column)
        lists[input].append(
          sk_tapped_synapse(
            target: Int32(target + output), tap: Int32(tap), weight: connection.weight))
      }
    }
    shape = sk_pruned_groups(
      count: Int32(groups.count), pixels: Int32(pixels), inputs: Int32(inputs))
    self.groups = groups
    starts = lists.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
    synapses = lists.flatMap(\.self)
  }

  /// The taps that one word has bits for.
  static let mostTaps = UInt64.bitWidth

  /// How many targets a source reaches.
  func targetCount(ofSource source: Int) -> Int {
    let (group, input) = source.quotientAndRemainder(dividingBy: Int(shape.inputs))
    let taps = groups[group].taps
    return synapses[Int(starts[input])..<Int(starts[input + 1])].count {
      taps >> UInt64($0.tap) & 1 == 1
    }
  }

  func deliver(_ events: sk_events, to currents: UnsafeMutablePointer<Float>) {
    sk_scatter_pruned(shape, groups, starts, synapses, events, currents)
  }

  func deliver(_ events: sk_events, to currents: UnsafeMutablePointer<Double>) {
    sk_scatter_pruned_exact(shape, groups, starts, synapses, events, currents)
  }
}
