/// Which nodes of a graph are computed behind all layers, and of which values.
///
/// The tail begins where something depends on the image that no spikes can stand for, and has all
/// that follows. What only reorders or scales numbers before it belongs to it, so that a layer
/// whose channels go different ways is read out once.
struct ONNXTailPlan {
  /// Positions in the graph, ascending.
  private(set) var nodes: [Int] = []
  /// The names of the values that it is computed of, in the order in which they are met.
  private(set) var heads: [String] = []

  private let graph: ONNXGraph
  private let operators: ONNXOperators
  /// The names of values that depend on the image.
  private var dependent: Set<String>

  /// - Returns: `nil` where nothing is to be computed.
  init?(_ graph: ONNXGraph, operators: ONNXOperators) {
    self.graph = graph
    self.operators = operators
    dependent = [graph.input.name]
    let followed = Self.valuesBeforeWeights(of: graph)
    var (isTail, values) = ([Int: Bool](), Set<String>())
    for (index, node) in graph.nodes.enumerated() where !operators.tellsShape(node) {
      let arguments = node.input.filter(dependent.contains)
      guard !arguments.isEmpty else { continue }
      dependent.formUnion(node.output)
      let isInside = !followed.isDisjoint(with: node.output)
      guard
        arguments.contains(where: values.contains)
          || isBeginning(node, arguments.count, isInside: isInside)
      else { continue }
      isTail[index] = true
      values.formUnion(node.output)
    }
    guard !values.isEmpty else { return nil }
    addMoves(&isTail)
    nodes = isTail.keys.sorted()
  }

  /// - Parameter isInside: Whether weights are trained behind it.
  private func isBeginning(_ node: Onnx_NodeProto, _ arguments: Int, isInside: Bool) -> Bool {
    guard let known = operators[node.qualifiedName], known.add != nil else { return true }
    if Self.answers.contains(node.opType) || node.opType == "Round" { return true }
    if node.opType == "Div" { return node.input.last.map(dependent.contains) ?? false }
    // Among layers they become some, or are refused; behind all they are computed as they are.
    guard !isInside else { return false }
    return Self.functions.contains(node.opType)
      || Self.merges.contains(node.opType) && arguments > 1
  }

  /// The names of values that trained weights read, be it through other nodes.
  private static func valuesBeforeWeights(of graph: ONNXGraph) -> Set<String> {
    var names: Set<String> = []
    for node in graph.nodes.reversed()
    where isTrained(node, in: graph) || !names.isDisjoint(with: node.output) {
      names.formUnion(node.input)
    }
    return names
  }

  /// What keeps the order of classes, and so has a place at the very end of a network.
  private static let answers: Set = ["Softmax", "LogSoftmax", "Sigmoid", "Tanh", "ArgMax", "TopK"]

  /// What takes layers of its own to be one of them.
  private static let functions: Set = ["Abs", "HardSigmoid", "ReduceL1", "ReduceMin"]

  /// What no layer does with two maps, or several at least.
  private static let merges: Set = ["Mul", "Max", "Min", "MatMul"]

  /// What only reorders numbers.
  private static let moves: Set = [
    "Reshape", "Transpose", "Slice", "Split", "Squeeze", "Unsqueeze", "Flatten", "Gather",
    "Identity", "Cast", "Concat",
  ]

  /// What only scales or shifts numbers where all but one argument are constants.
  private static let scalings: Set = ["Add", "Sub", "Mul", "Div", "Neg"]

  private func isMove(_ node: Onnx_NodeProto) -> Bool {
    Self.moves.contains(node.opType)
      || Self.scalings.contains(node.opType) && node.input.count(where: dependent.contains) == 1
  }

  /// Adds what only reorders or scales before the tail and before outputs; what it reads are the
  /// heads.
  private mutating func addMoves(_ isTail: inout [Int: Bool]) {
    var pending = isTail.keys.sorted().flatMap { graph.nodes[$0].input } + graph.outputs
    pending.reverse()
    var seen: Set<String> = []
    while let name = pending.popLast() {
      guard dependent.contains(name), seen.insert(name).inserted else { continue }
      guard let index = graph.producers[name] else {
        heads.append(name)
        continue
      }
      if isTail[index] == true { continue }
      let node = graph.nodes[index]
      if isMove(node) {
        isTail[index] = true
        pending += node.input.reversed()
      } else {
        heads.append(name)
      }
    }
  }

  /// Values whose order all that follows may keep, those next to the weights first.
  var logits: [String] {
    var names: [Int: String] = [:]
    var (pending, seen) = (graph.outputs, Set<String>())
    while let name = pending.popLast() {
      guard seen.insert(name).inserted, let index = graph.producers[name] else { continue }
      let node = graph.nodes[index]
      if dependent.contains(name) { names[index] = name }
      if !Self.weighings.contains(node.opType) { pending += node.input.filter(dependent.contains) }
    }
    return names.sorted { $0.key < $1.key }.map(\.value)
  }

  private static let weighings: Set = [
    "Gemm", "MatMul", "Conv", "ConvTranspose", "BatchNormalization", "MaxPool", "AveragePool",
    "GlobalAveragePool", "GlobalMaxPool", "Flatten", "QLinearConv", "QLinearMatMul", "QGemm",
  ]

  /// The operators of what it computes, each once.
  var operatorNames: [String] {
    var names: [String] = []
    for index in nodes where !names.contains(graph.nodes[index].opType) {
      names.append(graph.nodes[index].opType)
    }
    return names
  }

  /// The first node that cannot be computed here; `nil` if all can.
  var obstacle: Onnx_NodeProto? {
    nodes.lazy.map { graph.nodes[$0] }.first { ONNXTailOperator.all[$0.qualifiedName] == nil }
  }

  /// Why boxes that a file has chosen are none here, and what can be read instead; `nil` where the
  /// file chooses none.
  var refusalOfChoices: FormatError? {
    guard let node = nodes.lazy.map({ graph.nodes[$0] }).first(where: Self.chooses) else {
      return nil
    }
    return refusal(of: node, "has as many results as it finds objects, and these are chosen here")
  }

  private static func chooses(_ node: Onnx_NodeProto) -> Bool {
    node.opType == "NonMaxSuppression" || node.opType.contains("NMS")
  }

  func refusal(of node: Onnx_NodeProto, _ what: String) -> FormatError {
    let names = node.input.filter(dependent.contains).joined(separator: ",")
    return .unsupported(
      file: graph.file, node: node.title,
      what: "\(node.opType) \(what); choose what it reads, with --outputs \(names)")
  }

  /// Whether weights are trained behind its beginning, so that it is no tail but a part of the
  /// network.
  var hasTrainedLayers: Bool { nodes.contains { Self.isTrained(graph.nodes[$0], in: graph) } }

  private static func isTrained(_ node: Onnx_NodeProto, in graph: ONNXGraph) -> Bool {
    let weights = node.input.dropFirst().first.flatMap { graph.initializers[$0]?.dims }
    switch node.opType {
    // The mean of a distribution has one result, and weights that nobody trains.
    case "Conv": return weights?.first != 1
    case "MatMul": return weights.map { $0.count != 1 && $0.last != 1 } ?? true
    default: return trained.contains(node.opType)
    }
  }

  private static let trained: Set = [
    "Gemm", "ConvTranspose", "BatchNormalization", "LSTM", "GRU", "RNN", "MaxPool",
    "AveragePool", "GlobalAveragePool", "Einsum", "InstanceNormalization",
    "LayerNormalization", "GroupNormalization",
  ]
}
