import Networks

/// Operators that change shapes: views and joined maps, and the shape arithmetic of exporters.
extension ONNXOperators {
  static let shapes: [ONNXOperator] = [
    ONNXReshaping(name: "Flatten", list: nil) { shape, _, attributes throws(FormatError) in
      flattenedShape(shape, axis: try attributes.int("axis", default: 1))
    }.asOperator,
    ONNXReshaping(name: "Reshape", list: "shape") { shape, list, attributes throws(FormatError) in
      let keepsZeros = try attributes.int("allowzero", default: 0) != 0
      return list.flatMap { resolvedShape($0, of: shape, keepsZeros: keepsZeros) }
    }.asOperator,
    ONNXReshaping(name: "Squeeze", list: "axes") { shape, list, _ in
      squeezed(shape, axes: list)
    }.asOperator,
    ONNXReshaping(name: "Unsqueeze", list: "axes") { shape, list, _ in
      list.flatMap { unsqueezed(shape, axes: $0) }
    }.asOperator,
    ONNXOperator(
      "Concat", inputs: 1...Int.max,
      add: { importer, node throws(FormatError) in try importer.addConcat(node) },
      folding: .numbers { node throws(FormatError) in try node.concatenated() }),
    ONNXOperator(
      "Gather", inputs: 2...2,
      add: { importer, node throws(FormatError) in try importer.addIdentityGather(node) },
      folding: .numbers { node throws(FormatError) in try node.gathered() }),
    ONNXOperator(
      "Slice", inputs: 1...5, folding: .numbers { node throws(FormatError) in try node.sliced() }),
    ONNXOperator(
      "Transpose", inputs: 1...1,
      folding: .numbers { node throws(FormatError) in try node.transposed() }),
    ONNXOperator(
      "Expand", inputs: 2...2, folding: .numbers { node throws(FormatError) in try node.expanded() }
    ),
  ]
}

/// A change of the shape that keeps the order of the elements.
private struct ONNXReshaping: Sendable {
  let name: String
  /// The attribute that says what the second argument says since operator set 13 or 5; `nil` for
  /// an operator without such a list.
  let list: String?
  /// The new shape, or `nil` if the old one cannot become what the node asks for.
  let rule: @Sendable (_ shape: [Int], _ list: [Int]?, ONNXAttributes) throws(FormatError) -> [Int]?

  var asOperator: ONNXOperator {
    ONNXOperator(
      name, inputs: 1...(list == nil ? 1 : 2),
      add: { importer, node throws(FormatError) in try importer.addReshape(self, node) },
      folding: .numbers { node throws(FormatError) in try node.reshaped(by: self) })
  }
}

extension ONNXImporter {
  fileprivate mutating func addReshape(
    _ reshaping: ONNXReshaping, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let view = try view(node)
    let attributes = attributes(node)
    var list: [Int]?
    if let name = reshaping.list {
      let listed = try attributes.ints(name)
      list = try optionalConstant(node, 1)?.integers ?? listed
    }
    guard let shape = try reshaping.rule(view.shape, list, attributes),
      let output = node.output.first
    else {
      throw malformed(node.title, "the shape \(view.shape) cannot become what it asks for")
    }
    let map = nodes[view.node].shape
    guard shape == [batch, map.count], !map.isVector else {
      views[output] = View(node: view.node, shape: shape)
      return
    }
    try append(.flatten, of: node, inputs: [view.node], viewShape: shape)
  }

  fileprivate mutating func addConcat(_ node: Onnx_NodeProto) throws(FormatError) {
    let axis = try attributes(node).int("axis", default: 1)
    let first = try view(node)
    guard axis == 1 || axis == 1 - first.shape.count else {
      throw unsupported(node, "joins along axis \(axis); only channels can be joined")
    }
    var sources: [Int] = []
    var channels = 0
    for position in node.input.indices {
      let source = try layerArgument(node, position)
      let (shape, reference) = (nodes[source].shape, nodes[sources.first ?? source].shape)
      let rank = try view(node, position).shape.count
      guard shape.height == reference.height, shape.width == reference.width,
        rank == first.shape.count
      else { throw malformed(node.title, "a \(shape) map does not fit to \(reference)") }
      channels += shape.channels
      sources.append(source)
    }
    let grid = Grid(nodes[sources[0]].shape.height, nodes[sources[0]].shape.width)
    let shape = try map(node, channels: channels, grid)
    try append(
      .concatenate, of: node, inputs: sources, shape: shape,
      viewShape: viewShape(shape, like: first))
  }

  /// A `Gather` that takes every element in its order, as dynamo writes for a view of a tensor.
  fileprivate mutating func addIdentityGather(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let axis = try attributes(node).int("axis", default: 0)
    guard let indices = try optionalConstant(node, 1), let places = indices.integers,
      view.shape.indices.contains(axis < 0 ? axis + view.shape.count : axis)
    else { throw malformed(node.title, "the axis or the indices are missing") }
    let position = axis < 0 ? axis + view.shape.count : axis
    let isIdentity =
      places.count == view.shape[position] && zip(places, 0...).allSatisfy { $0 == $1 }
    let shape = Array(view.shape[..<position] + indices.shape + view.shape[(position + 1)...])
    guard isIdentity, elementCount(shape) != nil, let output = node.output.first else {
      throw unsupported(node, "picks or reorders elements")
    }
    views[output] = View(node: view.node, shape: shape)
  }
}

extension ONNXConstantNode {
  fileprivate func reshaped(
    by reshaping: ONNXReshaping
  ) throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0) else { return nil }
    var list: [Int]?
    if let name = reshaping.list {
      let listed = try attributes.ints(name)
      list = argument(1)?.integers ?? listed
    }
    guard let shape = try reshaping.rule(constant.shape, list, attributes),
      elementCount(shape) == constant.count
    else { throw malformed("the shape \(constant.shape) does not fit") }
    return ONNXConstant(shape: shape, constant.values)
  }

  /// Vectors one behind the other.
  fileprivate func concatenated() throws(FormatError) -> ONNXConstant? {
    let parts = arguments.compactMap(\.self)
    guard argument(0) != nil, parts.allSatisfy({ $0.shape.count == 1 }) else { return nil }
    try checkRoom(for: parts.reduce(0) { $0 + $1.count })
    let lists = parts.compactMap(\.integers)
    if lists.count == parts.count { return ONNXConstant(integers: lists.flatMap(\.self)) }
    let numbers = parts.flatMap(\.floats)
    return ONNXConstant(shape: [numbers.count], .floats(numbers))
  }

  /// Elements of a vector by their positions.
  fileprivate func gathered() throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0), let indices = argument(1), constant.shape.count == 1,
      let picked = indices.integers
    else { return nil }
    try checkRoom(for: picked.count)
    let length = constant.shape[0]
    let positions = picked.map { $0 < 0 ? $0 &+ length : $0 }
    guard positions.allSatisfy((0..<length).contains) else {
      throw malformed("an index is outside of 0..<\(length)")
    }
    return constant.picking(positions, shape: indices.shape)
  }

  /// Slices of vectors, as shape arithmetic has them.
  fileprivate func sliced() throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0), constant.shape.count == 1 else { return nil }
    let length = constant.shape[0]
    let listedStarts = try attributes.ints("starts")
    let listedEnds = try attributes.ints("ends")
    let starts = arguments.count > 1 ? argument(1)?.integers : listedStarts
    let ends = arguments.count > 2 ? argument(2)?.integers : listedEnds
    let step = argument(4)?.integers?.first ?? 1
    let listedAxes = try attributes.ints("axes")
    let axes = arguments.count > 3 ? argument(3)?.integers : listedAxes
    guard axes?.allSatisfy({ (-1...0).contains($0) }) ?? true else {
      throw malformed("the axes \(axes ?? []) are not those of a vector")
    }
    guard let start = starts?.first, let end = ends?.first, step == 1 else { return nil }
    let lower = min(max(start < 0 ? start &+ length : start, 0), length)
    let upper = min(max(end < 0 ? end &+ length : end, lower), length)
    return constant.picking(Array(lower..<upper), shape: [upper - lower])
  }

  /// The axes in another order; reversed unless the node says.
  fileprivate func transposed() throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0) else { return nil }
    let rank = constant.shape.count
    let order = try attributes.ints("perm") ?? Array((0..<rank).reversed())
    guard order.sorted() == Array(0..<rank) else {
      throw malformed("the permutation \(order) does not fit \(constant.shape)")
    }
    return constant.transposed(order)
  }

  /// Repeated along axes of length 1, and along new ones.
  fileprivate func expanded() throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0), let target = argument(1) else { return nil }
    guard let target = target.integers, let shape = broadcast(constant.shape, target) else {
      throw malformed("the shape \(constant.shape) cannot be expanded")
    }
    try checkRoom(for: elementCount(shape))
    return constant.broadcast(to: shape)
  }
}
