/// Evaluates nodes whose inputs are all constants: the shape arithmetic of exporters, transposed
/// weights, thresholds behind `Abs`.
struct ONNXConstantFolding {
  let file: String

  /// The operators that this can evaluate and that nothing else handles.
  static let operators: Set<String> = [
    "Constant", "ConstantOfShape", "Shape", "Cast", "CastLike", "Gather", "Unsqueeze", "Squeeze",
    "Slice", "Transpose", "Expand", "Neg", "Sqrt", "Reciprocal", "Range", "ReduceProd", "Abs",
  ]

  /// The result, or `nil` if the node's operator cannot be evaluated on constants.
  ///
  /// - Parameter inputs: The arguments; `nil` for one that is left out.
  func result(
    of node: Onnx_NodeProto, _ inputs: [ONNXConstant?]
  ) throws(FormatError) -> ONNXConstant? {
    let attributes = ONNXAttributes(node, file: file)
    if node.opType == "Constant" { return try constant(node, attributes) }
    guard let first = inputs.first ?? nil else { return nil }
    let second = inputs.count > 1 ? inputs[1] : nil
    switch node.opType {
    case "Identity", "Dropout", "CastLike": return first
    case "Cast": return try cast(first, attributes)
    case "Add", "Sub", "Mul", "Div":
      guard let second else { return nil }
      return try arithmetic(node, first, second)
    case "Abs", "Neg", "Sqrt", "Reciprocal", "Floor": return unary(node.opType, first)
    case "ConstantOfShape": return try filled(node, shape: first, attributes)
    case "Reshape", "Flatten", "Unsqueeze", "Squeeze":
      return try reshaped(node, first, second, attributes)
    case "Concat": return try concatenated(node, inputs.compactMap(\.self), attributes)
    case "Gather":
      guard let second else { return nil }
      return try gathered(node, first, second, attributes)
    case "Slice": return try sliced(node, inputs, attributes)
    case "Transpose": return try transposed(node, first, attributes)
    case "Expand":
      guard let second else { return nil }
      return try expanded(node, first, second)
    case "Range", "ReduceProd": return try integerOnly(node, inputs)
    default: return nil
    }
  }

  func malformed(_ node: Onnx_NodeProto, _ what: String) -> FormatError {
    .malformed(file: file, node: node.title, what: what)
  }

  private func constant(
    _ node: Onnx_NodeProto, _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant {
    if let tensor = attributes.tensor("value") {
      return try ONNXTensorDecoding(file: file).constant(tensor)
    }
    if attributes.has("value_float") {
      return ONNXConstant(shape: [], .floats([try attributes.float("value_float", default: 0)]))
    }
    if attributes.has("value_int") {
      return ONNXConstant(shape: [], .integers([try attributes.int("value_int", default: 0)]))
    }
    if let numbers = try attributes.ints("value_ints") { return ONNXConstant(integers: numbers) }
    if let numbers = attributes.floats("value_floats") {
      return ONNXConstant(shape: [numbers.count], .floats(numbers))
    }
    throw malformed(node, "the constant has no value")
  }

  private func cast(
    _ constant: ONNXConstant, _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant {
    let type = ElementType(rawValue: try attributes.int("to", default: 1))
    guard type?.isFloat == false else {
      return ONNXConstant(shape: constant.shape, .floats(constant.floats))
    }
    if constant.integers != nil { return constant }
    return ONNXConstant(
      shape: constant.shape,
      .integers(constant.floats.map { Int(exactly: $0.rounded(.towardZero)) ?? 0 }))
  }

  private func unary(_ name: String, _ constant: ONNXConstant) -> ONNXConstant {
    if let integers = constant.integers, name == "Abs" || name == "Neg" {
      let values = integers.map { name == "Neg" ? 0 &- $0 : ($0 < 0 ? 0 &- $0 : $0) }
      return ONNXConstant(shape: constant.shape, .integers(values))
    }
    let function: (Float) -> Float =
      switch name {
      case "Abs": { abs($0) }
      case "Neg": { -$0 }
      case "Sqrt": { $0.squareRoot() }
      case "Floor": { $0.rounded(.down) }
      default: { 1 / $0 }
      }
    return ONNXConstant(shape: constant.shape, .floats(constant.floats.map(function)))
  }

  private func filled(
    _ node: Onnx_NodeProto, shape: ONNXConstant, _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant {
    guard let shape = shape.integers, let count = elementCount(shape), count <= 1 << 24 else {
      throw malformed(node, "the shape of the constant is impossible")
    }
    guard let tensor = attributes.tensor("value") else {
      return ONNXConstant(shape: shape, .floats(Array(repeating: 0, count: count)))
    }
    let value = try ONNXTensorDecoding(file: file).constant(tensor)
    guard value.count == 1 else { throw malformed(node, "the filling is not one number") }
    return value.picking(Array(repeating: 0, count: count), shape: shape)
  }

  private func integerOnly(
    _ node: Onnx_NodeProto, _ inputs: [ONNXConstant?]
  ) throws(FormatError) -> ONNXConstant? {
    let lists = inputs.map { $0?.integers }
    guard let first = lists.first ?? nil else { return nil }
    if node.opType == "ReduceProd" {
      guard let product = elementCount(first) else {
        throw malformed(node, "the product of \(first) is impossible")
      }
      return ONNXConstant(shape: [], .integers([product]))
    }
    guard lists.count == 3, let limit = lists[1]?.first, let step = lists[2]?.first,
      let start = first.first, step != 0, limit.magnitude < 1 << 24, start.magnitude < 1 << 24
    else { throw malformed(node, "the range is impossible") }
    return ONNXConstant(integers: Array(stride(from: start, to: limit, by: step)))
  }
}
