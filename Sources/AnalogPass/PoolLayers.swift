import Networks

/// The mean of every window.
func averagePool(
  _ x: [Float], _ input: MapShape, _ pooling: Pooling, into y: inout [Float], _ output: MapShape
) {
  let x = x.span
  var y = y.mutableSpan
  forEachWindow(input, pooling, output) { channel, target, rows, columns, size in
    var sum: Float = 0
    for row in rows {
      let start = (channel * input.height + row) * input.width
      for column in columns { sum += x[start + column] }
    }
    y[target] = size > 0 ? sum / Float(size) : 0
  }
}

/// The largest number of every window, or the smallest in channels of minima; the padding does not
/// take part.
func maxPool(
  _ x: [Float], _ input: MapShape, _ pooling: Pooling, into y: inout [Float], _ output: MapShape
) {
  let x = x.span
  var y = y.mutableSpan
  forEachWindow(input, pooling, output) { channel, target, rows, columns, _ in
    let isMinimum = pooling.takesMinimum(ofChannel: channel)
    var extremum = isMinimum ? Float.infinity : -Float.infinity
    for row in rows {
      let start = (channel * input.height + row) * input.width
      for column in columns {
        extremum =
          isMinimum ? min(extremum, x[start + column]) : max(extremum, x[start + column])
      }
    }
    y[target] = extremum.isFinite ? extremum : 0
  }
}

/// Zeros around the map.
func pad(
  _ x: [Float], _ input: MapShape, _ margins: Margins, into y: inout [Float], _ output: MapShape
) {
  for channel in 0..<input.channels {
    for row in 0..<input.height {
      let source = (channel * input.height + row) * input.width
      let target =
        (channel * output.height + row + margins.top) * output.width + margins.left
      // The margins are zero from the start, and nothing ever writes them.
      for column in 0..<input.width { y[target + column] = x[source + column] }
    }
  }
}

/// Calls `body` with the channel, the output index, the rows and columns of the map that lie under
/// the kernel, and the number that an average divides by.
@inline(__always)
private func forEachWindow(
  _ input: MapShape, _ pooling: Pooling, _ output: MapShape,
  _ body: (Int, Int, StrideTo<Int>, StrideTo<Int>, Int) -> Void
) {
  for channel in 0..<output.channels {
    for row in 0..<output.height {
      let rows = PoolAxis(
        row * pooling.stride.rows - pooling.padding.top, pooling.kernel.rows,
        pooling.dilation.rows, length: input.height, after: pooling.padding.bottom)
      for column in 0..<output.width {
        let columns = PoolAxis(
          column * pooling.stride.columns - pooling.padding.left, pooling.kernel.columns,
          pooling.dilation.columns, length: input.width, after: pooling.padding.right)
        let size =
          pooling.countsPadding
          ? rows.countWithPadding * columns.countWithPadding : rows.count * columns.count
        let target = (channel * output.height + row) * output.width + column
        body(channel, target, rows.places, columns.places, size)
      }
    }
  }
}

/// The part of a window along one axis that lies on the map.
private struct PoolAxis {
  let places: StrideTo<Int>
  /// How many places of the map it holds.
  let count: Int
  /// How many places of the map and its padding it holds; a window may reach beyond both.
  let countWithPadding: Int

  @inline(__always)
  init(_ start: Int, _ kernel: Int, _ dilation: Int, length: Int, after: Int) {
    let skipped = start < 0 ? (dilation - 1 - start) / dilation : 0
    let first = start + skipped * dilation
    let end = min(start + kernel * dilation, length)
    places = stride(from: first, to: max(end, first), by: dilation)
    count = end > first ? (end - first + dilation - 1) / dilation : 0
    let paddedEnd = min(start + kernel * dilation, length + after)
    countWithPadding = paddedEnd > start ? (paddedEnd - start + dilation - 1) / dilation : 0
  }
}
