import Networks

/// Operators on whole numbers, read as those on the numbers that these stand for.
///
/// Each is its operator on floats between dequantised weights and a quantised result
/// (`Quantization.swift`). Those of the domain com.microsoft are what onnxruntime's quantisation
/// writes beside the standard's.
extension ONNXOperators {
  static let integerArithmetic: [ONNXOperator] = [
    ONNXOperator(
      "QLinearConv", inputs: 8...9,
      add: { importer, node throws(FormatError) in
        try importer.addWeighted(node, as: "Conv", result: 6, bias: 8)
      }),
    ONNXOperator(
      "QLinearMatMul", inputs: 8...8,
      add: { importer, node throws(FormatError) in
        try importer.addWeighted(node, as: "MatMul", result: 6)
      }),
    ONNXOperator(
      "ConvInteger", inputs: 2...4,
      add: { importer, node throws(FormatError) in try importer.addUnscaled(node, as: "Conv") }),
    ONNXOperator(
      "MatMulInteger", inputs: 2...4,
      add: { importer, node throws(FormatError) in try importer.addUnscaled(node, as: "MatMul") }),
    ONNXOperator(
      "DynamicQuantizeLinear", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addDynamicQuantization(node) },
      ignoresFurtherResults: true),
    ONNXOperator(
      "com.microsoft.QGemm", inputs: 6...9,
      add: { importer, node throws(FormatError) in
        try importer.addWeighted(node, as: "Gemm", result: 7, bias: 6)
      }),
    ONNXOperator(
      "com.microsoft.QLinearAdd", inputs: 8...8,
      add: { importer, node throws(FormatError) in try importer.addPair(node, as: "Add") }),
    ONNXOperator(
      "com.microsoft.QLinearMul", inputs: 7...8,
      add: { importer, node throws(FormatError) in try importer.addPair(node, as: "Mul") }),
    ONNXOperator(
      "com.microsoft.QLinearLeakyRelu", inputs: 4...5,
      add: { importer, node throws(FormatError) in
        try importer.addUnary(node, as: "LeakyRelu")
      }),
    ONNXOperator(
      "com.microsoft.QLinearAveragePool", inputs: 4...5,
      add: { importer, node throws(FormatError) in
        try importer.addPool(node, as: "AveragePool")
      }),
    ONNXOperator(
      "com.microsoft.QLinearGlobalAveragePool", inputs: 5...5,
      add: { importer, node throws(FormatError) in
        try importer.addPool(node, as: "GlobalAveragePool")
      }),
    ONNXOperator(
      "com.microsoft.QLinearConcat", inputs: 5...Int.max,
      add: { importer, node throws(FormatError) in try importer.addJoin(node) }),
  ]
}

extension ONNXImporter {
  /// A tensor, the weights behind it, and the scale and zero point of either.
  ///
  /// - Parameters:
  ///   - result: Where the scale of the result stands, with its zero point behind it.
  ///   - bias: Where the bias stands, in units of both scales.
  fileprivate mutating func addWeighted(
    _ node: Onnx_NodeProto, as name: String, result: Int, bias: Int? = nil
  ) throws(FormatError) {
    var plain = plain(node, as: name)
    // Weights of a convolution, and of a transposed matrix, have their outputs first.
    let isTransposed = try attributes(node).int("transB", default: 0) != 0
    let axis = name == "Conv" || isTransposed ? 0 : -1
    plain.input = [
      try operand(node, 0, axis: 0), try operand(node, 3, axis: axis),
    ]
    if let bias, node.input.indices.contains(bias), !node.input[bias].isEmpty {
      let input = try weights(node, 1).floats
      let scales = try weights(node, 4).floats
      guard input.count == 1, let sums = try optionalConstant(node, bias),
        scales.count == 1 || scales.count == sums.count
      else { throw malformed(node.title, "the scales do not fit the bias") }
      let numbers = sums.floats.enumerated().map { index, number in
        number * input[0] * scales[scales.count == 1 ? 0 : index]
      }
      plain.input.append(
        define(ONNXConstant(shape: sums.shape, .floats(numbers)), for: node, "bias"))
    }
    try addQuantized(plain, node, scale: result)
  }

  /// A product of whole numbers, whose scales follow in nodes of their own.
  fileprivate mutating func addUnscaled(
    _ node: Onnx_NodeProto, as name: String
  ) throws(FormatError) {
    try checkIsUnscaled(node)
    var plain = plain(node, as: name)
    guard let weights = try optionalConstant(node, 1) else {
      throw malformed(node.title, "argument 1 is missing")
    }
    let zero = try optionalConstant(node, 3)
    let numbers = try dequantised(
      weights, scale: nil, zero: zero, axis: name == "Conv" ? 0 : -1, for: node)
    plain.input = [node.input[0], define(numbers, for: node, "weights")]
    plain.output = node.output
    try perform(plain)
  }

  /// The image's own range, by which what follows is multiplied again: not rounded, it cancels.
  fileprivate mutating func addDynamicQuantization(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    try checkDynamicQuantization(node)
    noteQuantization()
    give(view, to: node)
    for (output, number) in zip(node.output.dropFirst(), [1, 0] as [Float]) where !output.isEmpty {
      define(ONNXConstant(shape: [], .floats([number])), as: output)
    }
  }

  /// A sum, or a product with a constant.
  fileprivate mutating func addPair(
    _ node: Onnx_NodeProto, as name: String
  ) throws(FormatError) {
    var plain = plain(node, as: name)
    plain.input = [try operand(node, 0, axis: 0), try operand(node, 3, axis: 0)]
    try addQuantized(plain, node, scale: 6)
  }

  fileprivate mutating func addPool(
    _ node: Onnx_NodeProto, as name: String
  ) throws(FormatError) {
    guard try attributes(node).int("channels_last", default: 0) == 0 else {
      throw unsupported(node, "pools with the channels last")
    }
    try addUnary(node, as: name)
  }

  /// A function of one tensor, which has its scale and zero point behind it, and the result's then.
  fileprivate mutating func addUnary(
    _ node: Onnx_NodeProto, as name: String
  ) throws(FormatError) {
    var plain = plain(node, as: name)
    plain.input = [try operand(node, 0, axis: 0)]
    try addQuantized(plain, node, scale: 3)
  }

  /// The scale and zero point of the result, then three inputs for each part.
  fileprivate mutating func addJoin(_ node: Onnx_NodeProto) throws(FormatError) {
    var plain = plain(node, as: "Concat")
    plain.input = []
    for position in stride(from: 2, to: node.input.count - 2, by: 3) {
      plain.input.append(try operand(node, position, axis: 0))
    }
    try addQuantized(plain, node, scale: 0)
  }

  /// The operator on floats with the same attributes; its result has a name of its own.
  private func plain(_ node: Onnx_NodeProto, as name: String) -> Onnx_NodeProto {
    var plain = Onnx_NodeProto()
    plain.name = node.title
    plain.opType = name
    plain.attribute = node.attribute.filter { $0.name != "channels_last" }
    plain.output = ["\(node.title) before it is quantised"]
    return plain
  }

  /// The name of an argument as numbers: of its own where it depends on the image.
  private mutating func operand(
    _ node: Onnx_NodeProto, _ position: Int, axis: Int
  ) throws(FormatError) -> String {
    if views[node.input[position]] != nil {
      try checkScale(node, position, scale: position + 1)
      return node.input[position]
    }
    guard let numbers = try optionalConstant(node, position) else {
      throw malformed(node.title, "argument \(position) is missing")
    }
    let constant = try dequantised(
      numbers, scale: try optionalConstant(node, position + 1),
      zero: try optionalConstant(node, position + 2), axis: axis, for: node)
    return define(constant, for: node, "argument \(position)")
  }

  /// Imports an operator and bounds its result to the range of whole numbers.
  private mutating func addQuantized(
    _ plain: Onnx_NodeProto, _ node: Onnx_NodeProto, scale: Int
  ) throws(FormatError) {
    try perform(plain)
    noteQuantization()
    // A result that stays in floats has no scale.
    guard node.input.indices.contains(scale), !node.input[scale].isEmpty else {
      if let view = views[plain.output[0]] { give(view, to: node) }
      return
    }
    var quantization = Onnx_NodeProto()
    quantization.name = node.title
    quantization.opType = "QuantizeLinear"
    quantization.input = plain.output + node.input[scale...].prefix(2)
    quantization.output = node.output
    try perform(quantization)
  }

  private mutating func define(
    _ constant: ONNXConstant, for node: Onnx_NodeProto, _ what: String
  ) -> String {
    let name = "\(node.title): \(what)"
    define(constant, as: name)
    return name
  }
}
