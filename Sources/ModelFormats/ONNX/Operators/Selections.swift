/// Operators that reorder, repeat, leave out or surround elements, of constants and of what depends
/// on the image alike.
extension ONNXOperators {
  static let selections = (ONNXSelection.all + ONNXSelection.byPlaces).map(\.asOperator)
}

extension ONNXSelection {
  static let all = [
    ONNXSelection("Transpose", inputs: 1...1) { node throws(FormatError) in
      let order = try node.attributes.ints("perm") ?? Array(node.shape.indices.reversed())
      guard order.sorted() == Array(node.shape.indices) else {
        throw node.malformed("the permutation \(order) does not fit \(node.shape)")
      }
      return [.transposed(order)]
    },
    ONNXSelection("Slice", inputs: 1...5) { node throws(FormatError) in try node.slice() },
    ONNXSelection("Gather", inputs: 2...2) { node throws(FormatError) in try node.gather() },
    ONNXSelection("Expand", inputs: 2...2) { node throws(FormatError) in try node.expand() },
    ONNXSelection("Tile", inputs: 2...2) { node throws(FormatError) in try node.tile() },
    ONNXSelection("DepthToSpace", inputs: 1...1) { node throws(FormatError) in
      try node.depthToSpace()
    },
    ONNXSelection("SpaceToDepth", inputs: 1...1) { node throws(FormatError) in
      try node.spaceToDepth()
    },
  ]
}

/// An operator whose result is a selection of the elements of its first argument.
struct ONNXSelection: Sendable {
  /// A node of the operator, whose further arguments are constants.
  struct Node {
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

  typealias Rule = @Sendable (Node) throws(FormatError) -> [ONNXReindexing]

  let name: String
  private let inputs: ClosedRange<Int>
  let rule: Rule

  init(_ name: String, inputs: ClosedRange<Int>, _ rule: @escaping Rule) {
    self.name = name
    self.inputs = inputs
    self.rule = rule
  }

  var asOperator: ONNXOperator {
    ONNXOperator(
      name, inputs: inputs,
      add: { importer, node throws(FormatError) in try importer.add(node, selecting: rule) },
      folding: .numbers { node throws(FormatError) in try node.selected(by: rule) })
  }
}

extension ONNXImporter {
  /// Gives a node the view of its first argument that a rule makes.
  func selection(
    _ node: Onnx_NodeProto, of shape: [Int], _ constants: [ONNXConstant?]
  ) -> ONNXSelection.Node {
    ONNXSelection.Node(
      node: node, file: graph.file, shape: shape, constants: constants, room: roomForElements)
  }

  fileprivate mutating func add(
    _ node: Onnx_NodeProto, selecting rule: ONNXSelection.Rule
  ) throws(FormatError) {
    let view = try view(node)
    let constants = try furtherConstants(node)
    try requireEveryImage(node, of: view, constants, rule)
    let steps = try rule(selection(node, of: view.shape, constants))
    give(try reindexed(view, by: steps, for: node), to: node)
  }

  /// Throws where a node chooses among the images of a batch, as a batch of two shows.
  private func requireEveryImage(
    _ node: Onnx_NodeProto, of view: ONNXView, _ constants: [ONNXConstant?],
    _ rule: ONNXSelection.Rule
  ) throws(FormatError) {
    guard graph.hasOpenBatch, view.shape.count > 1, view.shape[0] == batch,
      choosesAmongFirst(node)
    else { return }
    let pair = [2] + view.shape.dropFirst()
    let width = Int32(pair.dropFirst().reduce(1, *))
    for step in try rule(selection(node, of: pair, constants)) where !step.keepsPairs(of: width) {
      throw unsupported(node, "chooses among images; only elements of each image can be chosen")
    }
  }

  /// Whether a node says itself what it takes along the first axis, and not the lengths of a batch.
  private func choosesAmongFirst(_ node: Onnx_NodeProto) -> Bool {
    switch node.opType {
    case "Gather", "Slice", "Trilu": true
    // Places that the file computes are those of all images.
    case "GatherND": tensor(node.input[1]) != nil && (try? batchAxes(node)) == 0
    case _: false
    }
  }

  private func batchAxes(_ node: Onnx_NodeProto) throws(FormatError) -> Int {
    try attributes(node).int("batch_dims", default: 0)
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

extension ONNXReindexing {
  /// Whether both of two images keep to themselves, with the same places.
  ///
  /// - Parameter width: How many elements each of them has.
  fileprivate func keepsPairs(of width: Int32) -> Bool {
    switch self {
    case .reshaped, .transposed: return true
    case .picked(let lists): return lists[0] == [0, 1]
    case .placed(let places, let shape):
      guard shape.first == 2 else { return false }
      let (first, second) = (places.prefix(places.count / 2), places.suffix(places.count / 2))
      return zip(first, second).allSatisfy { one, other in
        one < width && other == (one < 0 ? -1 : one + width)
      }
    }
  }
}

extension ONNXConstantNode {
  fileprivate func selected(by rule: ONNXSelection.Rule) throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0) else { return nil }
    let selection = ONNXSelection.Node(
      node: node, file: file, shape: constant.shape, constants: Array(arguments.dropFirst()),
      room: room)
    var result = constant
    for step in try rule(selection) {
      try checkRoom(for: elementCount(step.shape(of: result.shape)))
      result = result.reindexed(by: step)
    }
    return result
  }
}

extension ONNXSelection.Node {
  /// Positions from a start to before an end, by steps that may be negative.
  fileprivate func slice() throws(FormatError) -> [ONNXReindexing] {
    guard let starts = try integers(1, or: "starts"), let ends = try integers(2, or: "ends"),
      starts.count == ends.count
    else { throw malformed("the starts and ends of the slices are missing") }
    let axes = try integers(3, or: "axes") ?? Array(0..<starts.count)
    let steps = constant(4)?.integers ?? Array(repeating: 1, count: starts.count)
    guard axes.count == starts.count, steps.count == starts.count, !steps.contains(0) else {
      throw malformed("\(starts.count) slices of the axes \(axes) by the steps \(steps)")
    }
    var lists = everything
    for index in axes.indices {
      let axis = try axis(axes[index])
      lists[axis] = slice(shape[axis], starts[index], ends[index], step: steps[index])
      guard !lists[axis].isEmpty || shape.count == 1 else {
        throw malformed("a slice of the axis \(axis) is empty")
      }
    }
    return [.picked(lists)]
  }

  private func slice(_ length: Int, _ start: Int, _ end: Int, step: Int) -> [Int] {
    func position(_ stated: Int, in range: ClosedRange<Int>) -> Int {
      let place = stated < 0 ? stated &+ length : stated
      return min(max(place, range.lowerBound), range.upperBound)
    }
    guard length > 0 else { return [] }
    // Ends far below -length are how exporters say "to the beginning".
    let range = step > 0 ? 0...length : -1...(length - 1)
    let first = start < -length ? range.lowerBound : position(start, in: range)
    let last = end < -length ? range.lowerBound : position(end, in: range)
    return Array(stride(from: first, to: last, by: step))
  }

  /// Positions of one axis, in a shape of their own.
  fileprivate func gather() throws(FormatError) -> [ONNXReindexing] {
    let axis = try axis(try attributes.int("axis", default: 0))
    guard let indices = constant(1), let places = indices.integers else {
      throw malformed("the indices are missing")
    }
    let length = shape[axis]
    let positions = places.map { $0 < 0 ? $0 &+ length : $0 }
    guard positions.allSatisfy((0..<length).contains) else {
      throw malformed("an index is outside of 0..<\(length)")
    }
    let result = Array(shape[..<axis] + indices.shape + shape[(axis + 1)...])
    guard positions != Array(0..<length) else { return [.reshaped(result)] }
    var lists = everything
    lists[axis] = positions
    return [.picked(lists), .reshaped(result)]
  }

  /// Repeated along axes of length 1, and along new ones.
  fileprivate func expand() throws(FormatError) -> [ONNXReindexing] {
    guard let target = constant(1)?.integers, let result = broadcast(shape, target) else {
      throw malformed("the shape \(shape) cannot be expanded")
    }
    try checkRoom(for: elementCount(result))
    return ONNXReindexing.expanding(shape, to: result)
  }

  /// The whole, several times along each axis.
  fileprivate func tile() throws(FormatError) -> [ONNXReindexing] {
    guard let counts = constant(1)?.integers, counts.count == shape.count,
      counts.allSatisfy((1...largestElementCount).contains),
      shape.allSatisfy((0...largestElementCount).contains)
    else { throw malformed("the shape \(shape) cannot be repeated") }
    try checkRoom(for: elementCount(zip(shape, counts).map { $0 * $1 }))
    return [
      .picked(zip(shape, counts).map { length, count in (0..<count).flatMap { _ in 0..<length } })
    ]
  }

  /// Blocks of channels as places of a larger map.
  fileprivate func depthToSpace() throws(FormatError) -> [ONNXReindexing] {
    let side = try blockSide()
    let isDepthFirst = try attributes.string("mode", default: "DCR") == "DCR"
    let (batch, channels, rows, columns) = (shape[0], shape[1], shape[2], shape[3])
    guard channels % (side * side) == 0 else {
      throw malformed("blocks of \(side)x\(side) of \(channels) channels")
    }
    let depth = channels / (side * side)
    return [
      .reshaped(
        isDepthFirst
          ? [batch, side, side, depth, rows, columns] : [batch, depth, side, side, rows, columns]),
      .transposed(isDepthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]),
      .reshaped([batch, depth, rows * side, columns * side]),
    ]
  }

  /// Blocks of places as channels of a smaller map.
  fileprivate func spaceToDepth() throws(FormatError) -> [ONNXReindexing] {
    let side = try blockSide()
    let (batch, channels, rows, columns) = (shape[0], shape[1], shape[2], shape[3])
    guard rows % side == 0, columns % side == 0 else {
      throw malformed("blocks of \(side)x\(side) of \(rows)x\(columns)")
    }
    return [
      .reshaped([batch, channels, rows / side, side, columns / side, side]),
      .transposed([0, 3, 5, 1, 2, 4]),
      .reshaped([batch, channels * side * side, rows / side, columns / side]),
    ]
  }

  private func blockSide() throws(FormatError) -> Int {
    let side = try attributes.int("blocksize", default: 0)
    guard shape.count == 4, (1...(1 << 10)).contains(side) else {
      throw malformed("blocks of \(side) of the shape \(shape)")
    }
    return side
  }
}
