import Networks
import SpikeKernels

/// The synapses of a convolution, or of a fully connected layer, which is a convolution with one
/// target pixel whose kernel covers the whole source.
package struct ConvolutionSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  private let tiles: WeightTiles

  /// One per output of the kernel.
  private let bias: [Float]

  /// How the kernels see it.
  private let geometry: sk_convolution
  private let rows: WindowReach
  private let columns: WindowReach

  /// In how many pieces of neighbouring target rows the work of a tile falls.
  private let bands: Int

  init(_ layer: Conv2dLayer, source: MapShape, target: MapShape) {
    precondition(
      layer.inputChannels == source.channels && layer.outputChannels == target.channels,
      "\(layer.weight.shape) weights between \(source) and \(target)")
    precondition(layer.groups == 1, "groups are for sparse convolutions")
    let weight = layer.weight.elements
    let (inputs, taps) = (source.channels, layer.kernel.rows * layer.kernel.columns)
    let tiles = WeightTiles(outputs: target.channels, rows: taps * inputs) { output, row in
      weight[(output * inputs + row % inputs) * taps + row / inputs]
    }
    self.init(
      tiles, bias: layer.bias.elements, kernel: layer.kernel, stride: layer.stride,
      padding: layer.padding, source: source, target: target)
  }

  init(_ layer: AffineLayer, source: MapShape, target: MapShape) {
    precondition(
      layer.inputCount == source.count && layer.outputCount == target.count,
      "\(layer.inputCount) to \(layer.outputCount) weights between \(source) and \(target)")
    let weight = layer.weight.elements
    let outputs = (0..<target.count).map(target.unitNumber(ofIndex:))
    let inputs = (0..<source.count).map(source.unitNumber(ofIndex:))
    let tiles = WeightTiles(outputs: target.count, rows: source.count) { output, row in
      weight[outputs[output] * inputs.count + inputs[row]]
    }
    self.init(
      tiles, bias: target.populationOrder(layer.bias.elements),
      kernel: Grid(source.height, source.width), stride: Grid(1, 1),
      padding: Margins(), source: source, target: target)
  }

  private init(
    _ tiles: WeightTiles, bias: [Float], kernel: Grid, stride: Grid, padding: Margins,
    source: MapShape, target: MapShape
  ) {
    self.tiles = tiles
    self.bias = bias
    self.source = source
    self.target = target
    // A fully connected layer has one pixel of many outputs, whatever the shape of its target.
    let isWhole = bias.count == target.count
    let map =
      isWhole
      ? MapShape(channels: target.count, height: 1, width: 1) : target
    geometry = sk_convolution(
      inputs: Int32(source.channels), outputs: Int32(map.channels),
      source_rows: Int32(source.height), source_columns: Int32(source.width),
      target_rows: Int32(map.height), target_columns: Int32(map.width),
      kernel_rows: Int32(kernel.rows), kernel_columns: Int32(kernel.columns),
      row_stride: Int32(stride.rows), column_stride: Int32(stride.columns),
      top_padding: Int32(padding.top), left_padding: Int32(padding.left))
    rows = WindowReach(
      source: source.height, target: map.height, kernel: kernel.rows, stride: stride.rows,
      dilation: 1, padding: padding.top)
    columns = WindowReach(
      source: source.width, target: map.width, kernel: kernel.columns, stride: stride.columns,
      dilation: 1, padding: padding.left)
    bands = min(map.height, tiles.count < 4 ? 8 / tiles.count : 2)
  }

  package var parts: Int { tiles.count * bands }

  package func deliver(_ events: sk_events, part: Int, to currents: UnsafeMutablePointer<Float>) {
    convolve(events, part: part, to: currents)
  }

  package func deliver(_ events: sk_events, part: Int, to currents: UnsafeMutablePointer<Double>) {
    convolve(events, part: part, to: currents)
  }

  private func convolve<Sum: Accumulator>(
    _ events: sk_events, part: Int, strategy: ConvolutionStrategy? = nil,
    to currents: UnsafeMutablePointer<Sum>
  ) {
    let (tile, band) = (part / bands, part % bands)
    let rows = Int(geometry.target_rows)
    let (first, last) = (band * rows / bands, (band + 1) * rows / bands)
    let part = sk_part(tile: Int32(tile), first_row: Int32(first), row_count: Int32(last - first))
    tiles.withUnsafePointer { weights in
      Sum.convolve(
        strategy ?? self.strategy, geometry, weights: weights, events, part, to: currents)
    }
  }

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
      for part in 0..<parts { convolve(chunk[0], part: part, strategy: strategy, to: base) }
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

  /// Few outputs leave gathering little to keep in registers, so that looking under every window
  /// costs more than it spares.
  private var strategy: ConvolutionStrategy {
    geometry.outputs <= 32 && geometry.target_rows > 1 ? .scatter : .gather
  }

  package func addBias(to currents: inout [Float]) {
    for index in currents.indices { currents[index] += bias[index % bias.count] }
  }

  package func incoming(of target: Int) -> [Synapse] {
    let outputs = bias.count
    let (pixel, output) = (target / outputs, target % outputs)
    let width = Int(geometry.target_columns)
    return rows.sources(of: pixel / width).flatMap { y in
      columns.sources(of: pixel % width).flatMap { x in
        (0..<source.channels).map { input in
          let tap = y.tap * Int(geometry.kernel_columns) + x.tap
          return Synapse(
            source: source.populationIndex(channel: input, row: y.source, column: x.source),
            weight: tiles[output, tap * source.channels + input])
        }
      }
    }
  }

  package func fanOut(of source: Int) -> Int {
    let (_, row, column) = self.source.coordinates(ofIndex: source)
    return rows.reached(from: row).count * columns.reached(from: column).count * bias.count
  }

  package var isWeighted: Bool { true }
}
