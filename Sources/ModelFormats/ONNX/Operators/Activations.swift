import Networks

/// Nonlinearities of single units, and the softmax over the classes.
extension ONNXOperators {
  static let activations: [ONNXOperator] = [
    ONNXOperator(
      "Relu", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addActivation(.relu, node) }
    ),
    ONNXOperator(
      "Clip", inputs: 1...3,
      add: { importer, node throws(FormatError) in try importer.addClip(node) },
      scalarStep: { importer, node throws(FormatError) in try importer.clipStep(node) }),
    ONNXOperator(
      "Softmax", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addSoftmax(node) }),
  ]
}

extension ONNXImporter {
  /// An activation of what a node takes first.
  package mutating func addActivation(
    _ activation: Activation, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let source = try layerArgument(node)
    let shape = nodes[source].shape
    let viewShape = viewShape(shape, like: try view(node))
    try append(.activation(activation), of: node, inputs: [source], viewShape: viewShape)
  }

  fileprivate mutating func addClip(_ node: Onnx_NodeProto) throws(FormatError) {
    let bounds = try clipBounds(node)
    try addActivation(activation(minimum: bounds.minimum, maximum: bounds.maximum), node)
  }

  private func activation(minimum: Float, maximum: Float) -> Activation {
    guard minimum == 0, maximum > 0 else { return .clamp(minimum: minimum, maximum: maximum) }
    return maximum >= .greatestFiniteMagnitude ? .relu : .clipped(maximum: maximum)
  }

  /// The bounds of a `Clip`: attributes before operator set 11, inputs since.
  fileprivate mutating func clipBounds(
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

  fileprivate mutating func clipStep(_ node: Onnx_NodeProto) throws(FormatError) -> ONNXScalarStep?
  {
    guard let first = node.input.first else { return nil }
    let bounds = try clipBounds(node)
    return ONNXScalarStep(first, .clip(Double(bounds.minimum), Double(bounds.maximum)))
  }

  fileprivate mutating func addSoftmax(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let source = try layerArgument(node)
    let shape = nodes[source].shape
    // Before operator set 13 everything from the axis on is one vector.
    let axis = try attributes(node).int("axis", default: operatorSet < 13 ? 1 : -1)
    guard shape.isVector, axis == 1 || axis == 1 - view.shape.count else {
      throw unsupported(node, "is not over the classes")
    }
    guard node.output[0] == graph.output, graph.consumers[node.output[0]] == nil else {
      throw unsupported(node, "is not the last node; no spiking network can hold it inside")
    }
    try append(.softmax, of: node, inputs: [source], viewShape: view.shape)
  }
}
