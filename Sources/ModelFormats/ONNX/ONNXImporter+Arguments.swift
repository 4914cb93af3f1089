import Networks

/// What a node may ask of the values it reads.
extension ONNXImporter {
  /// The largest map, in units.
  static var largestMap: Int { ONNXInputShape.largestMap }

  /// The map of one image for a shape of two to four axes.
  static func map(_ shape: [Int], file: String, node: String) throws(FormatError) -> MapShape {
    guard let count = elementCount(Array(shape.dropFirst())), (1...largestMap).contains(count)
    else {
      throw .unsupported(file: file, node: node, what: "a map of the shape \(shape) is too large")
    }
    return MapShape(canonical: Array(shape.dropFirst()))
  }

  /// A map that a node is to give.
  func map(
    _ node: Onnx_NodeProto, channels: Int, _ grid: Grid
  ) throws(FormatError) -> MapShape {
    guard channels > 0, grid.rows > 0, grid.columns > 0 else {
      throw unsupported(node, "its result would be \(channels)x\(grid.rows)x\(grid.columns)")
    }
    return try Self.map(
      [batch, channels, grid.rows, grid.columns], file: graph.file, node: node.title)
  }

  /// The shape in the file's eyes of a map that a node gives, which has one row of a length where
  /// there are three axes.
  func viewShape(of map: MapShape, rank: Int) -> [Int] {
    rank == 3 ? [batch, map.channels, map.width] : [batch, map.channels, map.height, map.width]
  }

  /// The constant that is a node's argument, or `nil` if it is left out.
  mutating func optionalConstant(
    _ node: Onnx_NodeProto, _ position: Int
  ) throws(FormatError) -> ONNXConstant? {
    guard node.input.indices.contains(position), !node.input[position].isEmpty else { return nil }
    let name = node.input[position]
    if let constant = try constant(name) {
      try take(constant.count, for: node)
      return constant
    }
    guard views[name] == nil else {
      throw unsupported(node, "its argument '\(name)' depends on the image")
    }
    throw malformed(node.title, "nothing writes its input '\(name)'")
  }

  /// Finite weights of a node, of the given shape if there is one.
  mutating func weights(
    _ node: Onnx_NodeProto, _ position: Int, shape: [Int]? = nil
  ) throws(FormatError) -> ONNXConstant {
    guard let constant = try optionalConstant(node, position) else {
      throw malformed(node.title, "argument \(position) is missing")
    }
    if let shape, constant.shape != shape {
      throw malformed(
        node.title,
        "'\(node.input[position])' has the shape \(constant.shape) instead of \(shape)")
    }
    guard constant.isFloat else {
      throw malformed(node.title, "the weights '\(node.input[position])' are integers")
    }
    try requireFinite(constant, node, position)
    return constant
  }

  func requireFinite(
    _ constant: ONNXConstant, _ node: Onnx_NodeProto, _ position: Int
  ) throws(FormatError) {
    guard constant.floats.allSatisfy(\.isFinite) else {
      throw .notFinite(file: graph.file, node: node.title, tensor: node.input[position])
    }
  }

  func attributes(_ node: Onnx_NodeProto) -> ONNXAttributes {
    ONNXAttributes(node, file: graph.file)
  }
}
