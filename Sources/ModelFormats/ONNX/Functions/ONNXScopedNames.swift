/// More or longer names than the nodes of a network have.
struct ONNXNameExcess: Error {}

/// Names for the values of functions, none of which a model has given to another value.
struct ONNXScopedNames {
  private var taken: Set<String> = []
  /// How many bytes nodes and their names may still take: some hundred thousand nodes.
  private var left = 1 << 26
  private var count = 0

  /// What a node takes beside its names, in bytes.
  private static let nodeCost = 256
  /// What a name takes beside its text.
  private static let nameCost = 32
  /// The longest beginning of a name, in Unicode scalars.
  private static let longestScope = 256

  /// - Parameter graph: That of the model, whose values keep their names.
  init(of graph: Onnx_GraphProto) { take(graph) }

  private mutating func take(_ graph: Onnx_GraphProto) {
    taken.formUnion(graph.input.map(\.name))
    taken.formUnion(graph.initializer.map(\.name))
    taken.formUnion(graph.sparseInitializer.map(\.values.name))
    for node in graph.node {
      taken.formUnion(node.input)
      taken.formUnion(node.output)
      for attribute in node.attribute where attribute.hasG { take(attribute.g) }
    }
  }

  /// What the names of a call begin with.
  static func scope(of call: Onnx_NodeProto) -> String {
    String(String.UnicodeScalarView(call.title.unicodeScalars.prefix(longestScope)))
  }

  /// A name for what a function calls `name`, which nothing else has.
  mutating func distinct(_ name: String, in scope: String) throws(ONNXNameExcess) -> String {
    var distinct = try title(name, in: scope)
    while !taken.insert(distinct).inserted {
      count += 1
      distinct = try title("\(name):\(count)", in: scope)
    }
    return distinct
  }

  /// A name for what a function calls `name`, which other calls may have as well.
  mutating func title(_ name: String, in scope: String) throws(ONNXNameExcess) -> String {
    try spend(Self.nameCost + scope.utf8.count + 1 + name.utf8.count)
    return "\(scope)/\(name)"
  }

  /// Takes note of a node that is to be made, with so many arguments, results and attributes.
  mutating func spend(forNode node: Onnx_NodeProto) throws(ONNXNameExcess) {
    let count = node.input.count + node.output.count + node.attribute.count
    try spend(Self.nodeCost + Self.nameCost * count)
  }

  /// Takes note of a scope with so many names that is to be copied.
  mutating func spend(forScope count: Int) throws(ONNXNameExcess) {
    try spend(2 * Self.nameCost * count)
  }

  private mutating func spend(_ bytes: Int) throws(ONNXNameExcess) {
    guard bytes <= left else { throw ONNXNameExcess() }
    left -= bytes
  }
}
