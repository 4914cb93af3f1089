/// A node whose arguments are all constants: the shape arithmetic of exporters, transposed weights,
/// thresholds behind `Abs`.
struct ONNXConstantNode {
  let node: Onnx_NodeProto
  /// `nil` for one that is left out.
  let arguments: [ONNXConstant?]
  /// Where the model comes from.
  let file: String

  var attributes: ONNXAttributes { ONNXAttributes(node, file: file) }

  /// The argument at a position, or `nil` if it is left out.
  func argument(_ position: Int) -> ONNXConstant? {
    arguments.indices.contains(position) ? arguments[position] : nil
  }

  func malformed(_ what: String) -> FormatError {
    .malformed(file: file, node: node.title, what: what)
  }
}
