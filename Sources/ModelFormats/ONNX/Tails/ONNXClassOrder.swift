import Networks

/// Whether what a file computes behind its logits keeps their order, so that the logits tell the
/// class as well: softmax in parts, a norm that all classes are divided by, a function that grows.
///
/// Each value behind the logits z is one of a few kinds. One number per class that is
/// `f(z_c)`, where f grows and is the same for all classes, keeps the order; numbers that
/// all classes of an image share may be added to it, and positive ones may multiply it. What makes
/// different numbers equal keeps no order: among equal ones a file takes the first class.
///
/// One number tells two classes apart by its sign, which f keeps if it is 0 at 0.
struct ONNXClassOrder {
  /// What a value is, of what is known of it.
  private enum Kind: Equatable {
    case ordered(Ordered)
    /// Which class has the largest number, or the largest numbers alone.
    case choice
    /// One number per class in no order, none below zero.
    case positive
    /// One number for all classes of an image; positive ones are zero at most where all logits are.
    case shared(isPositive: Bool)
    /// A number that no image changes.
    case number(Float)
    /// A shape, or a constant with different numbers.
    case constant
  }

  /// `f(z_c)` for every class.
  private struct Ordered: Equatable {
    /// Between which numbers it lies.
    var range = (-Float.infinity)...Float.infinity
    /// `f(0)`; `nil` where it is not known.
    var atZero: Float?
    /// Whether it still lies along the classes.
    var isAlongClasses = true

    /// Whether it is never below zero.
    var isPositive: Bool { range.lowerBound >= 0 }
  }

  private var importer: ONNXImporter
  private var kinds: [String: Kind] = [:]
  private let shape: [Int]
  /// Whether numbers next to the ends of their range become equal.
  private(set) var hasTies = false

  /// - Parameters:
  ///   - importer: One that has read the logits.
  ///   - logits: Their name.
  init?(_ importer: ONNXImporter, logits: String) {
    // A first axis that is not the batch has places in it, each with numbers of its own.
    guard let shape = importer.views[logits]?.shape, shape.count == 2,
      shape[0] == importer.batch
    else { return nil }
    self.importer = importer
    self.shape = shape
    kinds[logits] = .ordered(Ordered(atZero: 0))
  }

  /// Whether there is one number, of which the sign counts.
  var isOfOne: Bool { shape[1] == 1 }

  /// Whether an output of a graph has the order of the logits.
  mutating func keeps(_ output: String, of graph: ONNXGraph) -> Bool {
    for node in graph.nodes {
      guard let name = node.output.first, kinds[name] == nil else { continue }
      kinds[name] = kind(of: name) ?? kind(of: node)
    }
    return switch kinds[output] {
    case .ordered(let values): !isOfOne || values.atZero == 0
    case .choice: !isOfOne
    case .positive, .shared, .number, .constant, nil: false
    }
  }

  /// `nil` where nothing is known.
  private mutating func kind(of node: Onnx_NodeProto) -> Kind? {
    if importer.operators.tellsShape(node) {
      foldShape(node)
      return .constant
    }
    var arguments: [Kind?] = []
    for name in node.input where !name.isEmpty { arguments.append(kind(of: name)) }
    guard arguments.contains(where: { $0.map(Self.dependsOnImage) ?? true }) else {
      return (try? importer.fold(node)) == true ? kind(of: node.output[0]) : .constant
    }
    // What depends on the image in a way that nothing is known of ends all.
    guard !arguments.contains(nil), let first = arguments.first ?? nil else { return nil }
    let known = arguments.compactMap(\.self)
    if Self.renames.contains(node.qualifiedName) { return renamed(first, node) }
    if Self.reductions.contains(node.qualifiedName) { return reduced(first, node) }
    if node.qualifiedName == "Clip" || known.count == 1 { return function(first, node) }
    return combination(node.qualifiedName, known, node)
  }

  /// Evaluates a shape, if it is known.
  private mutating func foldShape(_ node: Onnx_NodeProto) {
    if let name = node.input.first, importer.views[name] == nil,
      case .ordered(let values) = kinds[name], values.isAlongClasses
    {
      // Only its shape is ever asked for.
      importer.views[name] = ONNXView(node: 0, shape: shape)
    }
    _ = try? importer.fold(node)
  }

  private mutating func kind(of name: String) -> Kind? {
    if let kind = kinds[name] { return kind }
    guard let constant = try? importer.constant(name) else { return nil }
    // One that has more numbers than the logits would repeat them.
    let number = constant.common(over: shape)
    let kind: Kind = number.map { .number($0) } ?? .constant
    kinds[name] = kind
    return kind
  }

  private static func dependsOnImage(_ kind: Kind) -> Bool {
    switch kind {
    case .ordered, .choice, .positive, .shared: true
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

  private mutating func renamed(_ kind: Kind, _ node: Onnx_NodeProto) -> Kind? {
    if kind == .choice { return node.opType == "Expand" ? nil : kind }
    if node.opType == "Cast" {
      let type = (try? importer.attributes(node).int("to", default: 1)).flatMap(ElementType.init)
      guard let type, type.isFloat else { return nil }
      if type.size < ElementType.float32.size, case .ordered = kind { hasTies = true }
    }
    if node.opType == "Expand" {
      // To a shape that has more numbers than the logits it repeats them.
      guard let target = try? importer.constant(node.input[1])?.integers,
        broadcast(shape, target) == shape
      else { return nil }
    }
    guard case .ordered(var values) = kind else { return kind }
    switch node.opType {
    case "Identity", "Dropout", "Cast": break
    case "Expand": guard values.isAlongClasses else { return nil }
    // In another shape, what is along an axis may be no longer all classes.
    default: values.isAlongClasses = false
    }
    return .ordered(values)
  }

  private mutating func reduced(_ kind: Kind, _ node: Onnx_NodeProto) -> Kind? {
    guard (try? importer.reducedAxes(node, rank: 2)) == [1],
      (try? importer.attributes(node).int("keepdims", default: 1)) == 1
    else { return nil }
    let isPositive: Bool
    switch kind {
    case .positive: isPositive = true
    case .ordered(let values) where values.isAlongClasses: isPositive = values.isPositive
    case .ordered, .choice, .shared, .number, .constant: return nil
    }
    switch node.opType {
    case "ReduceL1", "ReduceL2", "ReduceSumSquare": return .shared(isPositive: true)
    case "ReduceLogSumExp": return .shared(isPositive: false)
    default: return .shared(isPositive: isPositive)
    }
  }

  /// A function of one value.
  private mutating func function(_ kind: Kind, _ node: Onnx_NodeProto) -> Kind? {
    switch (node.qualifiedName, kind) {
    case ("Clip", _):
      guard let bounds = try? importer.clipBounds(node) else { return nil }
      return cut(kind, bounds.minimum, bounds.maximum)
    case ("Relu", _): return cut(kind, 0, .infinity)
    case ("Softmax", .ordered(let values)), ("LogSoftmax", .ordered(let values)),
      ("LpNormalization", .ordered(let values)):
      guard values.isAlongClasses, isAlongClasses(node, default: -1) else { return nil }
      switch node.opType {
      case "Softmax": return .ordered(Ordered(range: 0...1))
      case "LogSoftmax": return .ordered(Ordered(range: -.infinity...0))
      default: return .ordered(Ordered())
      }
    case ("ArgMax", .ordered(let values)), ("TopK", .ordered(let values)):
      let isLargest = (try? importer.attributes(node).int("largest", default: 1)) == 1
      let isLast = (try? importer.attributes(node).int("select_last_index", default: 0)) != 0
      guard values.isAlongClasses, isLargest, !isLast,
        isAlongClasses(node, default: node.opType == "ArgMax" ? 0 : -1)
      else { return nil }
      return .choice
    case ("Abs", .ordered), ("Abs", .positive): return .positive
    case ("Abs", .shared): return .shared(isPositive: true)
    case ("Neg", .shared): return .shared(isPositive: false)
    case ("Reciprocal", .shared(true)): return kind
    case ("Sqrt", .positive): return .positive
    case (_, .ordered(var values)):
      guard let growing = Growing(node, importer), let range = growing.range(of: values.range)
      else { return nil }
      (values.range, values.atZero) = (range, values.atZero.map(growing.value))
      return .ordered(values)
    case (_, .shared(let isPositive)):
      let range = isPositive ? 0...Float.infinity : -Float.infinity...Float.infinity
      return Growing(node, importer)?.range(of: range).map {
        .shared(isPositive: $0.lowerBound >= 0)
      }
    default: return nil
    }
  }

  private func isAlongClasses(_ node: Onnx_NodeProto, default value: Int) -> Bool {
    let axis = try? importer.attributes(node).int("axis", default: value)
    return axis == 1 || axis == -1
  }

  /// Between bounds: numbers beyond them become equal, so none but the outermost may be.
  private mutating func cut(_ kind: Kind, _ low: Float, _ high: Float) -> Kind? {
    guard low < high else { return nil }
    switch kind {
    case .ordered(var values):
      let range = values.range
      guard low > range.lowerBound || high < range.upperBound else { return kind }
      let margin = (range.upperBound - range.lowerBound) * Self.outermost
      guard margin.isFinite, low <= range.lowerBound + margin, high >= range.upperBound - margin
      else { return nil }
      hasTies = true
      values.range = max(low, range.lowerBound)...min(high, range.upperBound)
      values.atZero = values.atZero.map { min(max($0, low), high) }
      return .ordered(values)
    case .shared(let isPositive): return .shared(isPositive: isPositive && high > 0 || low > 0)
    case .choice, .positive, .number, .constant: return nil
    }
  }

  /// Which part of a range a guard against its ends may cut off, such as before a logarithm; a
  /// share of the largest of fewer than 10000 classes lies above it.
  private static let outermost: Float = 1e-4

  /// An operation of several values.
  private mutating func combination(
    _ name: String, _ kinds: [Kind], _ node: Onnx_NodeProto
  ) -> Kind? {
    if name == "Mul", node.input[0] == node.input[1], case .ordered = kinds[0] { return .positive }
    if name == "Pow", case .ordered = kinds[0] { return kinds[1] == .number(2) ? .positive : nil }
    if name == "TopK" { return function(kinds[0], node) }
    if kinds.contains(.choice) { return nil }
    var result: Kind? = kinds[0]
    for kind in kinds.dropFirst() { result = result.flatMap { pair(name, $0, kind) } }
    return result
  }

  private mutating func pair(_ name: String, _ first: Kind, _ second: Kind) -> Kind? {
    switch (name, first, second) {
    case ("Add", .ordered(let a), .ordered(let b)), ("Sum", .ordered(let a), .ordered(let b)),
      ("Mean", .ordered(let a), .ordered(let b)):
      guard a.isAlongClasses, b.isAlongClasses else { return nil }
      return .ordered(
        Ordered(
          range: a.isPositive && b.isPositive ? 0...(.infinity) : Self.all,
          atZero: a.atZero == 0 && b.atZero == 0 ? 0 : nil))
    case ("Max", .ordered, .number(let bound)): return cut(first, bound, .infinity)
    case ("Max", .number(let bound), .ordered): return cut(second, bound, .infinity)
    case ("Min", .ordered, .number(let bound)): return cut(first, -.infinity, bound)
    case ("Min", .number(let bound), .ordered): return cut(second, -.infinity, bound)
    case ("Add", .ordered(let values), let other), ("Add", let other, .ordered(let values)):
      return Self.shifted(values, by: other, 1)
    case ("Sub", .ordered(let values), let other): return Self.shifted(values, by: other, -1)
    case ("Mul", .ordered(let values), let other), ("Mul", let other, .ordered(let values)):
      return Self.scaled(values, by: other, *)
    case ("Div", .ordered(let values), let other):
      return Self.scaled(values, by: other, /)
    case ("Add", _, _), ("Mul", _, _), ("Div", _, _), ("Max", _, _):
      guard let a = Self.sign(of: first), let b = Self.sign(of: second) else { return nil }
      return .shared(isPositive: name == "Max" ? a || b : a && b)
    case ("Sub", _, _), ("Min", _, _):
      guard Self.sign(of: first) != nil, Self.sign(of: second) != nil else { return nil }
      return .shared(isPositive: false)
    default: return nil
    }
  }

  private static let all = -Float.infinity...Float.infinity

  /// What all classes share is added, times a sign.
  private static func shifted(_ values: Ordered, by other: Kind, _ sign: Float) -> Kind? {
    var values = values
    switch other {
    // Beside larger numbers the differences are lost.
    case .number(let number):
      guard abs(number) <= largestShift else { return nil }
      let (low, high) = (values.range.lowerBound, values.range.upperBound)
      values.range = (low + sign * number)...(high + sign * number)
      values.atZero = values.atZero.map { $0 + sign * number }
    case .shared(let isPositive):
      values.range = isPositive && sign > 0 && values.isPositive ? 0...(.infinity) : all
      values.atZero = nil
    case .ordered, .choice, .positive, .constant: return nil
    }
    return .ordered(values)
  }

  private static let largestShift: Float = 1024

  /// What all classes share multiplies the numbers, or divides them.
  private static func scaled(
    _ values: Ordered, by other: Kind, _ product: (Float, Float) -> Float
  ) -> Kind? {
    var values = values
    switch other {
    // By others, numbers leave those that floats have.
    case .number(let number):
      guard scales.contains(number) else { return nil }
      values.range =
        product(values.range.lowerBound, number)...product(values.range.upperBound, number)
      values.atZero = values.atZero.map { product($0, number) }
    case .shared(true):
      values.range = values.isPositive ? 0...(.infinity) : all
      values.atZero = values.atZero == 0 ? 0 : nil
    case .shared(false), .ordered, .choice, .positive, .constant: return nil
    }
    return .ordered(values)
  }

  private static let scales: ClosedRange<Float> = 0x1p-32...0x1p32

  /// Whether a number that all classes share is above zero; `nil` of what they do not share.
  private static func sign(of kind: Kind) -> Bool? {
    switch kind {
    case .shared(let isPositive): isPositive
    case .number(let number): number.isFinite ? number > 0 : nil
    case .ordered, .choice, .positive, .constant: nil
    }
  }
}
