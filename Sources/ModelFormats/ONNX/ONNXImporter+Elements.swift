import Networks

/// Element-wise operators: activations, merges, and constants that scale or shift channels.
extension ONNXImporter {
  mutating func addActivation(
    _ activation: Activation, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let source = try layerArgument(node)
    let shape = nodes[source].shape
    let viewShape = viewShape(shape, like: try view(node))
    append(.activation(activation), of: node, inputs: [source], shape: shape, viewShape: viewShape)
  }

  mutating func addClip(_ node: Onnx_NodeProto) throws(FormatError) {
    let bounds = try clipBounds(node)
    try addActivation(activation(minimum: bounds.minimum, maximum: bounds.maximum), node)
  }

  private func activation(minimum: Float, maximum: Float) -> Activation {
    guard minimum == 0, maximum > 0 else { return .clamp(minimum: minimum, maximum: maximum) }
    return maximum >= .greatestFiniteMagnitude ? .relu : .clipped(maximum: maximum)
  }

  /// The bounds of a `Clip`: attributes before operator set 11, inputs since.
  mutating func clipBounds(
    _ node: Onnx_NodeProto
  ) throws(FormatError) -> (minimum: Float, maximum: Float) {
    let attributes = attributes(node)
    var bounds: [Float] = []
    for (position, name, open) in [(1, "min", -Float.infinity), (2, "max", Float.infinity)] {
      guard let constant = try optionalConstant(node, position) else {
        bounds.append(try attributes.float(name, default: open))
        continue
      }
      guard let bound = constant.scalar else {
        throw unsupported(node, "its \(name) is not one number")
      }
      bounds.append(bound)
    }
    guard !bounds.contains(where: \.isNaN) else { throw malformed(node.title, "a bound is NaN") }
    return (bounds[0], bounds[1])
  }

  /// `Add`, `Sub`, `Mul`, `Div`, `Floor`: part of a trained activation, a merge, or a constant.
  mutating func addArithmetic(_ node: Onnx_NodeProto, index: Int) throws(FormatError) {
    if try addTrainedActivation(node, index: index) { return }
    guard node.opType != "Floor", node.input.count == 2 else {
      throw unsupported(
        node, "is not part of a quantised activation λ/L · floor(clip(z/λ, 0, 1) · L + 1/2)")
    }
    guard !attributes(node).has("axis") else {
      throw unsupported(node, "broadcasts by the attribute 'axis', as before operator set 7")
    }
    if let constant = try constant(node.input[1]) {
      try addChannelAffine(node, constant, position: 1)
    } else if let constant = try constant(node.input[0]) {
      try addChannelAffine(node, constant, position: 0)
    } else {
      try addMerge(node)
    }
  }

  private mutating func addMerge(_ node: Onnx_NodeProto) throws(FormatError) {
    guard node.opType == "Add" else {
      throw unsupported(
        node,
        "combines two maps by \(node.opType), as gates do; only sums are possible, so build the "
          + "network without and train it again")
    }
    let sources = [try layerArgument(node, 0), try layerArgument(node, 1)]
    let shapes = [try view(node, 0).shape, try view(node, 1).shape]
    guard shapes[0] == shapes[1] else {
      throw unsupported(node, "adds maps of different shapes, \(shapes[0]) and \(shapes[1])")
    }
    append(
      .add, of: node, inputs: sources, shape: nodes[sources[0]].shape, viewShape: shapes[0])
  }

  /// A constant that is added to or multiplied with every channel.
  private mutating func addChannelAffine(
    _ node: Onnx_NodeProto, _ constant: ONNXConstant, position: Int
  ) throws(FormatError) {
    let source = try layerArgument(node, 1 - position)
    let (shape, view) = (nodes[source].shape, try view(node, 1 - position))
    try requireFinite(constant, node, position)
    let numbers = try perChannel(
      constant, node, channels: shape.channels, rank: view.shape.count)
    let zeros = numbers.map { _ in Float(0) }
    let ones = numbers.map { _ in Float(1) }
    let layer: ChannelAffine
    switch (node.opType, position) {
    case ("Add", _): layer = ChannelAffine(factor: ones, offset: numbers)
    case ("Mul", _): layer = ChannelAffine(factor: numbers, offset: zeros)
    case ("Sub", 1): layer = ChannelAffine(factor: ones, offset: numbers.map { -$0 })
    case ("Sub", _): layer = ChannelAffine(factor: ones.map { -$0 }, offset: numbers)
    case ("Div", 1): layer = ChannelAffine(factor: numbers.map { 1 / $0 }, offset: zeros)
    default: throw unsupported(node, "divides a constant by a map")
    }
    guard layer.factor.allSatisfy(\.isFinite) else {
      throw malformed(node.title, "divides by zero")
    }
    append(
      .channelAffine(layer), of: node, inputs: [source], shape: shape,
      viewShape: viewShape(shape, like: view))
  }

  /// The number of each channel of a constant that is broadcast over a map.
  func perChannel(
    _ constant: ONNXConstant, _ node: Onnx_NodeProto, channels: Int, rank: Int
  ) throws(FormatError) -> [Float] {
    if let number = constant.scalar, constant.shape.count <= rank {
      return Array(repeating: number, count: channels)
    }
    let aligned = Array(repeating: 1, count: max(rank - constant.shape.count, 0)) + constant.shape
    let expected = [1, channels] + Array(repeating: 1, count: rank - 2)
    guard aligned == expected else {
      throw unsupported(
        node,
        "a constant of the shape \(constant.shape) on \(channels) channels; "
          + "one number or one per channel is possible")
    }
    return constant.floats
  }
}
