/// A node whose arguments are all constants: the shape arithmetic of exporters, transposed weights,
/// thresholds behind `Abs`.
struct ONNXConstantNode {
  let node: Onnx_NodeProto
  /// `nil` for one that is left out.
  let arguments: [ONNXConstant?]
  /// Where the model comes from.
  let file: String
  /// How many numbers the result may have.
  let room: Int

  /// Why a node makes no more of them.
  static let excess = "its constants come to far more numbers than the file holds"

  var attributes: ONNXAttributes { ONNXAttributes(node, file: file) }

  /// The argument at a position, or `nil` if it is left out.
  func argument(_ position: Int) -> ONNXConstant? {
    arguments.indices.contains(position) ? arguments[position] : nil
  }

  /// Throws if a result of so many numbers would be too large; `nil` stands for an absurd one.
  func checkRoom(for count: Int?) throws(FormatError) {
    guard let count, count <= room else { throw malformed(Self.excess) }
  }

  func malformed(_ what: String) -> FormatError {
    .malformed(file: file, node: node.title, what: what)
  }
}
