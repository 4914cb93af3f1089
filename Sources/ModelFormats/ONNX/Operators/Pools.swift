import Networks

/// Operators that take windows of a map, and zeros around it.
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
    ONNXOperator(
      "ReduceMean", inputs: 1...2,
      add: { importer, node throws(FormatError) in try importer.addReduceMean(node) }),
    ONNXOperator(
      "Pad", inputs: 1...4, add: { importer, node throws(FormatError) in try importer.addPad(node) }
    ),
  ]
}

extension ONNXImporter {
  fileprivate mutating func addPool(
    _ node: Onnx_NodeProto, as operation: (Pooling) -> AnalogOperation
  ) throws(FormatError) {
    let attributes = attributes(node)
    let source = try mapArgument(node)
    let input = nodes[source].shape
    guard let kernel = try attributes.ints("kernel_shape"), kernel.count == 2 else {
      throw unsupported(node, "needs a kernel_shape of two lengths")
    }
    guard try attributes.int("storage_order", default: 0) == 0 else {
      throw unsupported(node, "has a column-major storage_order")
    }
    let window = try window(node, kernel: Grid(kernel[0], kernel[1]), on: input)
    let pooling = Pooling(
      kernel: window.kernel, stride: window.stride, dilation: window.dilation,
      padding: window.padding,
      countsPadding: try attributes.int("count_include_pad", default: 0) != 0)
    let operation = operation(pooling)
    // Zeros have a mean; nothing has none, and no maximum.
    let hasMean = if case .averagePool = operation { pooling.countsPadding } else { false }
    guard window.reachesInput || hasMean else {
      throw malformed(node.title, "a window lies in the padding alone")
    }
    let shape = try map(node, channels: input.channels, window.output)
    try append(operation, of: node, inputs: [source], shape: shape)
  }

  fileprivate mutating func addGlobalPool(
    _ node: Onnx_NodeProto, as operation: (Pooling) -> AnalogOperation
  ) throws(FormatError) {
    let source = try mapArgument(node)
    let shape = MapShape(channels: nodes[source].shape.channels)
    let pooling = globalPooling(nodes[source].shape)
    try append(operation(pooling), of: node, inputs: [source], shape: shape)
  }

  /// The mean over rows and columns; the axes are an input since operator set 18.
  fileprivate mutating func addReduceMean(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    let source = try mapArgument(node)
    let listed = try attributes.ints("axes")
    let axes = try optionalConstant(node, 1)?.integers ?? listed ?? []
    guard Set(axes.map { $0 < 0 ? $0 &+ 4 : $0 }) == [2, 3] else {
      throw unsupported(node, "a mean over the axes \(axes); only rows and columns are possible")
    }
    let shape = MapShape(channels: nodes[source].shape.channels)
    let keeps = try attributes.int("keepdims", default: 1) != 0
    try append(
      .averagePool(globalPooling(nodes[source].shape)), of: node, inputs: [source], shape: shape,
      viewShape: keeps ? nil : [batch, shape.channels])
  }

  private func globalPooling(_ shape: MapShape) -> Pooling {
    let whole = Grid(shape.height, shape.width)
    return Pooling(kernel: whole, stride: whole)
  }

  /// Zeros around the map; the margins are an input since operator set 11.
  fileprivate mutating func addPad(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    let source = try mapArgument(node)
    let mode = try attributes.string("mode", default: "constant")
    let listed = try attributes.ints("pads")
    let stated = try attributes.float("value", default: 0)
    let value = try optionalConstant(node, 2)?.scalar ?? stated
    guard mode == "constant", value == 0 else {
      throw unsupported(node, "pads with \(mode == "constant" ? "\(value)" : mode) instead of 0")
    }
    let pads = try optionalConstant(node, 1)?.integers ?? listed ?? []
    let axes = try optionalConstant(node, 3)?.integers ?? [0, 1, 2, 3]
    guard pads.count == 2 * axes.count, Set(axes).count == axes.count,
      axes.allSatisfy((-4..<4).contains)
    else { throw malformed(node.title, "\(pads.count) margins for the axes \(axes)") }
    var before = [0, 0, 0, 0]
    var after = [0, 0, 0, 0]
    for (position, axis) in axes.enumerated() {
      before[(axis + 4) % 4] = pads[position]
      after[(axis + 4) % 4] = pads[position + axes.count]
    }
    guard before[0] == 0, before[1] == 0, after[0] == 0, after[1] == 0,
      (before + after).allSatisfy(Window.lengths.contains)
    else { throw unsupported(node, "pads by \(pads); only rows and columns can grow") }
    let margins = Margins(top: before[2], left: before[3], bottom: after[2], right: after[3])
    let input = nodes[source].shape
    let grid = Grid(
      input.height + margins.top + margins.bottom, input.width + margins.left + margins.right)
    let shape = try map(node, channels: input.channels, grid)
    try append(.pad(margins), of: node, inputs: [source], shape: shape)
  }
}
