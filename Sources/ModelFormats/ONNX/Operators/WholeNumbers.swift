/// How whole numbers in a file stand for others: by the scale that they were written by, which is
/// the one that they must be read by.
///
/// What depends on the image is kept as the numbers that are stood for, so that another scale would
/// go by unnoticed.
extension ONNXImporter {
  /// Throws where a node reads a value by another scale or zero point than it was written by.
  ///
  /// - Parameters:
  ///   - position: That of the value among the arguments of the node.
  ///   - scale: That of its scale, with its zero point behind it.
  mutating func checkScale(
    _ node: Onnx_NodeProto, _ position: Int, scale: Int
  ) throws(FormatError) {
    guard let writer = writer(ofWholeNumbers: node.input[position]),
      let place = Self.scales[writer.qualifiedName], writer.input.indices.contains(place),
      let written = try constant(writer.input[place]),
      let read = try optionalConstant(node, scale)
    else { return }
    let zeros = (
      try optionalConstant(writer, place + 1)?.floats, try optionalConstant(node, scale + 1)?.floats
    )
    guard written.floats == read.floats, (zeros.0 ?? [0]) == (zeros.1 ?? [0]) else {
      throw unsupported(
        node,
        "reads whole numbers by another scale or zero point than '\(writer.title)' has written "
          + "them by; quantise the model again")
    }
  }

  /// Throws where whole numbers are multiplied whose scale follows in other nodes, and is not 1.
  mutating func checkIsUnscaled(_ node: Onnx_NodeProto) throws(FormatError) {
    guard let writer = writer(ofWholeNumbers: node.input[0]) else {
      let zero = try optionalConstant(node, 2)?.floats ?? []
      guard zero.allSatisfy({ $0 == 0 }) else {
        throw unsupported(node, "has a zero point for numbers that nothing has quantised")
      }
      return
    }
    guard writer.opType != "DynamicQuantizeLinear" else { return }
    throw unsupported(
      node,
      "multiplies the whole numbers of '\(writer.title)', whose scale follows in other nodes; "
        + "quantise the model in QDQ form")
  }

  /// Throws where a cast of what is quantised changes numbers, or takes them without their scale.
  func checkCast(
    _ node: Onnx_NodeProto, of written: ElementType, to type: ElementType
  ) throws(FormatError) {
    guard let range = type.integers, let numbers = written.integers else {
      throw unsupported(
        node, "takes whole numbers for what they stand for; quantise the model in QDQ form")
    }
    guard range.lowerBound <= numbers.lowerBound, range.upperBound >= numbers.upperBound else {
      throw unsupported(
        node, "makes \(type) of \(written), which cuts or turns numbers; quantise the model again")
    }
  }

  /// The node that has made whole numbers of a value, where others have only moved them since.
  func writer(ofWholeNumbers name: String) -> Onnx_NodeProto? {
    var name = name
    // Longer chains are no exporter's.
    for _ in 0..<256 {
      guard let node = graph.producer(of: name) else { return nil }
      if Self.scales[node.qualifiedName] != nil || node.opType == "DynamicQuantizeLinear" {
        return node
      }
      let isMove = Self.moves.contains(node.qualifiedName) || node.qualifiedName == "Cast"
      guard isMove, let source = node.input.first else {
        return nil
      }
      name = source
    }
    return nil
  }

  /// Where the scale of the result stands among the arguments, by operators.
  private static let scales = [
    "QuantizeLinear": 1, "QLinearConv": 6, "QLinearMatMul": 6, "com.microsoft.QGemm": 7,
    "com.microsoft.QLinearAdd": 6, "com.microsoft.QLinearMul": 6,
    "com.microsoft.QLinearLeakyRelu": 3, "com.microsoft.QLinearAveragePool": 3,
    "com.microsoft.QLinearGlobalAveragePool": 3, "com.microsoft.QLinearConcat": 0,
  ]

  /// What gives whole numbers other places, or leaves some out.
  static let moves: Set = [
    "MaxPool", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Slice", "Gather",
    "Split", "Concat", "Identity", "Pad", "Expand", "Tile", "DepthToSpace", "SpaceToDepth",
    "Resize", "Dropout", "GatherND", "GatherElements", "ReverseSequence",
  ]
}
