/// An operator whose result is made of elements of its first argument by a rule that knows only
/// their places: of constants and of what depends on the image alike.
struct ONNXElementOperator<Change: ONNXElementChange>: Sendable {
  typealias Rule = @Sendable (ONNXElementNode) throws(FormatError) -> Change

  /// Whether a node says itself what it takes along the first axis, and not the lengths of a batch.
  typealias BatchRule = @Sendable (ONNXImporter, Onnx_NodeProto) -> Bool

  let name: String
  private let inputs: ClosedRange<Int>
  private let mayMixImages: BatchRule
  let rule: Rule

  init(
    _ name: String, inputs: ClosedRange<Int>,
    mayMixImages: @escaping BatchRule = { _, _ in false }, _ rule: @escaping Rule
  ) {
    self.name = name
    self.inputs = inputs
    self.mayMixImages = mayMixImages
    self.rule = rule
  }

  var asOperator: ONNXOperator {
    ONNXOperator(
      name, inputs: inputs,
      add: { importer, node throws(FormatError) in try add(node, to: &importer) },
      folding: .numbers { node throws(FormatError) in try fold(node) })
  }

  /// Gives a node the view of its first argument that the rule makes.
  private func add(
    _ node: Onnx_NodeProto, to importer: inout ONNXImporter
  ) throws(FormatError) {
    let view = try importer.view(node)
    let constants = try importer.furtherConstants(node)
    // A batch of two shows what becomes of any.
    if importer.graph.hasOpenBatch, view.shape.count > 1, view.shape[0] == importer.batch,
      mayMixImages(importer, node)
    {
      let pair = [2] + view.shape.dropFirst()
      let width = Int32(pair.dropFirst().reduce(1, *))
      let change = try rule(importer.elementNode(node, of: pair, constants))
      guard change.keepsPairs(of: width) else {
        throw importer.unsupported(node, Change.refusalOfPairs)
      }
    }
    let change = try rule(importer.elementNode(node, of: view.shape, constants))
    importer.give(try change.applied(to: view, of: node, in: &importer), to: node)
  }

  private func fold(_ node: ONNXConstantNode) throws(FormatError) -> ONNXConstant? {
    guard let constant = node.argument(0) else { return nil }
    let change = try rule(
      ONNXElementNode(
        node: node.node, file: node.file, shape: constant.shape,
        constants: Array(node.arguments.dropFirst()), room: node.room))
    return try change.applied(to: constant, of: node)
  }
}

/// What a rule makes of the elements of a tensor, whatever these are.
protocol ONNXElementChange: Sendable {
  /// Why images of a batch that do not keep to themselves are refused.
  static var refusalOfPairs: String { get }

  /// Whether both of two images keep to themselves, with the same places.
  ///
  /// - Parameter width: How many elements each of them has.
  func keepsPairs(of width: Int32) -> Bool

  func applied(
    to view: ONNXView, of node: Onnx_NodeProto, in importer: inout ONNXImporter
  ) throws(FormatError) -> ONNXView

  func applied(
    to constant: ONNXConstant, of node: ONNXConstantNode
  ) throws(FormatError) -> ONNXConstant
}

/// A node as a rule about elements knows it: the shape of its first argument, and further ones that
/// are constants.
struct ONNXElementNode {
  let node: Onnx_NodeProto
  let file: String
  /// Of the first argument.
  let shape: [Int]
  /// The further arguments; `nil` where one is left out.
  let constants: [ONNXConstant?]
  /// How many elements the result may have.
  let room: Int

  var attributes: ONNXAttributes { ONNXAttributes(node, file: file) }

  /// The argument at a position behind the first.
  func constant(_ position: Int) -> ONNXConstant? {
    constants.indices.contains(position - 1) ? constants[position - 1] : nil
  }

  /// Integers that are an argument since some operator set and were an attribute before.
  func integers(_ position: Int, or name: String) throws(FormatError) -> [Int]? {
    let listed = try attributes.ints(name)
    return constant(position)?.integers ?? listed
  }

  /// An axis as a position; negative ones count from the end.
  func axis(_ stated: Int) throws(FormatError) -> Int {
    let axis = stated < 0 ? stated &+ shape.count : stated
    guard shape.indices.contains(axis) else {
      throw malformed("the axis \(stated) of \(shape)")
    }
    return axis
  }

  /// All positions of every axis.
  var everything: [[Int]] { shape.map { Array(0..<$0) } }

  /// Throws if a result of so many elements would be too large; `nil` stands for an absurd one.
  func checkRoom(for count: Int?) throws(FormatError) {
    guard let count, count <= room else { throw malformed(ONNXConstantNode.excess) }
  }

  func malformed(_ what: String) -> FormatError {
    .malformed(file: file, node: node.title, what: what)
  }

  func unsupported(_ what: String) -> FormatError {
    .unsupported(file: file, node: node.title, what: what)
  }
}

extension ONNXImporter {
  /// A node whose first argument has a shape.
  func elementNode(
    _ node: Onnx_NodeProto, of shape: [Int], _ constants: [ONNXConstant?]
  ) -> ONNXElementNode {
    ONNXElementNode(
      node: node, file: graph.file, shape: shape, constants: constants, room: roomForElements)
  }

  /// The arguments behind the first, all of which must be constants.
  mutating func furtherConstants(
    _ node: Onnx_NodeProto
  ) throws(FormatError) -> [ONNXConstant?] {
    var constants: [ONNXConstant?] = []
    for position in node.input.indices.dropFirst() {
      constants.append(try optionalConstant(node, position))
    }
    return constants
  }
}
