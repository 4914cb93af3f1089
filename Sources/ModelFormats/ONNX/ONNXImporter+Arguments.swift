import Networks

/// The shape of the image, and what a node may ask of the values it reads.
extension ONNXImporter {
  /// The largest map, in units: far beyond any image network, and still allocated without harm.
  static let largestMap = 1 << 26

  /// The declared shape of the image, with the batch in front.
  static func imageShape(
    of input: Onnx_ValueInfoProto, file: String
  ) throws(FormatError) -> [Int] {
    func unsupported(_ what: String) -> FormatError {
      .unsupported(file: file, node: input.name, what: what)
    }
    guard let type = ElementType(rawValue: Int(input.type.tensorType.elemType)), type.isFloat else {
      throw unsupported("the image is not of floating-point numbers")
    }
    let axes = input.type.tensorType.shape.dim
    guard (2...4).contains(axes.count) else {
      throw unsupported(
        "the image has \(axes.count) axes; [batch, channels, height, width], [batch, channels, "
          + "length] or [batch, features] are possible")
    }
    var shape: [Int] = []
    for (axis, length) in axes.enumerated() {
      switch length.value {
      case .dimValue(let value) where (1...Int64(largestMap)).contains(value):
        shape.append(Int(value))
      case .dimParam(_) where axis == 0, nil where axis == 0:
        shape.append(1)
      case .dimParam(let name):
        throw .symbolicDimension(file: file, input: input.name, axis: axis, name: name)
      case .dimValue(let value):
        throw .malformed(file: file, node: input.name, what: "axis \(axis) has length \(value)")
      case nil:
        throw .symbolicDimension(file: file, input: input.name, axis: axis, name: "?")
      }
    }
    return shape
  }

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
