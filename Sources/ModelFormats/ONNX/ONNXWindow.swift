import Networks

/// How a kernel moves over a map, with every implicit padding made explicit.
struct Window {
  /// What a stride, a margin or a kernel may be at most, so that no sum of them overflows.
  static let lengths = 0...(1 << 20)

  var kernel: Grid
  var stride: Grid
  var dilation: Grid
  var padding: Margins
  /// How many positions there are.
  var output: Grid

  /// Whether every window covers some place of the map, and not only padding.
  var reachesInput: Bool

  /// Whether its windows lie so far apart that `auto_pad` SAME comes to less than no padding, which
  /// is taken as none.
  var isClamped: Bool
}

extension ONNXImporter {
  /// The window of a convolution or pool, from its attributes.
  ///
  /// - Parameter rank: The number of axes of what it moves over; over 3 it moves along one row.
  func window(
    _ node: Onnx_NodeProto, kernel: Grid, on input: MapShape, rank: Int
  ) throws(FormatError) -> Window {
    let attributes = attributes(node)
    var stated =
      try attributes.ints("kernel_shape") ?? [kernel.rows, kernel.columns].suffix(rank - 2)
    var strides = try attributes.ints("strides") ?? Array(repeating: 1, count: rank - 2)
    var dilations = try attributes.ints("dilations") ?? Array(repeating: 1, count: rank - 2)
    var pads = try attributes.ints("pads") ?? Array(repeating: 0, count: 2 * (rank - 2))
    if rank == 3, stated.count == 1, strides.count == 1, dilations.count == 1, pads.count == 2 {
      (stated, strides, dilations) = ([1] + stated, [1] + strides, [1] + dilations)
      pads = [0, pads[0], 0, pads[1]]
    }
    guard stated == [kernel.rows, kernel.columns], strides.count == 2, dilations.count == 2,
      pads.count == 4, (stated + strides + dilations).allSatisfy((1...(1 << 20)).contains),
      pads.allSatisfy(Window.lengths.contains)
    else {
      throw malformed(
        node.title,
        "kernel \(stated), strides \(strides), dilations \(dilations) and pads \(pads) are not "
          + "those of a two-dimensional window")
    }
    let automatic = try attributes.string("auto_pad", default: "NOTSET")
    let roundsUp = try attributes.int("ceil_mode", default: 0) != 0
    guard
      let rows = Axis(
        length: input.height, kernel: kernel.rows, stride: strides[0], dilation: dilations[0],
        pads: (pads[0], pads[2]), automatic: automatic, roundsUp: roundsUp),
      let columns = Axis(
        length: input.width, kernel: kernel.columns, stride: strides[1], dilation: dilations[1],
        pads: (pads[1], pads[3]), automatic: automatic, roundsUp: roundsUp)
    else {
      throw malformed(
        node.title, "a \(kernel.rows)x\(kernel.columns) kernel (auto_pad \(automatic)) on \(input)")
    }
    guard automatic != "VALID" || !(rows.isRoundedUp || columns.isRoundedUp) else {
      throw unsupported(
        node,
        "rounds up (ceil_mode) without padding (auto_pad VALID), which the standard and programs "
          + "read differently; export it with pads")
    }
    guard ["NOTSET", ""].contains(automatic) || pads.allSatisfy({ $0 == 0 }) else {
      throw malformed(node.title, "has both auto_pad \(automatic) and the pads \(pads)")
    }
    return Window(
      kernel: kernel, stride: Grid(strides[0], strides[1]),
      dilation: Grid(dilations[0], dilations[1]),
      padding: Margins(
        top: rows.before, left: columns.before, bottom: rows.after, right: columns.after),
      output: Grid(rows.positions, columns.positions),
      reachesInput: rows.reachInput && columns.reachInput,
      isClamped: rows.isClamped || columns.isClamped)
  }
}

/// One axis of a window.
private struct Axis {
  var before: Int
  var after: Int
  var positions: Int
  /// Whether `ceil_mode` makes more positions of it.
  var isRoundedUp = false
  /// Whether the automatic padding comes to less than none.
  var isClamped = false
  /// Whether the kernel covers some place of the map at every position.
  var reachInput: Bool

  /// `nil` if the kernel does not fit, or if the automatic padding is unknown.
  init?(
    length: Int, kernel: Int, stride: Int, dilation: Int, pads: (Int, Int), automatic: String,
    roundsUp: Bool
  ) {
    let reach = (kernel - 1) * dilation + 1
    switch automatic {
    case "SAME_UPPER", "SAME_LOWER":
      positions = (length + stride - 1) / stride
      let needed = (positions - 1) * stride + reach - length
      let total = max(needed, 0)
      isClamped = needed < 0
      before = automatic == "SAME_UPPER" ? total / 2 : total - total / 2
      after = total - before
    case "NOTSET", "VALID", "":
      (before, after) = automatic == "VALID" ? (0, 0) : pads
      // With `ceil_mode` a window may reach beyond the map and its margins, but none may start
      // behind the map.
      let room = length + before + after - reach + (roundsUp ? stride - 1 : 0)
      guard room >= 0 else { return nil }
      positions = room / stride + 1
      if roundsUp, (positions - 1) * stride >= length + before { positions -= 1 }
      isRoundedUp = (positions - 1) * stride > length + before + after - reach
    default: return nil
    }
    let before = before
    reachInput = (0..<positions).allSatisfy { position in
      let start = position * stride - before
      let first = start < 0 ? (dilation - 1 - start) / dilation : 0
      return first < kernel && start + first * dilation < length
    }
  }
}
