import Networks

/// Where an operator has whole numbers among its arguments, and by what they are read.
private struct QuantisedArgument {
  /// `nil` of the result.
  var numbers: Int?
  /// `nil` where the scale follows in other nodes.
  var scale: Int?
  var zero: Int

  init(_ numbers: Int?, _ scale: Int?, _ zero: Int) {
    (self.numbers, self.scale, self.zero) = (numbers, scale, zero)
  }

  static func all(of node: Onnx_NodeProto) -> [QuantisedArgument] {
    switch node.qualifiedName {
    case "DequantizeLinear": [Self(0, 1, 2)]
    case "QuantizeLinear": [Self(nil, 1, 2)]
    case "QLinearConv", "QLinearMatMul", "com.microsoft.QLinearAdd", "com.microsoft.QLinearMul":
      [Self(0, 1, 2), Self(3, 4, 5), Self(nil, 6, 7)]
    case "com.microsoft.QGemm": [Self(0, 1, 2), Self(3, 4, 5), Self(nil, 7, 8)]
    case "com.microsoft.QLinearAveragePool", "com.microsoft.QLinearGlobalAveragePool",
      "com.microsoft.QLinearLeakyRelu":
      [Self(0, 1, 2), Self(nil, 3, 4)]
    case "com.microsoft.QLinearConcat":
      [Self(nil, 0, 1)]
        + stride(from: 2, to: node.input.count - 2, by: 3).map { Self($0, $0 + 1, $0 + 2) }
    case "ConvInteger", "MatMulInteger": [Self(0, nil, 2), Self(1, nil, 3)]
    default: []
    }
  }
}

/// What whole numbers, their scales and zero points must be, whatever the operator.
extension ONNXImporter {
  mutating func checkQuantization(_ node: Onnx_NodeProto) throws(FormatError) {
    for argument in QuantisedArgument.all(of: node) {
      let zero = Self.name(node, argument.zero)
      if let position = argument.numbers, let name = Self.name(node, position) {
        try checkTypes(of: name, zero: zero, for: node)
      }
      guard let position = argument.scale, let name = Self.name(node, position) else { continue }
      try checkScale(name, zero: zero, for: node)
    }
  }

  private static func name(_ node: Onnx_NodeProto, _ position: Int) -> String? {
    guard node.input.indices.contains(position), !node.input[position].isEmpty else { return nil }
    return node.input[position]
  }

  private mutating func checkTypes(
    of name: String, zero: String?, for node: Onnx_NodeProto
  ) throws(FormatError) {
    let written = writer(ofWholeNumbers: name).flatMap(writtenType)
    var isFloat = false
    if written == nil, elementType(of: name) == nil {
      isFloat = try constant(name)?.isFloat == true
    }
    let type = written ?? elementType(of: name) ?? (isFloat ? .float32 : nil)
    let zeroType = zero.flatMap(elementType)
    if let type {
      let isBias = type == .int32 && node.opType == "DequantizeLinear"
      guard type == .int8 || type == .uint8 || isBias else {
        throw malformed(
          node.title,
          "'\(name)' has the type \(type); numbers of quantised models are int8 or uint8")
      }
    }
    guard let zero, let zeroType, zeroType != type ?? zeroType || zeroType.isFloat else { return }
    let other = type.map { "'\(name)' \($0)" } ?? "those of quantised models are whole numbers"
    throw malformed(node.title, "the zero point '\(zero)' has the type \(zeroType), but \(other)")
  }

  /// The type of the whole numbers that a node writes; `nil` where nothing says.
  func writtenType(_ writer: Onnx_NodeProto) -> ElementType? {
    guard let argument = QuantisedArgument.all(of: writer).first(where: { $0.numbers == nil })
    else {
      return writer.opType == "DynamicQuantizeLinear" ? .uint8 : nil
    }
    if let zero = Self.name(writer, argument.zero) { return elementType(of: zero) }
    guard writer.opType == "QuantizeLinear" else { return nil }
    let stated = (try? attributes(writer).int("output_dtype", default: 0)) ?? 0
    return stated == 0 ? .uint8 : ElementType(rawValue: stated)
  }

  private mutating func checkScale(
    _ name: String, zero: String?, for node: Onnx_NodeProto
  ) throws(FormatError) {
    guard let scale = try constant(name) else { return }
    if let number = scale.floats.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw malformed(
        node.title, "the scale '\(name)' is \(number); it must be above zero and finite")
    }
    // Products of stacked matrices have scales of more axes, and so have blocks.
    let isBlocked = try attributes(node).int("block_size", default: 0) != 0
    guard scale.shape.count < 2 || node.opType == "QLinearMatMul" || isBlocked else {
      throw malformed(
        node.title, "the scale '\(name)' has the shape \(scale.shape); one axis is possible")
    }
    if node.opType.hasSuffix("uantizeLinear"), let zero, let count = try constant(zero)?.count,
      count != scale.count
    {
      throw malformed(
        node.title,
        "there are \(count) zero points '\(zero)' for \(scale.count) scales '\(name)'")
    }
    guard let type = elementType(of: name) else { return }
    let common = scaleType ?? type
    guard common == type else {
      throw malformed(
        node.title, "the scale '\(name)' has the type \(type), beside others of the type \(common)")
    }
    scaleType = common
  }
}
