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
  /// The names of the values that are bytes of the image.
  let pixels: Set<String>
  var nodes: [AnalogNode]
  var views: [String: ONNXView]
  /// What compares what depends on the image with a number, by name.
  var comparisons: [String: ONNXComparison] = [:]
  /// What is something else or 0 as a comparison says, by name.
  var masked: [String: ONNXMasked] = [:]
  /// What a value is clipped from, by its name.
  var clips: [String: ONNXClip] = [:]
  private var constants: [String: ONNXConstant] = [:]
  /// The names of the constants met so far.
  var constantNames: Dictionary<String, ONNXConstant>.Keys { constants.keys }
  /// What the reading leaves out, one line each.
  var notes: [String] = []
  /// The type of all scales of whole numbers met so far.
  var scaleType: ElementType?
  /// Where whole numbers end that are not bounded here, in the order of the file.
  var unboundedRanges: [ONNXUnboundedRange] = []
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

  /// - Parameters:
  ///   - byteCount: The size of the file.
  ///   - lengths: Those of an image, where the file leaves some open.
  init(
    _ graph: ONNXGraph, operators: ONNXOperators, byteCount: Int, lengths: [Int]?
  ) throws(FormatError) {
    try Self.checkNodes(of: graph, operators)
    self.graph = graph
    budget.grow(bytes: byteCount)
    self.operators = operators
    let shape = try ONNXInputShape(graph: graph).resolved(lengths)
    batch = shape[0]
    pixels = try graph.pixels(operators)
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
    try addNodes()
    var outputs: [AnalogOutput] = []
    for name in graph.outputs {
      guard let output = views[name] else {
        // Beside others an output may be the same for all images, as a list of anchors.
        if graph.outputs.count > 1, try constant(name) != nil { continue }
        if let comparison = comparisons[name] {
          throw .unsupported(
            file: graph.file, node: name,
            what: "the output is a comparison; choose what it compares, with --outputs "
              + comparison.subject)
        }
        if masked[name] != nil {
          throw .unsupported(file: graph.file, node: name, what: ONNXMasked.refusal)
        }
        throw malformed(name, "the output does not depend on the image")
      }
      let map = try canonicalMap(output, for: nil, output: name)
      outputs.append(AnalogOutput(name: name, node: try settled(output, as: map, for: name)))
    }
    guard let first = outputs.first else {
      throw malformed(graph.outputs[0], "the output does not depend on the image")
    }
    let values = outputs.reduce(0) { $0 + nodes[$1.node].shape.count }
    guard outputs.count == 1 || values <= Self.largestOutputs else {
      throw .unsupported(
        file: graph.file, node: first.name,
        what: "all outputs together have \(values) values; choose some with --outputs")
    }
    var network = AnalogNetwork(name: "", nodes: nodes, outputs: outputs)
    network.takesPixels = graph.takesPixels
    network.notes = notes + [noteOfUnboundedRanges].compactMap(\.self)
    return network
  }

  /// A value of the file that turns out to be a constant once all nodes are imported.
  mutating func constantBehindAllNodes(_ name: String) throws(FormatError) -> ONNXConstant? {
    try addNodes()
    return try constant(name)
  }

  private mutating func addNodes() throws(FormatError) {
    // Constants first: an activation may need some that stand behind its beginning. What depends
    // on the shape of a map is folded on the way.
    for (index, node) in graph.nodes.enumerated() {
      if operators.tellsShape(node) { continue }
      try checkQuantization(node)
      if try fold(node) { consumed.insert(index) }
    }
    for (index, node) in graph.nodes.enumerated() where !consumed.contains(index) {
      if try fold(node) { continue }
      try add(node, index: index)
    }
  }

  /// The most values that several outputs have together.
  private static let largestOutputs = 1 << 22

  /// Imports one node that depends on the image.
  private mutating func add(_ node: Onnx_NodeProto, index: Int) throws(FormatError) {
    guard node.output.first?.isEmpty == false else {
      throw malformed(node.title, "it has no result")
    }
    try refuseFurtherResults(node)
    guard let known = operators[node.qualifiedName], let add = known.add else {
      throw unsupported(node, "\(node.opType) is possible for constants only")
    }
    if known.scalarStep != nil, try addTrainedActivation(node, index: index) { return }
    try add(&self, node)
  }

  /// Imports a node that stands for a part of one in the file.
  mutating func perform(_ node: Onnx_NodeProto) throws(FormatError) {
    guard let add = operators[node.qualifiedName]?.add else {
      throw .unknownOperators(
        file: graph.file, [OperatorUse(name: node.opType, node: node.title)])
    }
    try add(&self, node)
  }

  /// Results after the first, such as masks and indices, have no meaning here.
  private func refuseFurtherResults(_ node: Onnx_NodeProto) throws(FormatError) {
    guard operators[node.qualifiedName]?.ignoresFurtherResults != true else { return }
    for name in node.output.dropFirst() where graph.consumers[name] != nil {
      throw unsupported(node, "its further result '\(name)' is used")
    }
  }

  /// Evaluates a node of constants; whether it was one.
  mutating func fold(_ node: Onnx_NodeProto) throws(FormatError) -> Bool {
    let known = operators[node.qualifiedName]
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
    if case .parts(let evaluate) = known?.folding, let first = arguments.first ?? nil {
      let parts = try evaluate(&self, node, first)
      for (name, part) in zip(node.output, parts) where !name.isEmpty {
        self.constants[name] = part
      }
      try take(first.count, for: node)
      return true
    }
    let constants = ONNXConstantNode(
      node: node, arguments: arguments, file: graph.file, room: budget.left)
    guard case .numbers(let evaluate) = known?.folding, let result = try evaluate(constants),
      let name = node.output.first
    else {
      throw unsupported(
        node,
        "\(node.opType) of constants is not evaluated; "
          + (graph.isFromTorch ? "export with do_constant_folding=True, or " : "")
          + "simplify the file with onnxsim")
    }
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

  /// Gives a constant a name of the file, or one that none of its values has.
  mutating func define(_ constant: ONNXConstant, as name: String) { constants[name] = constant }

  /// The constant of this name, or `nil` if the name is a view or unknown.
  mutating func constant(_ name: String) throws(FormatError) -> ONNXConstant? {
    if let known = constants[name] { return known }
    let decoding = ONNXTensorDecoding(file: graph.file)
    if let sparse = graph.sparseInitializers[name] {
      guard budget.take(try decoding.count(of: sparse)) else {
        throw malformed(name, ONNXConstantNode.excess)
      }
      let constant = try decoding.constant(sparse)
      constants[name] = constant
      return constant
    }
    guard let tensor = graph.initializers[name] else { return nil }
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
  /// - Parameter shape: Only where the rule of the operation does not decide.
  /// - Returns: Its index.
  package mutating func append(
    _ operation: AnalogOperation, fileName: String, inputs: [Int], shape: MapShape? = nil
  ) throws(FormatError) -> Int {
    let traits = operation.traits
    let ruled = traits.shape(inputs.map { nodes[$0].shape })
    // Whoever says the shape may not say another one than the weights make of these maps.
    guard let shape = shape ?? ruled, traits.role != .weighing || shape == ruled else {
      let maps = inputs.map { "\(nodes[$0].shape)" }.joined(separator: ", ")
      throw .unsupported(
        file: graph.file, node: fileName,
        what: "its weights do not fit the map that they meet (\(traits.title) of \(maps))")
    }
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
