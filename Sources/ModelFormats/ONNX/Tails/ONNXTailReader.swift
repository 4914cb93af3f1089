import Networks

/// Makes the steps of a tail of the nodes that a plan has chosen.
struct ONNXTailReader {
  /// It has read the layers before the tail; it folds the constants of the tail.
  var importer: ONNXImporter
  private let file: String
  private(set) var heads: [[Int]] = []
  private(set) var steps: [TailStep] = []
  /// Whether the first output has shares of classes at every place, or choices by them.
  private(set) var tellsPlacesApart = false
  /// What is known of each value.
  var ranges: [ONNXTailRange] = []
  /// The last node that makes whole numbers of floats without bounds; `nil` where none does.
  var unboundedCast: String?
  /// What is not as in the file, one line each.
  var notes: [String] = []
  /// By name.
  private var values: [String: Int] = [:]

  /// - Parameter importer: One that has read all heads.
  init(_ importer: ONNXImporter, heads names: [String]) throws(FormatError) {
    self.importer = importer
    file = importer.graph.file
    for name in names {
      guard let shape = importer.views[name]?.shape else {
        throw importer.malformed(name, "the value does not depend on the image")
      }
      values[name] = heads.count
      heads.append(shape)
      ranges.append(ONNXTailRange())
    }
    guard importer.batch == 1 else {
      throw .unsupported(
        file: file, node: names.first ?? "",
        what: "its outputs are computed of a batch of \(importer.batch) images; export the model "
          + "with a batch of 1 or a symbolic one")
    }
  }

  /// Reads the nodes of a whole graph that the layers have no use for.
  mutating func tail(
    of graph: ONNXGraph, _ plan: ONNXTailPlan
  ) throws(FormatError) -> AnalogTail {
    let known = Set(importer.graph.nodes.flatMap(\.output))
    let chosen = Set(plan.nodes)
    for (index, node) in graph.nodes.enumerated() {
      if chosen.contains(index) || dependsOnTail(node) {
        try read(node)
      } else if node.output.first.map({ !known.contains($0) }) ?? false {
        if importer.operators[node.qualifiedName]?.folding == nil {
          try read(node)
        } else {
          _ = try importer.fold(node)
        }
      }
    }
    let outputs = try outputs(of: graph)
    let tail = AnalogTail(heads: heads, steps: steps, outputs: outputs)
    let counts = heads.map { $0.reduce(1, *) }
    if let fault = tail.fault(forHeads: counts) {
      throw .unsupported(file: file, node: graph.outputs[0], what: fault)
    }
    return tail
  }

  private func dependsOnTail(_ node: Onnx_NodeProto) -> Bool {
    node.input.contains { values[$0].map { $0 >= heads.count } ?? false }
  }

  private mutating func read(_ node: Onnx_NodeProto) throws(FormatError) {
    if importer.operators.tellsShape(node) {
      _ = try importer.fold(node)
      return
    }
    guard let known = ONNXTailOperator.all[node.qualifiedName] else {
      throw .unsupported(
        file: file, node: node.title, what: "\(node.opType) cannot be computed behind all layers")
    }
    try known.rule(&self, node)
    try roundToType(of: node)
  }

  private mutating func outputs(of graph: ONNXGraph) throws(FormatError) -> [TailOutput] {
    var outputs: [TailOutput] = []
    for name in graph.outputs {
      guard let value = values[name] else {
        // Beside others an output may be the same for all images, as a list of anchors.
        if graph.outputs.count > 1, try importer.constant(name) != nil { continue }
        throw importer.malformed(name, "the output does not depend on the image")
      }
      let (shown, isOfPlaces) = try classesFirst(value, of: graph.producer(of: name))
      if outputs.isEmpty { tellsPlacesApart = isOfPlaces }
      let lengths = Array(shape(of: shown).dropFirst())
      guard AnalogTail.count(lengths) != nil else {
        throw importer.malformed(name, "the output has the shape \(shape(of: shown))")
      }
      outputs.append(
        TailOutput(name: name, value: shown, shape: MapShape(canonical: lengths)))
    }
    guard !outputs.isEmpty else {
      throw importer.malformed(graph.outputs[0], "the output does not depend on the image")
    }
    return outputs
  }

  /// The map that classes of all places are chosen of, instead of the chosen ones, and maps with
  /// shares of classes: with these as channels, which files of TensorFlow have last.
  ///
  /// - Parameter node: What gives the value.
  /// - Returns: Besides, whether it has classes of several places.
  private mutating func classesFirst(
    _ value: Int, of node: Onnx_NodeProto?
  ) throws(FormatError) -> (value: Int, isOfPlaces: Bool) {
    let (source, choice) = beforeChoice(value)
    let lengths = shape(of: source)
    guard let node, lengths.count == 4, let axis = choice ?? classAxis(of: source),
      axis == 1 || axis == 3
    else { return (source, false) }
    let isOfPlaces = lengths[axis] > 1 && lengths.reduce(1, *) > lengths[axis]
    guard axis == 3 else { return (source, isOfPlaces) }
    return (try append(.transpose(order: [0, 3, 1, 2]), [source], of: node), isOfPlaces)
  }

  /// Besides, along which axis classes are chosen; `nil` where none are.
  private func beforeChoice(_ value: Int) -> (source: Int, axis: Int?) {
    var index = value
    while index >= heads.count, case .reshape = steps[index - heads.count].operation {
      index = steps[index - heads.count].inputs[0]
    }
    guard index >= heads.count,
      case .largest(let axis) = steps[index - heads.count].operation, axis == 1 || axis == 3
    else { return (value, nil) }
    let source = steps[index - heads.count].inputs[0]
    return shape(of: source).count == 4 ? (source, axis) : (value, nil)
  }

  /// The axis along which a value has shares of classes; `nil` where it has none.
  private func classAxis(of value: Int) -> Int? {
    guard value >= heads.count else { return nil }
    let step = steps[value - heads.count]
    switch step.operation {
    case .softmax(let axis), .logSoftmax(let axis): return axis
    case .transpose(let order):
      return classAxis(of: step.inputs[0]).flatMap { order.firstIndex(of: $0) }
    case .constant, .reshape, .pick, .function, .combine, .concatenate, .reduce, .largest, .choose:
      return nil
    }
  }
}

// What the operators are made of.
extension ONNXTailReader {
  func shape(of value: Int) -> [Int] {
    value < heads.count ? heads[value] : steps[value - heads.count].shape
  }

  /// The value that is an argument; a constant becomes one.
  mutating func value(_ node: Onnx_NodeProto, _ position: Int = 0) throws(FormatError) -> Int {
    guard node.input.indices.contains(position), !node.input[position].isEmpty else {
      throw importer.malformed(node.title, "argument \(position) is missing")
    }
    let name = node.input[position]
    if let value = values[name] { return value }
    guard let constant = try importer.optionalConstant(node, position) else {
      throw importer.malformed(node.title, "argument \(position) is missing")
    }
    let range = try range(of: constant, name, for: node)
    let value = try append(
      .constant(values: constant.floats), [], shape: constant.shape, of: node)
    ranges[value] = range
    values[name] = value
    return value
  }

  /// The value of this name; `nil` of constants that no step has taken.
  func value(named name: String) -> Int? { values[name] }

  /// Appends a step.
  ///
  /// - Parameter shape: Only where no rule decides.
  mutating func append(
    _ operation: TailOperation, _ inputs: [Int], shape stated: [Int] = [], of node: Onnx_NodeProto
  ) throws(FormatError) -> Int {
    let shapes = inputs.map(shape(of:))
    guard let shape = operation.shape(of: shapes, stated: stated),
      steps.count < AnalogTail.mostSteps
    else {
      throw .unsupported(
        file: file, node: node.title,
        what: "\(node.opType) of \(shapes) cannot be computed behind all layers")
    }
    ranges.append(range(of: operation, inputs))
    steps.append(TailStep(operation, inputs: inputs, shape: shape))
    return heads.count + steps.count - 1
  }

  /// Makes a value a result of a node.
  mutating func give(_ value: Int, to node: Onnx_NodeProto, output: String? = nil) {
    guard let name = output ?? node.output.first, !name.isEmpty else { return }
    values[name] = value
    // Only its shape is ever asked for.
    importer.views[name] = ONNXView(node: 0, shape: shape(of: value))
  }

  /// Appends a step that is the result of a node.
  mutating func add(
    _ operation: TailOperation, _ inputs: [Int], shape: [Int] = [], of node: Onnx_NodeProto
  ) throws(FormatError) {
    give(try append(operation, inputs, shape: shape, of: node), to: node)
  }

  /// A tensor with its elements in another order.
  mutating func reindexed(
    _ value: Int, by reindexings: [ONNXReindexing], of node: Onnx_NodeProto
  ) throws(FormatError) -> Int {
    var value = value
    for reindexing in reindexings {
      let target = reindexing.shape(of: shape(of: value))
      let operation: TailOperation
      switch reindexing {
      case .reshaped: operation = .reshape
      case .transposed(let order): operation = .transpose(order: order)
      case .picked(let lists): operation = .pick(positions: lists)
      case .placed:
        throw importer.unsupported(node, "takes elements one by one of what is no layer any more")
      }
      value = try append(operation, [value], shape: target, of: node)
    }
    return value
  }

  /// An axis as a position; negative ones count from the end.
  func axis(
    _ node: Onnx_NodeProto, default value: Int, of shape: [Int]
  ) throws(FormatError) -> Int {
    let stated = try importer.attributes(node).int("axis", default: value)
    let axis = stated < 0 ? stated &+ shape.count : stated
    guard shape.indices.contains(axis) else {
      throw importer.malformed(node.title, "the axis \(stated) of \(shape)")
    }
    return axis
  }
}
