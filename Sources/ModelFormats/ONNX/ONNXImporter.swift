import Networks

/// Turns the nodes of an ONNX graph into the nodes of an analog network, one after the other.
///
/// What becomes of a node is said by its operator (`ONNXOperator`). Every value of the file is
/// either a constant or a *view* (`ONNXView`): elements of a network node in the order and the
/// shape that the file gives them. What reorders, repeats or leaves out elements only changes the
/// view, so that a network with its channels last becomes the same nodes as one with its channels
/// first. The nodes have no names of their own yet.
package struct ONNXImporter {
  let graph: ONNXGraph
  let operators: ONNXOperators
  /// Of the default operator set.
  var operatorSet: Int { graph.operatorSet }
  /// The length of the batch in the file's shapes.
  let batch: Int
  var nodes: [AnalogNode]
  var views: [String: ONNXView]
  /// What compares what depends on the image with a number, by name.
  var comparisons: [String: ONNXComparison] = [:]
  private var constants: [String: ONNXConstant] = [:]
  /// The names of the constants met so far.
  var constantNames: Dictionary<String, ONNXConstant>.Keys { constants.keys }
  /// Nodes that need nothing more: constants, and parts of an activation imported before.
  var consumed: Set<Int> = []
  private var budget = ONNXBudget()
  /// The files beside the model that the budget has grown by.
  private var externalFiles: Set<String> = []
  /// The units of all nodes so far.
  private var units = 0
  /// The elements of all views so far that are not just the units of a node.
  private var elements = 0

  /// What a network may consist of at most; beyond any that people train, and still read at once.
  private static let nodeLimit = 1 << 13
  private static let unitLimit = 1 << 28
  /// How many elements views may have at most, for each unit of the network and beside.
  private static let elementsPerUnit = 16
  private static let freeElements = 1 << 22

  /// - Parameter byteCount: The size of the file.
  init(
    _ graph: ONNXGraph, operators: ONNXOperators, byteCount: Int
  ) throws(FormatError) {
    try Self.refuseUnknownOperators(graph, besides: operators)
    try Self.refuseOtherInputs(graph, than: operators)
    try Self.refuseRepeatedAttributes(graph)
    self.graph = graph
    budget.grow(bytes: byteCount)
    self.operators = operators
    let shape = try Self.imageShape(of: graph.input, file: graph.file)
    batch = shape[0]
    let map = try Self.map(shape, file: graph.file, node: graph.input.name)
    nodes = [
      AnalogNode(
        name: "", fileName: graph.input.name, operation: .input, inputs: [], shape: map)
    ]
    views = [graph.input.name: ONNXView(node: 0, shape: shape)]
    units = map.count
    if graph.hasChannelsLast(shape) { try putChannelsFirst(shape) }
  }

  /// Imports every node; the result still has batch normalizations and no layer names.
  mutating func network() throws(FormatError) -> AnalogNetwork {
    // Constants first: an activation may need some that stand behind its beginning. What depends
    // on the shape of a map is folded on the way.
    for (index, node) in graph.nodes.enumerated() {
      if case .shape = operators[node.opType]?.folding { continue }
      if try fold(node) { consumed.insert(index) }
    }
    for (index, node) in graph.nodes.enumerated() where !consumed.contains(index) {
      if try fold(node) { continue }
      try add(node, index: index)
    }
    guard let output = views[graph.output] else {
      throw malformed(graph.output, "the output does not depend on the image")
    }
    let map = try canonicalMap(output, for: nil)
    let last = try settled(output, as: map, for: graph.output)
    return AnalogNetwork(name: "", nodes: nodes, output: last)
  }

  /// One error for all operators, so that the user sees the whole list at once.
  private static func refuseUnknownOperators(
    _ graph: ONNXGraph, besides operators: ONNXOperators
  ) throws(FormatError) {
    var uses: [OperatorUse] = []
    var names: Set<String> = []
    for node in graph.nodes {
      let isKnown = ONNXGraph.isDefaultDomain(node.domain) && operators[node.opType] != nil
      let name = isKnown || node.domain.isEmpty ? node.opType : "\(node.domain).\(node.opType)"
      guard !isKnown, names.insert(name).inserted else { continue }
      uses.append(OperatorUse(name: name, node: node.title))
    }
    if !uses.isEmpty { throw .unknownOperators(file: graph.file, uses) }
  }

  /// Throws where a node has fewer inputs than its operator takes, or more.
  private static func refuseOtherInputs(
    _ graph: ONNXGraph, than operators: ONNXOperators
  ) throws(FormatError) {
    for node in graph.nodes {
      // What is left out at the end may be written as inputs without names.
      let last = node.input.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
      guard let inputs = operators[node.opType]?.inputs, !inputs.contains(last) else { continue }
      let (least, most) = (inputs.lowerBound, inputs.upperBound)
      let words =
        most == .max ? "at least \(least)" : least == most ? "\(least)" : "\(least) to \(most)"
      throw .malformed(
        file: graph.file, node: node.title,
        what: "\(node.opType) takes \(words) inputs, but there are \(last)")
    }
  }

  private static func refuseRepeatedAttributes(_ graph: ONNXGraph) throws(FormatError) {
    for node in graph.nodes {
      var names: Set<String> = []
      guard let twice = node.attribute.first(where: { !names.insert($0.name).inserted }) else {
        continue
      }
      throw .malformed(
        file: graph.file, node: node.title, what: "the attribute '\(twice.name)' is there twice")
    }
  }

  /// Imports one node that depends on the image.
  private mutating func add(_ node: Onnx_NodeProto, index: Int) throws(FormatError) {
    guard node.output.first?.isEmpty == false else {
      throw malformed(node.title, "it has no result")
    }
    try refuseFurtherResults(node)
    guard let known = operators[node.opType], let add = known.add else {
      throw unsupported(node, "\(node.opType) is possible for constants only")
    }
    if known.scalarStep != nil, try addTrainedActivation(node, index: index) { return }
    try add(&self, node)
  }

  /// Results after the first, such as masks and indices, have no meaning here.
  private func refuseFurtherResults(_ node: Onnx_NodeProto) throws(FormatError) {
    guard operators[node.opType]?.ignoresFurtherResults != true else { return }
    for name in node.output.dropFirst() where graph.consumers[name] != nil {
      throw unsupported(node, "its further result '\(name)' is used")
    }
  }

  /// Evaluates a node of constants; whether it was one.
  private mutating func fold(_ node: Onnx_NodeProto) throws(FormatError) -> Bool {
    let known = operators[node.opType]
    if case .shape(let evaluate) = known?.folding { return try fold(node, evaluate) }
    var arguments: [ONNXConstant?] = []
    for name in node.input {
      if name.isEmpty {
        arguments.append(nil)
      } else if let value = try constant(name) {
        arguments.append(value)
      } else {
        guard arguments.count == known?.numberArguments else { return false }
      }
    }
    for argument in arguments { try take(argument?.count ?? 0, for: node) }
    let constants = ONNXConstantNode(
      node: node, arguments: arguments, file: graph.file, room: budget.left)
    guard case .numbers(let evaluate) = known?.folding, let result = try evaluate(constants),
      let name = node.output.first
    else { throw unsupported(node, "\(node.opType) of constants is not evaluated") }
    try take(result.count, for: node)
    self.constants[name] = result
    return true
  }

  /// Evaluates a node on the shape of its argument.
  private mutating func fold(
    _ node: Onnx_NodeProto, _ evaluate: ([Int], ONNXAttributes) throws(FormatError) -> ONNXConstant
  ) throws(FormatError) -> Bool {
    guard let source = node.input.first, let name = node.output.first else { return false }
    let constantShape = try constant(source)?.shape
    guard let shape = views[source]?.shape ?? constantShape else {
      throw malformed(node.title, "nothing writes its input '\(source)'")
    }
    constants[name] = try evaluate(shape, attributes(node))
    return true
  }

  /// The constant of this name, or `nil` if the name is a view or unknown.
  mutating func constant(_ name: String) throws(FormatError) -> ONNXConstant? {
    if let known = constants[name] { return known }
    guard let tensor = graph.initializers[name] else { return nil }
    let decoding = ONNXTensorDecoding(file: graph.file)
    if let file = try decoding.externalFile(of: tensor), externalFiles.insert(file.path).inserted {
      budget.grow(bytes: file.size)
    }
    guard budget.take(try decoding.count(of: tensor)) else {
      throw malformed(name, ONNXConstantNode.excess)
    }
    let constant = try decoding.constant(tensor)
    constants[name] = constant
    return constant
  }

  /// Takes note of numbers that a node reads or makes.
  mutating func take(_ count: Int, for node: Onnx_NodeProto) throws(FormatError) {
    guard budget.take(count) else { throw malformed(node.title, ONNXConstantNode.excess) }
  }

  /// How many more elements views may have.
  var roomForElements: Int {
    max(Self.freeElements + Self.elementsPerUnit * units - elements, 0)
  }

  /// Takes note of elements of a view; whether there may be so many.
  mutating func take(elements count: Int) -> Bool {
    guard count <= roomForElements else { return false }
    elements += count
    return true
  }

  /// Appends a network node.
  ///
  /// - Parameter shape: Only where the rule of the operation does not decide; the inputs suit the
  ///   rule.
  /// - Returns: Its index.
  mutating func append(
    _ operation: AnalogOperation, fileName: String, inputs: [Int], shape: MapShape? = nil
  ) throws(FormatError) -> Int {
    let shape = shape ?? operation.shape(of: inputs.map { nodes[$0].shape })
    nodes.append(
      AnalogNode(
        name: "", fileName: fileName, operation: operation, inputs: inputs, shape: shape))
    units += shape.count
    guard nodes.count <= Self.nodeLimit, units <= Self.unitLimit else {
      throw .unsupported(
        file: graph.file, node: fileName,
        what: "makes the network larger than \(Self.nodeLimit) layers or \(Self.unitLimit) units")
    }
    return nodes.count - 1
  }

  /// Appends a network node and makes it the value of the file's node.
  ///
  /// - Parameters:
  ///   - shape: Only where the rule of the operation does not decide; the inputs suit the rule.
  ///   - viewShape: The shape in the file's eyes, if that is not `[batch, channels, rows,
  ///     columns]`.
  ///   - output: The file's value, if that is not the first result of the node.
  mutating func append(
    _ operation: AnalogOperation, of node: Onnx_NodeProto, inputs: [Int], shape: MapShape? = nil,
    viewShape: [Int]? = nil, output: String? = nil
  ) throws(FormatError) {
    let index = try append(operation, fileName: node.title, inputs: inputs, shape: shape)
    let map = nodes[index].shape
    let full = [batch, map.channels, map.height, map.width]
    give(ONNXView(node: index, shape: viewShape ?? full), to: node, output: output)
  }

  /// Appends a network node that works on each unit by itself, and makes it the file node's value.
  mutating func append(
    _ operation: AnalogOperation, of node: Onnx_NodeProto, unitwise view: ONNXView,
    output: String? = nil
  ) throws(FormatError) {
    let index = try append(operation, fileName: node.title, inputs: [view.node])
    give(view.with(node: index), to: node, output: output)
  }

  /// Makes a view the value of a node of the file.
  ///
  /// - Parameter output: The file's value, if that is not the first result of the node.
  mutating func give(_ view: ONNXView, to node: Onnx_NodeProto, output: String? = nil) {
    if let name = output ?? node.output.first { views[name] = view }
  }

  func unsupported(_ node: Onnx_NodeProto, _ what: String) -> FormatError {
    .unsupported(file: graph.file, node: node.title, what: what)
  }

  func malformed(_ node: String, _ what: String) -> FormatError {
    .malformed(file: graph.file, node: node, what: what)
  }
}
