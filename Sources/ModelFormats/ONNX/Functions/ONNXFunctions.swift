/// The functions that a model defines itself, put in the place of the nodes that call them.
///
/// Exports of `torch.onnx` and of onnxscript have them. What is read afterwards is a model without
/// any, whose nodes are called by the call and by what the function calls them.
struct ONNXFunctions {
  private let file: String
  private let functions: [ONNXFunctionName: Onnx_FunctionProto]
  /// The names of all values, those of one scope told apart from those of any other.
  private var names: ONNXScopedNames
  /// The functions whose calls are being replaced, the outermost first.
  private var stack: [ONNXFunctionName] = []
  /// The version of the default operator set, of the model or else of what it calls.
  private var operatorSet: Int64?

  /// Calls within calls; exporters nest a handful.
  private static let deepest = 32

  /// The model without calls.
  ///
  /// Each node costs O(its names), and they may come to some times what any exporter writes:
  /// functions that call others twice, and these others, are refused before they fill the memory.
  static func inlined(
    in model: Onnx_ModelProto, file: String
  ) throws(FormatError) -> Onnx_ModelProto {
    guard !model.functions.isEmpty else { return model }
    var (model, reading) = (model, try ONNXFunctions(model, file: file))
    model.graph.node = try reading.inlined(model.graph.node)
    if let version = reading.operatorSet, !model.opsetImport.contains(where: \.isDefault) {
      model.opsetImport.append(.with { $0.version = version })
    }
    model.functions = []
    return model
  }

  private init(_ model: Onnx_ModelProto, file: String) throws(FormatError) {
    var functions: [ONNXFunctionName: Onnx_FunctionProto] = [:]
    for function in model.functions {
      guard functions.updateValue(function, forKey: ONNXFunctionName(function)) == nil else {
        throw .malformed(file: file, node: function.name, what: "two functions have this name")
      }
    }
    self.file = file
    self.functions = functions
    names = ONNXScopedNames(of: model.graph)
    operatorSet = model.opsetImport.filter(\.isDefault).map(\.version).max()
  }

  /// The nodes with those of functions instead of calls, in their graphs too.
  private mutating func inlined(
    _ nodes: [Onnx_NodeProto]
  ) throws(FormatError) -> [Onnx_NodeProto] {
    var result: [Onnx_NodeProto] = []
    for var node in nodes {
      for index in node.attribute.indices where node.attribute[index].hasG {
        node.attribute[index].g.node = try inlined(node.attribute[index].g.node)
      }
      if let function = functions[ONNXFunctionName(node)] {
        result += try body(of: function, for: node)
      } else {
        result.append(node)
      }
    }
    return result
  }

  private mutating func body(
    of function: Onnx_FunctionProto, for node: Onnx_NodeProto
  ) throws(FormatError) -> [Onnx_NodeProto] {
    let name = ONNXFunctionName(function)
    guard !stack.contains(name) else {
      throw malformed(node, "the function '\(name)' calls itself")
    }
    guard stack.count < Self.deepest else {
      throw malformed(node, "its calls of functions lie more than \(Self.deepest) deep")
    }
    try checkOperatorSet(of: function, for: node)
    let call = try ONNXFunctionCall(function, node, file: file)
    let nodes: [Onnx_NodeProto]
    do {
      nodes = try call.nodes(&names)
    } catch {
      throw malformed(node, "its functions come to far more nodes than a network has")
    }
    stack.append(name)
    defer { stack.removeLast() }
    return try inlined(nodes)
  }

  /// Throws where a function means another version of the operators than the model.
  private mutating func checkOperatorSet(
    of function: Onnx_FunctionProto, for node: Onnx_NodeProto
  ) throws(FormatError) {
    guard let version = function.opsetImport.filter(\.isDefault).map(\.version).max() else {
      return
    }
    let known = operatorSet ?? version
    guard version == known else {
      throw .unsupported(
        file: file, node: node.title,
        what: "the function '\(ONNXFunctionName(function))' is of operator set \(version), and the "
          + "model of \(known); bring both to one with onnx.version_converter")
    }
    operatorSet = known
  }

  private func malformed(_ node: Onnx_NodeProto, _ what: String) -> FormatError {
    .malformed(file: file, node: node.title, what: what)
  }
}

/// What a function is found by.
struct ONNXFunctionName: Hashable, CustomStringConvertible {
  private let domain: String
  private let name: String
  private let overload: String

  init(_ function: Onnx_FunctionProto) {
    self.init(function.domain, function.name, function.overload)
  }

  /// The function that a node calls, if there is one.
  init(_ node: Onnx_NodeProto) { self.init(node.domain, node.opType, node.overload) }

  private init(_ domain: String, _ name: String, _ overload: String) {
    self.domain = ONNXGraph.isDefaultDomain(domain) ? "" : domain
    self.name = name
    self.overload = overload
  }

  var description: String {
    [domain, name, overload].filter { !$0.isEmpty }.joined(separator: ".")
  }
}

extension Onnx_OperatorSetIdProto {
  /// Whether it tells the version of the standard's operators.
  fileprivate var isDefault: Bool { ONNXGraph.isDefaultDomain(domain) }
}
