import Networks

/// Several maps as one, and one as several.
extension ONNXOperators {
  static let joins: [ONNXOperator] = [
    ONNXOperator(
      "Concat", inputs: 1...Int.max,
      add: { importer, node throws(FormatError) in try importer.addConcat(node) },
      folding: .numbers { node throws(FormatError) in try node.concatenated() }),
    ONNXOperator(
      "Split", inputs: 1...2,
      add: { importer, node throws(FormatError) in try importer.addSplit(node) },
      ignoresFurtherResults: true),
  ]
}

extension ONNXImporter {
  /// Along any axis, which becomes that of the channels.
  fileprivate mutating func addConcat(_ node: Onnx_NodeProto) throws(FormatError) {
    let first = try view(node)
    let stated = try attributes(node).int("axis", default: 1)
    let axis = stated < 0 ? stated + first.shape.count : stated
    guard axis > 0, axis < first.shape.count else {
      throw unsupported(node, "joins along axis \(stated) of \(first.shape)")
    }
    var sources: [Int] = []
    var order: [Int] = []
    for position in node.input.indices {
      let view = try view(node, position)
      var (lengths, reference) = (view.shape, first.shape)
      guard lengths.count == reference.count else {
        throw malformed(node.title, "\(lengths) does not fit to \(reference)")
      }
      (lengths[axis], reference[axis]) = (1, 1)
      guard lengths == reference else {
        throw malformed(node.title, "\(view.shape) does not fit to \(first.shape)")
      }
      let part = try channelsFirst(view, axis: axis, for: node)
      sources.append(part.node)
      order = part.order
    }
    let shape = AnalogOperation.concatenate.shape(of: sources.map { nodes[$0].shape })
    _ = try map(node, channels: shape.channels, Grid(shape.height, shape.width))
    let index =
      sources.count == 1
      ? sources[0]
      : try append(.concatenate, fileName: node.title, inputs: sources, shape: shape)
    give(try fromChannelsFirst(index, order, of: first.shape, axis: axis, for: node), to: node)
  }

  /// Neighbouring parts of an axis; equal ones unless the node says.
  fileprivate mutating func addSplit(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let attributes = attributes(node)
    let stated = try attributes.int("axis", default: 0)
    let axis = stated < 0 ? stated + view.shape.count : stated
    guard axis > 0, axis < view.shape.count, !node.output.isEmpty else {
      throw unsupported(node, "splits the axis \(stated) of \(view.shape)")
    }
    let (length, count) = (view.shape[axis], node.output.count)
    let part = (length + count - 1) / count
    let listed = try attributes.ints("split")
    let sizes =
      try optionalConstant(node, 1)?.integers ?? listed
      ?? (0..<count).map { min(part, length - $0 * part) }
    guard sizes.count == count, sizes.allSatisfy({ $0 > 0 && $0 <= length }),
      sizes.reduce(0, +) == length
    else { throw malformed(node.title, "parts of \(sizes) of the length \(length)") }
    var start = 0
    for (name, size) in zip(node.output, sizes) {
      var lists = view.shape.map { Array(0..<$0) }
      lists[axis] = Array(start..<(start + size))
      start += size
      guard !name.isEmpty else { continue }
      give(try reindexed(view, by: [.picked(lists)], for: node), to: node, output: name)
    }
  }
}

extension ONNXConstantNode {
  /// One behind the other along an axis.
  fileprivate func concatenated() throws(FormatError) -> ONNXConstant? {
    let parts = arguments.compactMap(\.self)
    guard let first = parts.first, parts.count == arguments.count else { return nil }
    let stated = try attributes.int("axis", default: 0)
    let axis = stated < 0 ? stated + first.shape.count : stated
    guard first.shape.indices.contains(axis) else {
      throw malformed("the axis \(stated) of \(first.shape)")
    }
    var shape = first.shape
    shape[axis] = 0
    for part in parts {
      var lengths = part.shape
      guard lengths.count == shape.count else { throw malformed("\(lengths) and \(first.shape)") }
      lengths[axis] = shape[axis]
      guard lengths == shape else { throw malformed("\(part.shape) and \(first.shape)") }
      shape[axis] += part.shape[axis]
    }
    try checkRoom(for: elementCount(shape))
    let outer = shape[..<axis].reduce(1, *)
    func joined<Number>(_ lists: [[Number]]) -> [Number] {
      (0..<outer).flatMap { row in
        lists.flatMap { list in
          list[(row * list.count / outer)..<((row + 1) * list.count / outer)]
        }
      }
    }
    let integers = parts.compactMap(\.integers)
    if integers.count == parts.count {
      return ONNXConstant(shape: shape, .integers(joined(integers)))
    }
    return ONNXConstant(shape: shape, .floats(joined(parts.map(\.floats))))
  }
}
