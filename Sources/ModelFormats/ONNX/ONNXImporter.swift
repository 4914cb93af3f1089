import Networks

/// Turns the nodes of an ONNX graph into the nodes of an analog network, one after the other.
///
/// Every value of the file is either a constant or a *view*: the result of a network node together
/// with the shape that the file gives it. A reshape that keeps the order of the elements only
/// changes the view. The nodes have no names of their own yet.
struct ONNXImporter {
  /// The result of a network node as the file sees it.
  struct View {
    /// The index in `nodes`.
    var node: Int
    /// With the batch in front; a symbolic batch counts as 1.
    var shape: [Int]
  }

  let graph: ONNXGraph
  /// Of the default operator set.
  var operatorSet: Int { graph.operatorSet }
  /// The length of the batch in the file's shapes.
  let batch: Int
  var nodes: [AnalogNode]
  var views: [String: View]
  private var constants: [String: ONNXConstant] = [:]
  /// The names of the constants met so far.
  var constantNames: Dictionary<String, ONNXConstant>.Keys { constants.keys }
  /// Nodes that need nothing more: constants, and parts of an activation imported before.
  var consumed: Set<Int> = []

  /// The operators that become nodes of the network, or nothing.
  static let operators: Set<String> = [
    "Add", "AveragePool", "BatchNormalization", "Clip", "Concat", "Conv", "Div", "Dropout",
    "Flatten", "Floor", "Gather", "Gemm", "GlobalAveragePool", "GlobalMaxPool", "Identity",
    "MatMul", "MaxPool", "Mul", "Pad", "ReduceMean", "Relu", "Reshape", "Softmax", "Squeeze",
    "Sub", "Unsqueeze",
  ]

  init(_ graph: ONNXGraph) throws(FormatError) {
    try Self.refuseUnknownOperators(graph)
    self.graph = graph
    let shape = try Self.imageShape(of: graph.input, file: graph.file)
    batch = shape[0]
    let map = try Self.map(shape, file: graph.file, node: graph.input.name)
    nodes = [
      AnalogNode(
        name: "", fileName: graph.input.name, operation: .input, inputs: [], shape: map)
    ]
    views = [graph.input.name: View(node: 0, shape: shape)]
  }

  /// Imports every node; the result still has batch normalizations and no layer names.
  mutating func network() throws(FormatError) -> AnalogNetwork {
    // Constants first: an activation may need some that stand behind its beginning. What depends
    // on the shape of a map is folded on the way.
    for (index, node) in graph.nodes.enumerated() where node.opType != "Shape" {
      if try fold(node) { consumed.insert(index) }
    }
    for (index, node) in graph.nodes.enumerated() where !consumed.contains(index) {
      if try fold(node) { continue }
      try add(node, index: index)
    }
    guard let output = views[graph.output] else {
      throw malformed(graph.output, "the output does not depend on the image")
    }
    let last = output.shape.count == 2 ? try vector(output, for: nil) : output.node
    return AnalogNetwork(name: "", nodes: nodes, output: last)
  }

  /// One error for all operators, so that the user sees the whole list at once.
  private static func refuseUnknownOperators(_ graph: ONNXGraph) throws(FormatError) {
    let known = operators.union(ONNXConstantFolding.operators)
    var uses: [OperatorUse] = []
    for node in graph.nodes {
      let isKnown = ONNXGraph.isDefaultDomain(node.domain) && known.contains(node.opType)
      let name = isKnown || node.domain.isEmpty ? node.opType : "\(node.domain).\(node.opType)"
      guard !isKnown, !uses.contains(where: { $0.name == name }) else { continue }
      uses.append(OperatorUse(name: name, node: node.title))
    }
    if !uses.isEmpty { throw .unknownOperators(file: graph.file, uses) }
  }

  /// Evaluates a node of constants; whether it was one.
  private mutating func fold(_ node: Onnx_NodeProto) throws(FormatError) -> Bool {
    if node.opType == "Shape" { return try foldShape(node) }
    var inputs: [ONNXConstant?] = []
    for name in node.input {
      if name.isEmpty {
        inputs.append(nil)
      } else if let value = try constant(name) {
        inputs.append(value)
      } else {
        // A type is all that CastLike takes from its second argument.
        guard node.opType == "CastLike", inputs.count == 1 else { return false }
      }
    }
    let folding = ONNXConstantFolding(file: graph.file)
    guard let result = try folding.result(of: node, inputs), let name = node.output.first else {
      throw unsupported(node, "\(node.opType) of constants is not evaluated")
    }
    constants[name] = result
    return true
  }

  private mutating func foldShape(_ node: Onnx_NodeProto) throws(FormatError) -> Bool {
    guard let source = node.input.first, let name = node.output.first else { return false }
    let attributes = ONNXAttributes(node, file: graph.file)
    let constantShape = try constant(source)?.shape
    guard let shape = views[source]?.shape ?? constantShape else {
      throw malformed(node.title, "nothing writes its input '\(source)'")
    }
    let start = try attributes.int("start", default: 0)
    let end = try attributes.int("end", default: shape.count)
    let lower = min(max(start < 0 ? start + shape.count : start, 0), shape.count)
    let upper = min(max(end < 0 ? end + shape.count : end, lower), shape.count)
    constants[name] = ONNXConstant(integers: Array(shape[lower..<upper]))
    return true
  }

  /// The constant of this name, or `nil` if the name is a view or unknown.
  mutating func constant(_ name: String) throws(FormatError) -> ONNXConstant? {
    if let known = constants[name] { return known }
    guard let tensor = graph.initializers[name] else { return nil }
    let constant = try ONNXTensorDecoding(file: graph.file).constant(tensor)
    constants[name] = constant
    return constant
  }

  /// Appends a network node and makes it the value of the file's node.
  mutating func append(
    _ operation: AnalogOperation, of node: Onnx_NodeProto, inputs: [Int], shape: MapShape,
    viewShape: [Int]? = nil, output: String? = nil
  ) {
    nodes.append(
      AnalogNode(
        name: "", fileName: node.title, operation: operation, inputs: inputs, shape: shape))
    guard let output = output ?? node.output.first else { return }
    let full = [batch, shape.channels, shape.height, shape.width]
    views[output] = View(node: nodes.count - 1, shape: viewShape ?? full)
  }

  func unsupported(_ node: Onnx_NodeProto, _ what: String) -> FormatError {
    .unsupported(file: graph.file, node: node.title, what: what)
  }

  func malformed(_ node: String, _ what: String) -> FormatError {
    .malformed(file: graph.file, node: node, what: what)
  }
}
