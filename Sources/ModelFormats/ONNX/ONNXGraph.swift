/// The part of a model's graph that reaches its output, in topological order.
struct ONNXGraph {
  /// Where the model comes from, for messages and external data.
  let file: String
  /// The version of the default operator set.
  let operatorSet: Int
  /// Each after the nodes that it reads from; in the order of the file if that is valid.
  let nodes: [Onnx_NodeProto]
  let initializers: [String: Onnx_TensorProto]
  /// Constants of which the file holds only the numbers that are not zero.
  let sparseInitializers: [String: Onnx_SparseTensorProto]
  /// The one input that is no weight.
  let input: Onnx_ValueInfoProto
  /// The names of the outputs that were asked for, or of all; at least one.
  let outputs: [String]
  /// The indices of the nodes that read a value, one entry per use.
  let consumers: [String: [Int]]
  /// The index of the node that writes a value.
  let producers: [String: Int]

  /// Whether torch has written the file.
  let isFromTorch: Bool

  /// Whether the file leaves open how many images come at once.
  var hasOpenBatch: Bool {
    if case .dimValue = input.type.tensorType.shape.dim.first?.value { false } else { true }
  }

  /// - Parameter names: The outputs that are wanted, in this order; none for all.
  init(
    _ model: Onnx_ModelProto, file: String, outputs names: [String] = []
  ) throws(FormatError) {
    guard model.hasGraph else {
      throw .notONNX(file: file, found: .other("it holds no graph"))
    }
    guard !model.graph.output.isEmpty else {
      let name = model.graph.name
      throw .malformed(
        file: file, node: name.isEmpty ? "the graph" : name, what: "it has no outputs")
    }
    let graph = model.graph
    self.file = file
    isFromTorch = model.producerName == "pytorch"
    operatorSet = try Self.operatorSet(of: model, file: file)
    outputs = try Self.outputs(of: graph, named: names, file: file)
    initializers = try Self.initializers(of: graph, file: file)
    sparseInitializers = try Self.sparseInitializers(
      of: graph, besides: Set(initializers.keys), file: file)
    let live = try Self.liveNodes(
      of: graph, outputs: outputs,
      weights: Set(initializers.keys).union(sparseInitializers.keys), file: file)
    nodes = try Self.ordered(live, file: file)
    input = try Self.imageInput(of: graph, nodes: nodes, weights: initializers, file: file)
    consumers = Self.consumers(of: nodes)
    producers = Self.producers(of: nodes)
  }

  private static func outputs(
    of graph: Onnx_GraphProto, named names: [String], file: String
  ) throws(FormatError) -> [String] {
    let all = graph.output.map(\.name)
    // Whatever a node writes can be looked at, also where it is none of the file's outputs.
    let written = Set(graph.node.flatMap(\.output))
    if let stranger = names.first(where: { !all.contains($0) && !written.contains($0) }) {
      throw .noSuchOutput(file: file, name: stranger, outputs: all)
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw .undetermined(file: file, node: twice, what: "it stands twice in --outputs")
    }
    return names.isEmpty ? all : names
  }

  private static func initializers(
    of graph: Onnx_GraphProto, file: String
  ) throws(FormatError) -> [String: Onnx_TensorProto] {
    var tensors: [String: Onnx_TensorProto] = [:]
    for tensor in graph.initializer {
      guard tensors.updateValue(tensor, forKey: tensor.name) == nil else {
        throw .malformed(file: file, node: tensor.name, what: "two tensors have this name")
      }
    }
    return tensors
  }

  private static func sparseInitializers(
    of graph: Onnx_GraphProto, besides names: Set<String>, file: String
  ) throws(FormatError) -> [String: Onnx_SparseTensorProto] {
    var tensors: [String: Onnx_SparseTensorProto] = [:]
    for tensor in graph.sparseInitializer {
      let name = tensor.values.name
      guard !names.contains(name), tensors.updateValue(tensor, forKey: name) == nil else {
        throw .malformed(file: file, node: name, what: "two tensors have this name")
      }
    }
    return tensors
  }

  private static func operatorSet(
    of model: Onnx_ModelProto, file: String
  ) throws(FormatError) -> Int {
    let versions = model.opsetImport.filter { isDefaultDomain($0.domain) }.map(\.version)
    guard let version = versions.max() else {
      throw .malformed(file: file, node: model.graph.name, what: "the operator set is missing")
    }
    guard (1...24).contains(version) else {
      throw .operatorSet(file: file, version: Int(version))
    }
    return Int(version)
  }

  static func isDefaultDomain(_ domain: String) -> Bool {
    domain.isEmpty || domain == "ai.onnx"
  }

  /// The nodes that the outputs depend on, in the order of the file.
  private static func liveNodes(
    of graph: Onnx_GraphProto, outputs: [String], weights: Set<String>, file: String
  ) throws(FormatError) -> [Onnx_NodeProto] {
    var producers: [String: Int] = [:]
    for (index, node) in graph.node.enumerated() {
      for name in node.output where !name.isEmpty {
        guard producers.updateValue(index, forKey: name) == nil else {
          throw .malformed(file: file, node: node.title, what: "two nodes write '\(name)'")
        }
        guard !weights.contains(name) else {
          throw .malformed(
            file: file, node: node.title, what: "it writes '\(name)', which is a weight, too")
        }
      }
    }
    var isLive = Array(repeating: false, count: graph.node.count)
    var pending = outputs
    while let name = pending.popLast() {
      guard let index = producers[name], !isLive[index] else { continue }
      isLive[index] = true
      pending += graph.node[index].input
    }
    return graph.node.indices.filter { isLive[$0] }.map { graph.node[$0] }
  }

  /// The nodes in topological order.
  private static func ordered(
    _ nodes: [Onnx_NodeProto], file: String
  ) throws(FormatError) -> [Onnx_NodeProto] {
    let producers = producers(of: nodes)
    let sources = nodes.map { $0.input.compactMap { producers[$0] } }
    let isOrdered = sources.indices.allSatisfy { index in sources[index].allSatisfy { $0 < index } }
    if isOrdered { return nodes }

    var users = Array(repeating: [Int](), count: nodes.count)
    for (index, list) in sources.enumerated() {
      for source in list { users[source].append(index) }
    }
    var waiting = sources.map(\.count)
    var order = nodes.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for user in users[order[next]] {
        waiting[user] -= 1
        if waiting[user] == 0 { order.append(user) }
      }
      next += 1
    }
    if let stuck = waiting.firstIndex(where: { $0 > 0 }) {
      throw .malformed(
        file: file, node: nodes[stuck].title, what: "the node depends on its own result")
    }
    return order.map { nodes[$0] }
  }

  /// The only input that the live nodes read and that is no weight.
  private static func imageInput(
    of graph: Onnx_GraphProto, nodes: [Onnx_NodeProto], weights: [String: Onnx_TensorProto],
    file: String
  ) throws(FormatError) -> Onnx_ValueInfoProto {
    let read = Set(nodes.flatMap(\.input)).union(graph.output.map(\.name))
    let images = graph.input.filter { weights[$0.name] == nil && read.contains($0.name) }
    guard images.count <= 1 else {
      let names = listed(images.map { "'\($0.name)'" })
      throw .unsupported(
        file: file, node: graph.name,
        what: "there are \(images.count) inputs (\(names)); a network here has one image")
    }
    guard let image = images.first else {
      throw .malformed(file: file, node: graph.name, what: "the output depends on no image")
    }
    return image
  }

  private static func producers(of nodes: [Onnx_NodeProto]) -> [String: Int] {
    var producers: [String: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for name in node.output where !name.isEmpty { producers[name] = index }
    }
    return producers
  }

  private static func consumers(of nodes: [Onnx_NodeProto]) -> [String: [Int]] {
    var consumers: [String: [Int]] = [:]
    for (index, node) in nodes.enumerated() {
      for name in node.input where !name.isEmpty { consumers[name, default: []].append(index) }
    }
    return consumers
  }
}

extension ONNXGraph {
  /// The node that writes a value; `nil` for what none of the nodes writes.
  func producer(of name: String) -> Onnx_NodeProto? { producers[name].map { nodes[$0] } }
}

extension Onnx_NodeProto {
  /// The name of the operator, with its domain unless that is the default one.
  var qualifiedName: String {
    ONNXGraph.isDefaultDomain(domain) ? opType : "\(domain).\(opType)"
  }

  /// What the file calls the node; nodes without a name go by their first result.
  var title: String {
    if !name.isEmpty { return name }
    return output.first { !$0.isEmpty } ?? opType
  }
}
