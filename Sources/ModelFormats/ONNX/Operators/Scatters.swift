/// Elements of a tensor that constant indices give other values: set items of a map or of zeros.
extension ONNXOperators {
  static let scatters: [ONNXOperator] = [
    scatter("ScatterND", places: { node throws(FormatError) in try node.placesOfTuples() }),
    scatter("ScatterElements", places: { node throws(FormatError) in try node.placesAlongAxis() }),
    // What operator sets 9 and 10 call it.
    scatter("Scatter", places: { node throws(FormatError) in try node.placesAlongAxis() }),
  ]

  private static func scatter(_ name: String, places: @escaping ONNXScatter.Rule) -> ONNXOperator {
    ONNXOperator(
      name, inputs: 3...3,
      add: { importer, node throws(FormatError) in try importer.addScatter(node, places) },
      folding: .numbers { node throws(FormatError) in try node.scattered(places) })
  }
}

/// Where each update of a tensor goes.
private struct ONNXScatter {
  /// The place in the tensor of every update in row-major order, by the shape of the tensor and
  /// constant indices, and the shape that the updates must have.
  typealias Rule =
    @Sendable (ONNXElementNode) throws(FormatError) -> (places: [Int32], updates: [Int])

  /// The shape of the tensor.
  let shape: [Int]
  /// That of the updates.
  let updates: [Int]
  let places: [Int32]
  /// Whether updates are added to what is there, instead of taking its place.
  let adds: Bool

  init(_ node: ONNXElementNode, updates: [Int], _ rule: Rule) throws(FormatError) {
    let expected: [Int]
    (places, expected) = try rule(node)
    guard expected == updates else {
      throw node.malformed("updates of the shape \(updates) instead of \(expected)")
    }
    (shape, self.updates) = (node.shape, updates)
    let reduction = try node.attributes.string("reduction", default: "none")
    guard reduction == "none" || reduction == "add" else {
      throw node.unsupported(
        "combines values by the reduction '\(reduction)'; only none and add are linear, so build "
          + "the network without and train it again")
    }
    adds = reduction == "add"
  }

  /// What the tensor keeps of itself; -1 where an update takes the place.
  var kept: ONNXReindexing {
    var origins = (0..<Int32(shape.reduce(1, *))).map { $0 }
    if !adds { for place in places { origins[Int(place)] = -1 } }
    return .placed(origins, shape: shape)
  }

  /// Whether there is nothing of it left.
  var keepsNothing: Bool { !adds && Set(places).count == shape.reduce(1, *) }

  /// What is added to that: of several updates of one place the last, or all of them.
  var added: ONNXSums {
    guard !adds else { return ONNXSums(adding: places, to: shape) }
    var last = Array(repeating: Int32(-1), count: shape.reduce(1, *))
    for (update, place) in places.enumerated() { last[Int(place)] = Int32(update) }
    return ONNXSums(of: shape) { last[$0] < 0 ? [] : [Int(last[$0])] }
  }
}

extension ONNXImporter {
  /// The sum of what is kept and what is put in, of which one may be a constant.
  fileprivate mutating func addScatter(
    _ node: Onnx_NodeProto, _ rule: ONNXScatter.Rule
  ) throws(FormatError) {
    var shapes: [[Int]] = []
    for position in [0, 2] {
      if let constant = try constant(node.input[position]) {
        try requireFinite(constant, node, position)
        shapes.append(constant.shape)
      } else {
        shapes.append(try view(node, position).shape)
      }
    }
    let indices = try optionalConstant(node, 1)
    // Places that the file computes are those of all images.
    let axis = try attributes(node).int("axis", default: 0)
    if graph.hasOpenBatch, axis == 0, shapes[0].count > 1, shapes[0][0] == batch,
      tensor(node.input[1]) != nil
    {
      throw unsupported(node, "chooses among images; only elements of each image can be set")
    }
    let scatter = try ONNXScatter(
      elementNode(node, of: shapes[0], [indices]), updates: shapes[1], rule)
    let first = try constant(node.input[0])?.reindexed(by: scatter.kept)
    let second = try constant(node.input[2])?.summed(by: scatter.added)
    if let second {
      let kept = try reindexed(try view(node), by: [scatter.kept], for: node)
      give(try affine(kept, second, for: node) { numbers in .shift(numbers) }, to: node)
      return
    }
    let put = try put(scatter, node)
    guard !scatter.keepsNothing else {
      give(put, to: node)
      return
    }
    guard let first else {
      let kept = try reindexed(try view(node), by: [scatter.kept], for: node)
      give(try sum(kept, put, for: node), to: node)
      return
    }
    let isZero = first.floats.allSatisfy { $0 == 0 }
    give(
      isZero ? put : try affine(put, first, for: node) { numbers in .shift(numbers) }, to: node)
  }

  /// The updates at their places, with zeros around them.
  private mutating func put(
    _ scatter: ONNXScatter, _ node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    let (updates, added) = (try view(node, 2), scatter.added)
    guard added.mostTerms <= 1 else { return try summed(updates, by: added, for: node) }
    let origins = (0..<scatter.shape.reduce(1, *)).map { added.terms(of: $0).first ?? -1 }
    return try reindexed(updates, by: [.placed(origins, shape: scatter.shape)], for: node)
  }
}

extension ONNXConstantNode {
  fileprivate func scattered(_ rule: ONNXScatter.Rule) throws(FormatError) -> ONNXConstant? {
    guard let tensor = argument(0), let updates = argument(2) else { return nil }
    let scatter = try ONNXScatter(
      ONNXElementNode(
        node: node, file: file, shape: tensor.shape, constants: [argument(1)], room: room),
      updates: updates.shape, rule)
    guard let added = updates.summed(by: scatter.added) else { return nil }
    let sum = ONNXConstantNode(
      node: node, arguments: [tensor.reindexed(by: scatter.kept), added], file: file, room: room)
    return try sum.combined(+) { $0.addingReportingOverflow($1) }
  }
}

extension ONNXElementNode {
  /// Tuples of indices, each for a block of updates.
  fileprivate func placesOfTuples() throws(FormatError) -> (places: [Int32], updates: [Int]) {
    let tuples = try ONNXIndexTuples(self, indices: constant(1), batchAxes: 0)
    let updates = Array(tuples.shape) + shape[tuples.depth...]
    try checkRoom(for: elementCount(updates))
    let width = Int32(tuples.width)
    return (tuples.starts.flatMap { $0..<$0 + width }, updates)
  }

  /// An index along one axis for each update, which keeps its place along all others.
  fileprivate func placesAlongAxis() throws(FormatError) -> (places: [Int32], updates: [Int]) {
    guard let indices = constant(1), let numbers = indices.integers else {
      throw malformed("the indices are missing")
    }
    let axis = try axis(try attributes.int("axis", default: 0))
    return (try places(of: numbers, indices.shape, along: axis), indices.shape)
  }
}
