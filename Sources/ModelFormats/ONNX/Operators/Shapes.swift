import Networks

/// Operators that change the lengths of axes and nothing else.
extension ONNXOperators {
  static let shapes = ONNXReshaping.all.map(\.asOperator)
}

extension ONNXReshaping {
  static let all = [
    ONNXReshaping(name: "Flatten", list: nil) { shape, _, attributes throws(FormatError) in
      flattenedShape(shape, axis: try attributes.int("axis", default: 1))
    },
    ONNXReshaping(name: "Reshape", list: "shape") { shape, list, attributes throws(FormatError) in
      let keepsZeros = try attributes.int("allowzero", default: 0) != 0
      return list.flatMap { resolvedShape($0, of: shape, keepsZeros: keepsZeros) }
    },
    ONNXReshaping(name: "Squeeze", list: "axes") { shape, list, _ in
      squeezed(shape, axes: list)
    },
    ONNXReshaping(name: "Unsqueeze", list: "axes") { shape, list, _ in
      list.flatMap { unsqueezed(shape, axes: $0) }
    },
  ]
}

/// A change of the shape that keeps the order of the elements.
struct ONNXReshaping: Sendable {
  let name: String
  /// The attribute that says what the second argument says since operator set 13 or 5; `nil` for
  /// an operator without such a list.
  let list: String?
  /// The new shape, or `nil` if the old one cannot become what the node asks for.
  let rule: @Sendable (_ shape: [Int], _ list: [Int]?, ONNXAttributes) throws(FormatError) -> [Int]?

  var asOperator: ONNXOperator {
    ONNXOperator(
      name, inputs: 1...(list == nil ? 1 : 2),
      add: { importer, node throws(FormatError) in try importer.addReshape(self, node) },
      folding: .numbers { node throws(FormatError) in try node.reshaped(by: self) })
  }
}

extension ONNXImporter {
  fileprivate mutating func addReshape(
    _ reshaping: ONNXReshaping, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let view = try view(node)
    let shape = try shape(node, of: view.shape, by: reshaping)
    give(try reshaped(view, shape, for: node), to: node)
  }

  /// What a node makes of a shape.
  mutating func shape(
    _ node: Onnx_NodeProto, of shape: [Int], by reshaping: ONNXReshaping
  ) throws(FormatError) -> [Int] {
    let attributes = attributes(node)
    var list: [Int]?
    if let name = reshaping.list {
      let listed = try attributes.ints(name)
      list = try optionalConstant(node, 1)?.integers ?? listed
    }
    guard let result = try reshaping.rule(shape, list, attributes), !node.output.isEmpty else {
      throw malformed(node.title, "the shape \(shape) cannot become what it asks for")
    }
    return result
  }
}

extension ONNXConstantNode {
  fileprivate func reshaped(
    by reshaping: ONNXReshaping
  ) throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0) else { return nil }
    var list: [Int]?
    if let name = reshaping.list {
      let listed = try attributes.ints(name)
      list = argument(1)?.integers ?? listed
    }
    guard let shape = try reshaping.rule(constant.shape, list, attributes),
      elementCount(shape) == constant.count
    else { throw malformed("the shape \(constant.shape) does not fit") }
    return constant.with(shape: shape)
  }
}
