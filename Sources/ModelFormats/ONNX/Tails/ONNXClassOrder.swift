import Networks

/// Whether what a file computes behind its logits keeps their order, so that the logits tell the
/// class as well: softmax in parts, a norm that all classes are divided by, a function that grows.
///
/// Each value behind the logits z is one of a few kinds. One number per class that is
/// `f(z_c)`, where f never falls and is the same for all classes, keeps the order; numbers that
/// all classes of an image share may be added to it, and positive ones may multiply it.
struct ONNXClassOrder {
  /// What a value is, of what is known of it.
  private enum Kind: Equatable {
    /// `f(z_c)`; whether it is never below zero, and still lies along the classes.
    case ordered(isPositive: Bool, isAlongClasses: Bool = true)
    /// One number per class in no order, none below zero.
    case positive
    /// One number for all classes of an image.
    case shared(isPositive: Bool)
    /// A number that no image changes.
    case number(Float)
    /// A shape, or a constant with different numbers.
    case constant
  }

  private var importer: ONNXImporter
  private var kinds: [String: Kind] = [:]

  /// - Parameters:
  ///   - importer: One that has read the logits.
  ///   - logits: Their name.
  init?(_ importer: ONNXImporter, logits: String) {
    guard let shape = importer.views[logits]?.shape, shape.count == 2, shape[1] > 1 else {
      return nil
    }
    self.importer = importer
    kinds[logits] = .ordered(isPositive: false)
  }

  /// Whether an output of a graph has the order of the logits.
  mutating func keeps(_ output: String, of graph: ONNXGraph) -> Bool {
    for node in graph.nodes {
      guard let name = node.output.first, kinds[name] == nil else { continue }
      kinds[name] = kind(of: name) ?? kind(of: node)
    }
    return if case .ordered = kinds[output] { true } else { false }
  }

  /// `nil` where nothing is known.
  private mutating func kind(of node: Onnx_NodeProto) -> Kind? {
    if case .shape = importer.operators[node.qualifiedName]?.folding { return .constant }
    var arguments: [Kind?] = []
    for name in node.input where !name.isEmpty { arguments.append(kind(of: name)) }
    guard arguments.contains(where: { $0.map(Self.dependsOnImage) ?? true }) else {
      return (try? importer.fold(node)) == true ? kind(of: node.output[0]) : .constant
    }
    // What depends on the image in a way that nothing is known of ends all.
    guard !arguments.contains(nil), let first = arguments.first ?? nil else { return nil }
    let known = arguments.compactMap(\.self)
    if Self.renames.contains(node.opType) { return renamed(first, node) }
    if Self.reductions.contains(node.opType) { return reduced(first, node) }
    if known.count == 1 { return function(node.opType, first, node) }
    return combination(node.opType, known, node)
  }

  private mutating func kind(of name: String) -> Kind? {
    if let kind = kinds[name] { return kind }
    guard let constant = try? importer.constant(name) else { return nil }
    let kind: Kind = constant.common.map { .number($0) } ?? .constant
    kinds[name] = kind
    return kind
  }

  private static func dependsOnImage(_ kind: Kind) -> Bool {
    switch kind {
    case .ordered, .positive, .shared: true
    case .number, .constant: false
    }
  }

  // Rules.

  private static let renames: Set = [
    "Identity", "Dropout", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand",
  ]

  private static let reductions: Set = [
    "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2",
    "ReduceSumSquare", "ReduceLogSumExp",
  ]

  /// Functions that never fall, and whether none of their values is below zero.
  private static let growing = [
    "Exp": true, "Sigmoid": true, "Softplus": true, "Relu": true, "Sqrt": true,
    "HardSigmoid": true, "Tanh": false, "Softsign": false, "Elu": false, "Selu": false,
    "Log": false, "Erf": false,
  ]

  private func renamed(_ kind: Kind, _ node: Onnx_NodeProto) -> Kind? {
    if node.opType == "Cast" {
      let type = (try? importer.attributes(node).int("to", default: 1)).flatMap(ElementType.init)
      guard type?.isFloat == true else { return nil }
    }
    guard case .ordered(let isPositive, _) = kind, node.opType != "Identity" else { return kind }
    // In another shape, what is along an axis may be no longer all classes.
    return .ordered(
      isPositive: isPositive, isAlongClasses: ["Cast", "Dropout"].contains(node.opType))
  }

  private mutating func reduced(_ kind: Kind, _ node: Onnx_NodeProto) -> Kind? {
    guard (try? importer.reducedAxes(node, rank: 2)) == [1],
      (try? importer.attributes(node).int("keepdims", default: 1)) == 1
    else { return nil }
    switch (node.opType, kind) {
    case ("ReduceL1", .ordered(_, true)), ("ReduceL2", .ordered(_, true)),
      ("ReduceSumSquare", .ordered(_, true)), ("ReduceL1", .positive), ("ReduceL2", .positive),
      ("ReduceSumSquare", .positive):
      return .shared(isPositive: true)
    case ("ReduceLogSumExp", .ordered(_, true)): return .shared(isPositive: false)
    case (_, .ordered(let isPositive, true)): return .shared(isPositive: isPositive)
    case (_, .positive): return .shared(isPositive: true)
    default: return nil
    }
  }

  /// A function of one value.
  private func function(_ name: String, _ kind: Kind, _ node: Onnx_NodeProto) -> Kind? {
    switch (name, kind) {
    case ("Softmax", .ordered(_, true)), ("LogSoftmax", .ordered(_, true)),
      ("LpNormalization", .ordered(_, true)), ("ArgMax", .ordered(_, true)),
      ("TopK", .ordered(_, true)):
      let axis = try? importer.attributes(node).int("axis", default: name == "ArgMax" ? 0 : -1)
      guard axis == 1 || axis == -1 else { return nil }
      return .ordered(isPositive: name == "Softmax")
    case ("Clip", _): return clipped(kind, node)
    case ("Abs", .ordered), ("Abs", .positive): return .positive
    case ("Abs", .shared): return .shared(isPositive: true)
    case ("Neg", .shared): return .shared(isPositive: false)
    case ("Reciprocal", .shared(true)): return kind
    case (_, .ordered(_, let isAlongClasses)):
      return Self.growing[name].map { .ordered(isPositive: $0, isAlongClasses: isAlongClasses) }
    case (_, .shared): return Self.growing[name].map { .shared(isPositive: $0) }
    case (_, .positive): return name == "Sqrt" ? .positive : nil
    default: return nil
    }
  }

  /// Between bounds, which may make values equal and never exchanges them.
  private func clipped(_ kind: Kind, _ node: Onnx_NodeProto) -> Kind? {
    let attributes = importer.attributes(node)
    var low = (try? attributes.float("min", default: -.infinity)) ?? -.infinity
    if node.input.count > 1, case .number(let bound)? = kinds[node.input[1]] { low = bound }
    switch kind {
    case .ordered(let isPositive, let isAlongClasses):
      return .ordered(isPositive: isPositive || low >= 0, isAlongClasses: isAlongClasses)
    case .shared(let isPositive): return .shared(isPositive: isPositive || low >= 0)
    case .positive, .number, .constant: return nil
    }
  }

  /// An operation of several values.
  private func combination(_ name: String, _ kinds: [Kind], _ node: Onnx_NodeProto) -> Kind? {
    if name == "Clip" { return clipped(kinds[0], node) }
    if name == "Mul", node.input[0] == node.input[1], case .ordered = kinds[0] { return .positive }
    if name == "Pow", case .ordered = kinds[0] { return kinds[1] == .number(2) ? .positive : nil }
    var result: Kind? = kinds[0]
    for kind in kinds.dropFirst() { result = result.flatMap { Self.pair(name, $0, kind) } }
    return result
  }

  private static func pair(_ name: String, _ first: Kind, _ second: Kind) -> Kind? {
    switch (name, first, second) {
    case ("Add", .ordered(let a, true), .ordered(let b, true)),
      ("Sum", .ordered(let a, true), .ordered(let b, true)),
      ("Mean", .ordered(let a, true), .ordered(let b, true)):
      return .ordered(isPositive: a && b)
    case ("Add", .ordered(let a, let along), let other),
      ("Add", let other, .ordered(let a, let along)),
      ("Max", .ordered(let a, let along), let other),
      ("Max", let other, .ordered(let a, let along)),
      ("Min", .ordered(let a, let along), let other),
      ("Min", let other, .ordered(let a, let along)):
      guard let sign = sign(of: other) else { return nil }
      return .ordered(isPositive: a && sign, isAlongClasses: along)
    case ("Sub", .ordered(_, let along), let other):
      return sign(of: other).map { _ in .ordered(isPositive: false, isAlongClasses: along) }
    case ("Mul", .ordered(let a, let along), let other),
      ("Mul", let other, .ordered(let a, let along)),
      ("Div", .ordered(let a, let along), let other):
      return sign(of: other) == true ? .ordered(isPositive: a, isAlongClasses: along) : nil
    case ("Add", _, _), ("Mul", _, _), ("Div", _, _), ("Max", _, _):
      guard let a = sign(of: first), let b = sign(of: second) else { return nil }
      return .shared(isPositive: a && b)
    case ("Sub", _, _), ("Min", _, _):
      guard sign(of: first) != nil, sign(of: second) != nil else { return nil }
      return .shared(isPositive: false)
    default: return nil
    }
  }

  /// Whether a number that all classes share is never below zero; `nil` of what they do not share.
  private static func sign(of kind: Kind) -> Bool? {
    switch kind {
    case .shared(let isPositive): isPositive
    case .number(let number): number >= 0
    case .ordered, .positive, .constant: nil
    }
  }
}
