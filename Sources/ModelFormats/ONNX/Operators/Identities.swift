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
      folding: .numbers { node throws(FormatError) in try node.castLike() },
      numberArguments: 1),
  ]
}

extension ONNXImporter {
  /// Gives what a node takes a second name.
  fileprivate mutating func addIdentity(_ node: Onnx_NodeProto) throws(FormatError) {
    if let comparison = comparisons[node.input[0]] {
      comparisons[node.output[0]] = comparison
      return
    }
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
    if let type, let written = writer(ofWholeNumbers: node.input[0]).flatMap(writtenType) {
      try checkCast(node, of: written, to: type)
      try addIdentity(node)
    } else {
      try addIdentity(node, isFloat: type?.isFloat == true)
    }
  }

  fileprivate mutating func addCastLike(_ node: Onnx_NodeProto) throws(FormatError) {
    let example = node.input.count > 1 ? try constant(node.input[1]) : nil
    try addIdentity(node, isFloat: example?.isFloat ?? true)
  }

  private mutating func addIdentity(
    _ node: Onnx_NodeProto, isFloat: Bool
  ) throws(FormatError) {
    let isComparison = comparisons[node.input[0]] != nil
    guard isFloat || isComparison || isChoice(node.input[0]) else {
      throw unsupported(
        node, "turns what depends on the image into whole numbers, which no firing rate follows")
    }
    try addIdentity(node)
  }

  /// Whether a value is the number of a class, which is a whole one.
  private func isChoice(_ name: String) -> Bool {
    let renames: Set = ["Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze"]
    var name = name
    // Longer chains are no exporter's.
    for _ in 0..<64 {
      guard let node = graph.producer(of: name), let source = node.input.first else { return false }
      if ["ArgMax", "TopK"].contains(node.opType) { return true }
      guard renames.contains(node.opType) else { return false }
      name = source
    }
    return false
  }
}

extension ONNXConstantNode {
  /// The numbers as those of the type that the node names.
  fileprivate func cast() throws(FormatError) -> ONNXConstant? {
    let code = try attributes.int("to", default: 1)
    guard let type = ElementType(rawValue: code) else {
      throw malformed("the element type \(ElementType.name(ofCode: code)) is not known")
    }
    return try converted(to: type)
  }

  /// The numbers as those of the type of an example; that of what depends on the image is read as
  /// `float32`.
  fileprivate func castLike() throws(FormatError) -> ONNXConstant? {
    try converted(to: argument(1)?.type ?? .float32)
  }

  private func converted(to type: ElementType) throws(FormatError) -> ONNXConstant? {
    do {
      return try argument(0)?.converted(to: type)
    } catch {
      throw malformed(error.description)
    }
  }
}
