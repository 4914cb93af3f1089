/// One call of a function that a model defines: its nodes, with the names and attributes of the
/// call.
struct ONNXFunctionCall {
  private let function: Onnx_FunctionProto
  /// What the names of its values and nodes begin with.
  private let scope: String
  /// What the model calls the values of the function; those that are left out are called nothing.
  private var values: [String: String] = [:]
  /// Those of the call, by name, and those that the function has for calls without.
  private var attributes: [String: Onnx_AttributeProto] = [:]
  /// Results that are an argument or another result, in the words of the function and the model.
  private var copies: [(inner: String, outer: String)] = []

  init(
    _ function: Onnx_FunctionProto, _ call: Onnx_NodeProto, file: String
  ) throws(FormatError) {
    self.function = function
    scope = ONNXScopedNames.scope(of: call)
    func check(
      _ given: [String], among known: [String], _ what: String
    ) throws(FormatError) {
      let count = given.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
      guard count > known.count else { return }
      throw .malformed(
        file: file, node: call.title,
        what: "the function '\(function.name)' has \(known.count) \(what), but there are \(count)")
    }
    try check(call.input, among: function.input, "inputs")
    try check(call.output, among: function.output, "outputs")
    for attribute in function.attributeProto { attributes[attribute.name] = attribute }
    let known = Set(function.attribute).union(attributes.keys)
    for attribute in call.attribute {
      guard known.contains(attribute.name) || attribute.name.hasPrefix("__") else {
        throw .malformed(
          file: file, node: call.title,
          what: "the function '\(function.name)' has no attribute '\(attribute.name)'")
      }
      attributes[attribute.name] = attribute
    }
    for (index, name) in function.input.enumerated() {
      values[name] = call.input.indices.contains(index) ? call.input[index] : ""
    }
    for (inner, outer) in zip(function.output, call.output) where !outer.isEmpty {
      if values[inner] == nil { values[inner] = outer } else { copies.append((inner, outer)) }
    }
  }

  /// The nodes that take the place of the call.
  ///
  /// - Parameter names: Those of the model so far.
  func nodes(_ names: inout ONNXScopedNames) throws(ONNXNameExcess) -> [Onnx_NodeProto] {
    var values = values
    var nodes = try renamed(function.node, &values, &names)
    for (inner, outer) in copies {
      let title = try names.title(inner, in: scope)
      nodes.append(
        .with {
          ($0.opType, $0.name) = ("Identity", title)
          ($0.input, $0.output) = ([values[inner] ?? ""], [outer])
        })
    }
    return nodes
  }

  private func renamed(
    _ nodes: [Onnx_NodeProto], _ values: inout [String: String], _ names: inout ONNXScopedNames
  ) throws(ONNXNameExcess) -> [Onnx_NodeProto] {
    var result: [Onnx_NodeProto] = []
    for var node in nodes {
      try names.spend(forNode: node)
      node.name = try names.title(node.title, in: scope)
      for index in node.input.indices {
        node.input[index] = try renamed(node.input[index], &values, &names)
      }
      node.attribute = node.attribute.compactMap(resolved)
      for index in node.attribute.indices where node.attribute[index].hasG {
        node.attribute[index].g = try renamed(node.attribute[index].g, values, &names)
      }
      for index in node.output.indices {
        node.output[index] = try renamed(node.output[index], &values, &names)
      }
      result.append(node)
    }
    return result
  }

  /// What the model calls a value of the function.
  private func renamed(
    _ name: String, _ values: inout [String: String], _ names: inout ONNXScopedNames
  ) throws(ONNXNameExcess) -> String {
    guard !name.isEmpty else { return name }
    if let known = values[name] { return known }
    let distinct = try names.distinct(name, in: scope)
    values[name] = distinct
    return distinct
  }

  /// A graph inside of the function: its own values are called otherwise than those around.
  private func renamed(
    _ graph: Onnx_GraphProto, _ outer: [String: String], _ names: inout ONNXScopedNames
  ) throws(ONNXNameExcess) -> Onnx_GraphProto {
    try names.spend(forScope: outer.count)
    var (graph, values) = (graph, outer)
    let own =
      graph.input.map(\.name) + graph.initializer.map(\.name)
      + graph.sparseInitializer.map(\.values.name) + graph.node.flatMap(\.output)
    for name in own where !name.isEmpty {
      values[name] = try names.distinct(name, in: scope)
    }
    for index in graph.initializer.indices {
      graph.initializer[index].name = values[graph.initializer[index].name] ?? ""
    }
    for index in graph.sparseInitializer.indices {
      let name = graph.sparseInitializer[index].values.name
      graph.sparseInitializer[index].values.name = values[name] ?? ""
    }
    for index in graph.input.indices {
      graph.input[index].name = values[graph.input[index].name] ?? ""
    }
    graph.node = try renamed(graph.node, &values, &names)
    for index in graph.output.indices {
      graph.output[index].name = values[graph.output[index].name] ?? ""
    }
    return graph
  }

  /// An attribute with its value of the call where it refers to one; `nil` where there is none.
  private func resolved(_ attribute: Onnx_AttributeProto) -> Onnx_AttributeProto? {
    guard !attribute.refAttrName.isEmpty else { return attribute }
    var given = attributes[attribute.refAttrName]
    given?.name = attribute.name
    return given
  }
}
