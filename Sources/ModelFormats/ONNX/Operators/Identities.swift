import Networks

/// Operators without effect in evaluation mode.
extension ONNXOperators {
  static let identities: [ONNXOperator] = [
    ONNXOperator(
      "Identity", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addIdentity(node) },
      folding: .numbers { $0.argument(0) }),
    ONNXOperator(
      "Dropout", inputs: 1...3,
      add: { importer, node throws(FormatError) in try importer.addDropout(node) },
      folding: .numbers { $0.argument(0) }),
    ONNXOperator(
      "Cast", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addCast(node) },
      folding: .numbers { node throws(FormatError) in try node.cast() }),
    // A type is all that it takes from its second argument.
    ONNXOperator(
      "CastLike", inputs: 2...2,
      add: { importer, node throws(FormatError) in try importer.addCastLike(node) },
      folding: .numbers { $0.argument(0) },
      numberArguments: 1),
  ]
}

extension ONNXImporter {
  /// Gives what a node takes a second name.
  fileprivate mutating func addIdentity(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    guard let output = node.output.first else { return }
    views[output] = view
  }

  fileprivate mutating func addDropout(_ node: Onnx_NodeProto) throws(FormatError) {
    if let mode = try optionalConstant(node, 2), mode.floats != [0] {
      throw unsupported(node, "drops at random; export model.eval()")
    }
    try addIdentity(node)
  }

  fileprivate mutating func addCast(_ node: Onnx_NodeProto) throws(FormatError) {
    let type = ElementType(rawValue: try attributes(node).int("to", default: 1))
    try addIdentity(node, isFloat: type?.isFloat == true)
  }

  fileprivate mutating func addCastLike(_ node: Onnx_NodeProto) throws(FormatError) {
    let example = node.input.count > 1 ? try constant(node.input[1]) : nil
    try addIdentity(node, isFloat: example?.isFloat ?? true)
  }

  private mutating func addIdentity(
    _ node: Onnx_NodeProto, isFloat: Bool
  ) throws(FormatError) {
    guard isFloat else { throw unsupported(node, "turns the image into integers") }
    try addIdentity(node)
  }
}

extension ONNXConstantNode {
  /// The numbers as integers, rounded towards zero, or as floats.
  fileprivate func cast() throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0) else { return nil }
    let type = ElementType(rawValue: try attributes.int("to", default: 1))
    guard type?.isFloat == false else {
      return ONNXConstant(shape: constant.shape, .floats(constant.floats))
    }
    if constant.integers != nil { return constant }
    return ONNXConstant(
      shape: constant.shape,
      .integers(constant.floats.map { Int(exactly: $0.rounded(.towardZero)) ?? 0 }))
  }
}
