import Networks

/// The operators without weights: pools, margins, merges and changes of shape.
extension ONNXImporter {
  mutating func addPool(_ node: Onnx_NodeProto) throws(FormatError) {
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
    guard window.reachesInput else { throw malformed(node.title, "the padding exceeds the kernel") }
    let pooling = Pooling(
      kernel: window.kernel, stride: window.stride, dilation: window.dilation,
      padding: window.padding,
      countsPadding: try attributes.int("count_include_pad", default: 0) != 0)
    let shape = try map(node, channels: input.channels, window.output)
    let operation: AnalogOperation =
      node.opType == "MaxPool" ? .maxPool(pooling) : .averagePool(pooling)
    append(operation, of: node, inputs: [source], shape: shape)
  }

  mutating func addGlobalPool(_ node: Onnx_NodeProto) throws(FormatError) {
    let source = try mapArgument(node)
    let shape = MapShape(channels: nodes[source].shape.channels)
    let pooling = globalPooling(nodes[source].shape)
    let operation: AnalogOperation =
      node.opType == "GlobalMaxPool" ? .maxPool(pooling) : .averagePool(pooling)
    append(operation, of: node, inputs: [source], shape: shape)
  }

  /// The mean over rows and columns; the axes are an input since operator set 18.
  mutating func addReduceMean(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    let source = try mapArgument(node)
    let listed = try attributes.ints("axes")
    let axes = try optionalConstant(node, 1)?.integers ?? listed ?? []
    guard Set(axes.map { $0 < 0 ? $0 &+ 4 : $0 }) == [2, 3] else {
      throw unsupported(node, "a mean over the axes \(axes); only rows and columns are possible")
    }
    let shape = MapShape(channels: nodes[source].shape.channels)
    let keeps = try attributes.int("keepdims", default: 1) != 0
    append(
      .averagePool(globalPooling(nodes[source].shape)), of: node, inputs: [source], shape: shape,
      viewShape: keeps ? nil : [batch, shape.channels])
  }

  private func globalPooling(_ shape: MapShape) -> Pooling {
    let whole = Grid(shape.height, shape.width)
    return Pooling(kernel: whole, stride: whole)
  }

  /// Zeros around the map; the margins are an input since operator set 11.
  mutating func addPad(_ node: Onnx_NodeProto) throws(FormatError) {
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
    append(.pad(margins), of: node, inputs: [source], shape: shape)
  }

  mutating func addConcat(_ node: Onnx_NodeProto) throws(FormatError) {
    let axis = try attributes(node).int("axis", default: 1)
    let first = try view(node)
    guard axis == 1 || axis == 1 - first.shape.count else {
      throw unsupported(node, "joins along axis \(axis); only channels can be joined")
    }
    var sources: [Int] = []
    var channels = 0
    for position in node.input.indices {
      let source = try layerArgument(node, position)
      let (shape, reference) = (nodes[source].shape, nodes[sources.first ?? source].shape)
      let rank = try view(node, position).shape.count
      guard shape.height == reference.height, shape.width == reference.width,
        rank == first.shape.count
      else { throw malformed(node.title, "a \(shape) map does not fit to \(reference)") }
      channels += shape.channels
      sources.append(source)
    }
    let grid = Grid(nodes[sources[0]].shape.height, nodes[sources[0]].shape.width)
    let shape = try map(node, channels: channels, grid)
    append(
      .concatenate, of: node, inputs: sources, shape: shape,
      viewShape: viewShape(shape, like: first))
  }

  mutating func addSoftmax(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let source = try layerArgument(node)
    let shape = nodes[source].shape
    // Before operator set 13 everything from the axis on is one vector.
    let axis = try attributes(node).int("axis", default: operatorSet < 13 ? 1 : -1)
    guard shape.isVector, axis == 1 || axis == 1 - view.shape.count else {
      throw unsupported(node, "is not over the classes")
    }
    guard node.output[0] == graph.output, graph.consumers[node.output[0]] == nil else {
      throw unsupported(node, "is not the last node; no spiking network can hold it inside")
    }
    append(.softmax, of: node, inputs: [source], shape: shape, viewShape: view.shape)
  }

  /// A change of the shape that keeps the order of the elements.
  mutating func addReshape(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    guard let shape = try newShape(node, view.shape), let output = node.output.first else {
      throw malformed(node.title, "the shape \(view.shape) cannot become what it asks for")
    }
    let map = nodes[view.node].shape
    guard shape == [batch, map.count], !map.isVector else {
      views[output] = View(node: view.node, shape: shape)
      return
    }
    append(
      .flatten, of: node, inputs: [view.node], shape: MapShape(channels: map.count),
      viewShape: shape)
  }

  private mutating func newShape(
    _ node: Onnx_NodeProto, _ shape: [Int]
  ) throws(FormatError) -> [Int]? {
    let attributes = attributes(node)
    if node.opType == "Flatten" {
      return flattenedShape(shape, axis: try attributes.int("axis", default: 1))
    }
    let listed = try attributes.ints(node.opType == "Reshape" ? "shape" : "axes")
    let argument = try optionalConstant(node, 1)?.integers ?? listed
    switch node.opType {
    case "Squeeze": return squeezed(shape, axes: argument)
    case "Unsqueeze": return argument.flatMap { unsqueezed(shape, axes: $0) }
    default:
      let keepsZeros = try attributes.int("allowzero", default: 0) != 0
      return argument.flatMap { resolvedShape($0, of: shape, keepsZeros: keepsZeros) }
    }
  }

  /// A `Gather` that takes every element in its order, as dynamo writes for a view of a tensor.
  mutating func addIdentityGather(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let axis = try attributes(node).int("axis", default: 0)
    guard let indices = try optionalConstant(node, 1), let places = indices.integers,
      view.shape.indices.contains(axis < 0 ? axis + view.shape.count : axis)
    else { throw malformed(node.title, "the axis or the indices are missing") }
    let position = axis < 0 ? axis + view.shape.count : axis
    guard places == Array(0..<view.shape[position]), let output = node.output.first else {
      throw unsupported(node, "picks or reorders elements")
    }
    let shape = view.shape[..<position] + indices.shape + view.shape[(position + 1)...]
    views[output] = View(node: view.node, shape: Array(shape))
  }

  /// A node without effect in evaluation mode.
  mutating func addIdentity(_ node: Onnx_NodeProto) throws(FormatError) {
    if node.opType == "Dropout", let mode = try optionalConstant(node, 2), mode.floats != [0] {
      throw unsupported(node, "drops at random; export model.eval()")
    }
    try refuseIntegers(node)
    let view = try view(node)
    guard let output = node.output.first else { return }
    views[output] = view
  }

  private mutating func refuseIntegers(_ node: Onnx_NodeProto) throws(FormatError) {
    let isFloat: Bool
    switch node.opType {
    case "Cast":
      isFloat = ElementType(rawValue: try attributes(node).int("to", default: 1))?.isFloat == true
    case "CastLike":
      let example = node.input.count > 1 ? try constant(node.input[1]) : nil
      isFloat = example?.isFloat ?? true
    default: isFloat = true
    }
    guard isFloat else { throw unsupported(node, "turns the image into integers") }
  }
}
