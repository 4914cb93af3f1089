import Networks
import SpikeKernels

/// Where the sources of pruned synapses lie in a block of steps: channel by channel, with so many
/// zeros around each map that no window ends outside.
///
/// Neighbouring windows thus find the same source of theirs at neighbouring places.
struct BlockMap: Sendable {
  /// How the kernels see it.
  let layout: sk_block_map

  /// How many sources there are, zeros included.
  let count: Int

  private let stride: Grid
  private let padding: Margins

  /// - Parameter reach: How many rows and columns a window covers, dilation included.
  init(source: MapShape, target: MapShape, reach: Grid, stride: Grid, padding: Margins) {
    let rows = max(padding.top + source.height, (target.height - 1) * stride.rows + reach.rows)
    let columns = max(
      padding.left + source.width, (target.width - 1) * stride.columns + reach.columns)
    count = source.channels * rows * columns
    precondition(count <= Int(Int32.max), "\(source) with zeros around it is too large")
    layout = sk_block_map(
      channels: Int32(source.channels), rows: Int32(source.height),
      columns: Int32(source.width), row_step: Int32(columns), channel_step: Int32(rows * columns),
      first: Int32(padding.top * columns + padding.left))
    self.stride = stride
    self.padding = padding
  }

  /// From the first source under a window to one of its row and column.
  func offset(_ channel: Int, row: Int, column: Int) -> Int {
    channel * Int(layout.channel_step) + row * Int(layout.row_step) + column
  }

  /// The inverse.
  func place(ofOffset offset: Int) -> (channel: Int, row: Int, column: Int) {
    let (channel, place) = offset.quotientAndRemainder(dividingBy: Int(layout.channel_step))
    return (channel, place / Int(layout.row_step), place % Int(layout.row_step))
  }

  /// The source at an offset from the first one under the window of a target; `nil` for a zero.
  func source(atOffset offset: Int, target row: Int, _ column: Int) -> (
    channel: Int, row: Int, column: Int
  )? {
    let place = place(ofOffset: offset)
    let y = row * stride.rows - padding.top + place.row
    let x = column * stride.columns - padding.left + place.column
    guard (0..<Int(layout.rows)).contains(y), (0..<Int(layout.columns)).contains(x) else {
      return nil
    }
    return (place.channel, y, x)
  }

  /// From the first source under a window to that under the window below, and the one to the right.
  var windowSteps: (row: Int32, column: Int32) {
    (Int32(stride.rows) * layout.row_step, Int32(stride.columns))
  }
}
