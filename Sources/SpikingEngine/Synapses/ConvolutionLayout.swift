import Networks
import SpikeKernels

/// Which inputs of a convolution meet which outputs, and into which parts the work falls.
///
/// A fully connected layer is a convolution with one target pixel, whatever the shape of its
/// target, and a kernel that covers the whole source.
struct ConvolutionLayout: Sendable {
  let source: MapShape

  /// The number of outputs of the kernel.
  let outputs: Int

  /// How the kernels see it.
  let convolution: sk_convolution
  private let rows: WindowReach
  private let columns: WindowReach

  /// In how many pieces of neighbouring target rows the work of a tile falls.
  private var bands: Int
  private var tiles: Int

  init(kernel: Grid, stride: Grid, padding: Margins, source: MapShape, target map: MapShape) {
    self.source = source
    outputs = map.channels
    convolution = sk_convolution(
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
    (tiles, bands) = (0, 0)
    divide(byTilesOf: WeightTiles<Float>.width)
  }

  /// Divides the work into parts for tiles of some width.
  mutating func divide(byTilesOf width: Int) {
    tiles = (outputs + width - 1) / width
    bands = min(Int(convolution.target_rows), max(1, 8 / tiles))
  }

  /// A fully connected layer.
  init(source: MapShape, outputs: Int) {
    self.init(
      kernel: Grid(source.height, source.width), stride: Grid(1, 1), padding: Margins(),
      source: source, target: MapShape(channels: outputs))
  }

  /// How many rows of weights there are for an output: taps times inputs.
  var weightRows: Int {
    Int(convolution.kernel_rows * convolution.kernel_columns * convolution.inputs)
  }

  var parts: Int { tiles * bands }

  func part(_ number: Int) -> sk_part {
    let (tile, band) = (number / bands, number % bands)
    let rows = Int(convolution.target_rows)
    let (first, last) = (band * rows / bands, (band + 1) * rows / bands)
    return sk_part(tile: Int32(tile), first_row: Int32(first), row_count: Int32(last - first))
  }

  /// The tile whose weights a part is the first to read; `nil` for later parts of the same tile.
  func tile(ofPart part: Int) -> Int? { part % bands == 0 ? part / bands : nil }

  /// In place of the strategy that is faster.
  var forcedStrategy: ConvolutionStrategy?

  /// The faster strategy, whatever the density of events.
  ///
  /// Few outputs leave gathering little to keep in registers, so that looking under every window
  /// costs more than it spares. With more of them both take the same time where less than one input
  /// in fifty fires, and gathering less time everywhere else.
  var strategy: ConvolutionStrategy {
    if let forcedStrategy { return forcedStrategy }
    return convolution.outputs <= 32 && convolution.target_rows > 1 ? .scatter : .gather
  }

  /// Whether gathering and firing can be one kernel, which takes so many outputs at a time.
  func firesInPlace(by unit: Int) -> Bool { strategy == .gather && outputs % unit == 0 }

  /// Whether the targets lie as those of another, so that the work falls into the same parts.
  func hasTargets(of other: ConvolutionLayout) -> Bool {
    let (one, two) = (convolution, other.convolution)
    return one.outputs == two.outputs && one.target_rows == two.target_rows
      && one.target_columns == two.target_columns
  }

  /// The synapses onto one target unit, in ascending order of the source index.
  ///
  /// - Parameter weight: That of an output, for a row `tap · inputs + input`.
  func incoming(of target: Int, weight: (_ output: Int, _ row: Int) -> Float) -> [Synapse] {
    let (pixel, output) = (target / outputs, target % outputs)
    let width = Int(convolution.target_columns)
    return rows.sources(of: pixel / width).flatMap { y in
      columns.sources(of: pixel % width).flatMap { x in
        (0..<source.channels).map { input in
          let tap = y.tap * Int(convolution.kernel_columns) + x.tap
          return Synapse(
            source: source.populationIndex(channel: input, row: y.source, column: x.source),
            weight: weight(output, tap * source.channels + input))
        }
      }
    }
  }

  func fanOut(of source: Int) -> Int {
    let (_, row, column) = self.source.coordinates(ofIndex: source)
    return rows.reached(from: row).count * columns.reached(from: column).count * outputs
  }
}
