import Networks

/// Nonlinearities of single units.
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
      "Max", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addBound(node) { .clamp(minimum: $0, maximum: .infinity) }
      }),
    ONNXOperator(
      "Min", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addBound(node) { .clamp(minimum: -.infinity, maximum: $0) }
      }),
  ]
}

extension ONNXImporter {
  /// An activation of what a node takes first.
  package mutating func addActivation(
    _ activation: Activation, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    try addActivation(activation, node, position: 0)
  }

  /// An activation of an argument; two bounds in a row become one activation.
  mutating func addActivation(
    _ activation: Activation, _ node: Onnx_NodeProto, position: Int
  ) throws(FormatError) {
    let view = try unitwiseArgument(node, position)
    guard let first = bounds(before: node.input[position], view),
      let both = first.followed(by: activation)
    else {
      try append(.activation(activation), of: node, unitwise: view)
      return
    }
    nodes[view.node].operation = .activation(both)
    give(view, to: node)
  }

  /// The bounds that a value has just been given, if nothing else reads it without further ones.
  private func bounds(before name: String, _ view: ONNXView) -> Activation? {
    guard case .activation(let activation) = nodes[view.node].operation,
      graph.consumers[name]?.count == 1, name != graph.output,
      !views.contains(where: { $0.key != name && $0.value.node == view.node })
    else { return nil }
    return activation
  }

  /// The larger or the smaller of what depends on the image and a number.
  fileprivate mutating func addBound(
    _ node: Onnx_NodeProto, _ activation: (Float) -> Activation
  ) throws(FormatError) {
    guard node.input.count == 2 else {
      give(try view(node), to: node)
      return
    }
    for position in 0...1 {
      guard let constant = try constant(node.input[position]) else { continue }
      guard let bound = constant.bound else {
        throw unsupported(
          node, "compares with different numbers, \(constant.shape), where one is possible")
      }
      try addActivation(activation(bound).simplified, node, position: 1 - position)
      return
    }
    throw unsupported(node, "chooses between two maps; only a number is possible beside a map")
  }

  fileprivate mutating func addClip(_ node: Onnx_NodeProto) throws(FormatError) {
    let bounds = try clipBounds(node)
    let clamp = Activation.clamp(minimum: bounds.minimum, maximum: bounds.maximum)
    try addActivation(clamp.simplified, node)
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
}

extension ONNXConstant {
  /// The number that all elements are, if they are one.
  fileprivate var bound: Float? {
    let numbers = floats
    guard let first = numbers.first, !first.isNaN, numbers.allSatisfy({ $0 == first }) else {
      return nil
    }
    return first
  }
}

extension Activation {
  /// A clip that begins at 0 by its usual name.
  var simplified: Activation {
    guard case .clamp(0, let maximum) = self, maximum > 0 else { return self }
    return maximum >= .greatestFiniteMagnitude ? .relu : .clipped(maximum: maximum)
  }

  /// The activation that this and a further one amount to, if it is one of two bounds.
  ///
  ///     clip(clip(z, a, b), c, d) = clip(z, clip(a, c, d), clip(b, c, d))
  fileprivate func followed(by next: Activation) -> Activation? {
    guard let first = bounds, let second = next.bounds else { return nil }
    let minimum = min(max(first.minimum, second.minimum), second.maximum)
    let maximum = min(max(first.maximum, second.minimum), second.maximum)
    guard minimum < maximum else { return nil }
    return Activation.clamp(minimum: minimum, maximum: maximum).simplified
  }

  private var bounds: (minimum: Float, maximum: Float)? {
    switch self {
    case .relu: (0, .infinity)
    case .clipped(let maximum): (0, maximum)
    case .clamp(let minimum, let maximum): (minimum, maximum)
    case .quantized: nil
    }
  }
}
