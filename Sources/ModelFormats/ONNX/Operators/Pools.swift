import Networks

/// Operators that take windows of a map.
extension ONNXOperators {
  static let pools: [ONNXOperator] = [
    ONNXOperator(
      "MaxPool", inputs: 1...1,
      add: { importer, node throws(FormatError) in
        try importer.addPool(node, as: AnalogOperation.maxPool)
      }),
    ONNXOperator(
      "AveragePool", inputs: 1...1,
      add: { importer, node throws(FormatError) in
        try importer.addPool(node, as: AnalogOperation.averagePool)
      }),
    ONNXOperator(
      "GlobalMaxPool", inputs: 1...1,
      add: { importer, node throws(FormatError) in
        try importer.addGlobalPool(node, as: AnalogOperation.maxPool)
      }),
    ONNXOperator(
      "GlobalAveragePool", inputs: 1...1,
      add: { importer, node throws(FormatError) in
        try importer.addGlobalPool(node, as: AnalogOperation.averagePool)
      }),
  ]
}

extension ONNXImporter {
  fileprivate mutating func addPool(
    _ node: Onnx_NodeProto, as operation: (Pooling) -> AnalogOperation
  ) throws(FormatError) {
    let attributes = attributes(node)
    let rank = try view(node).shape.count
    let frames = try mapArgument(node)
    let input = nodes[frames.node].shape
    guard var kernel = try attributes.ints("kernel_shape"), kernel.count == rank - 2 else {
      throw unsupported(node, "needs a kernel_shape of \(rank - 2) lengths")
    }
    if rank == 3 { kernel.insert(1, at: 0) }
    guard try attributes.int("storage_order", default: 0) == 0 else {
      throw unsupported(node, "has a column-major storage_order")
    }
    let window = try window(node, kernel: Grid(kernel[0], kernel[1]), on: input, rank: rank)
    let isSame = try attributes.string("auto_pad", default: "NOTSET").hasPrefix("SAME")
    let (tall, wide) = (kernel[0] > 1, kernel[1] > 1)
    guard !isSame || !(tall && window.dilation.rows > 1 || wide && window.dilation.columns > 1)
    else {
      throw unsupported(
        node,
        "pads a dilated window by itself (auto_pad SAME), which the standard and programs read "
          + "differently; export it with pads")
    }
    guard !window.isClamped else {
      throw unsupported(
        node,
        "pads windows by itself (auto_pad SAME) that lie further apart than they reach, which the "
          + "standard and programs read differently; export it with pads")
    }
    let pooling = Pooling(
      kernel: window.kernel, stride: window.stride, dilation: window.dilation,
      padding: window.padding,
      countsPadding: try attributes.int("count_include_pad", default: 0) != 0)
    // The largest of one number, and its mean, are that number: a selection.
    let isSelection = window.kernel == Grid(1, 1) && window.padding == Margins()
    let operation = isSelection ? AnalogOperation.averagePool(pooling) : operation(pooling)
    // Zeros have a mean; nothing has none, and no maximum.
    let hasMean = if case .averagePool = operation { pooling.countsPadding } else { false }
    guard window.reachesInput || hasMean else {
      throw malformed(node.title, "a window lies in the padding alone")
    }
    let shape = try map(node, channels: input.channels, window.output)
    try append(
      operation, of: node, inputs: [frames.node], shape: shape,
      viewShape: frames.viewShape(of: shape))
  }

  fileprivate mutating func addGlobalPool(
    _ node: Onnx_NodeProto, as operation: (Pooling) -> AnalogOperation
  ) throws(FormatError) {
    let frames = try mapArgument(node)
    let map = nodes[frames.node].shape
    let shape = MapShape(channels: map.channels)
    try append(
      operation(globalPooling(map)), of: node, inputs: [frames.node], shape: shape,
      viewShape: frames.viewShape(of: shape))
  }

  func globalPooling(_ shape: MapShape) -> Pooling {
    let whole = Grid(shape.height, shape.width)
    return Pooling(kernel: whole, stride: whole)
  }
}
