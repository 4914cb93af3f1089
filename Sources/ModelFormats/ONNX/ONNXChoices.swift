/// Choices between two graphs (`If`), as lengths decide them that no image changes.
///
/// What is chosen takes the place of the choice, before anything else is read.
struct ONNXChoices {
  let file: String
  let operators: ONNXOperators
  /// The size of the file.
  let byteCount: Int
  /// Those of an image, where the file leaves some open.
  let lengths: [Int]?

  /// Each costs as much as the reading of all layers before it.
  private static let mostChoices = 64

  /// The model without the choices whose conditions are known; others stay as they are.
  ///
  /// Throws where conditions wait for lengths that the file leaves open.
  func made(in model: Onnx_ModelProto) throws(FormatError) -> Onnx_ModelProto {
    var model = model
    for _ in 0..<Self.mostChoices {
      var isDone = true
      for (index, node) in model.graph.node.enumerated() where node.qualifiedName == "If" {
        guard let isTrue = try condition(of: node, in: model),
          let branch = Self.branch(isTrue, of: node)
        else { continue }
        model.graph.initializer += branch.initializer
        model.graph.node.replaceSubrange(index...index, with: branch.node + names(branch, node))
        isDone = false
        break
      }
      if isDone { break }
    }
    return model
  }

  /// `nil` where an image decides it, or what cannot be read.
  private func condition(
    of node: Onnx_NodeProto, in model: Onnx_ModelProto
  ) throws(FormatError) -> Bool? {
    guard let name = node.input.first else { return nil }
    do throws(FormatError) {
      let graph = try ONNXGraph(model, file: file, outputs: [name])
      var importer = try ONNXImporter(
        graph, operators: operators, byteCount: byteCount, lengths: lengths)
      return try importer.constantBehindAllNodes(name)?.scalar.map { $0 != 0 }
    } catch {
      if case .symbolicDimension = error { throw error }
      return nil
    }
  }

  private static func branch(_ isTrue: Bool, of node: Onnx_NodeProto) -> Onnx_GraphProto? {
    let name = isTrue ? "then_branch" : "else_branch"
    guard let attribute = node.attribute.first(where: { $0.name == name && $0.hasG }),
      attribute.g.output.count == node.output.count
    else { return nil }
    return attribute.g
  }

  /// Nodes that give the results of a branch the names that the rest of the model knows.
  private func names(_ branch: Onnx_GraphProto, _ node: Onnx_NodeProto) -> [Onnx_NodeProto] {
    zip(branch.output, node.output).map { inner, outer in
      .with {
        ($0.opType, $0.name) = ("Identity", node.name)
        ($0.input, $0.output) = ([inner.name], [outer])
      }
    }
  }
}
