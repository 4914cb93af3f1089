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
      folding: .parts { importer, node, constant throws(FormatError) in
        let (axis, parts) = try importer.parts(node, of: constant.shape)
        return parts.map { part in
          var lists = constant.shape.map { Array(0..<$0) }
          lists[axis] = Array(part)
          return constant.reindexed(by: .picked(lists))
        }
      },
      ignoresFurtherResults: true),
  ]
}

extension ONNXImporter {
  /// Along any axis, which becomes that of the channels.
  ///
  /// Constants among the parts become zeros, to which their numbers are added behind.
  fileprivate mutating func addConcat(_ node: Onnx_NodeProto) throws(FormatError) {
    guard let place = node.input.firstIndex(where: { views[$0] != nil }) else {
      throw malformed(node.title, "it joins nothing that depends on the image")
    }
    let first = try view(node, place)
    let stated = try attributes(node).int("axis", default: 1)
    let axis = stated < 0 ? stated &+ first.shape.count : stated
    if axis == 0, batch == 1, node.input.allSatisfy({ views[$0] != nil }) {
      try addFrames(node)
      return
    }
    guard axis > 0, axis < first.shape.count else {
      throw unsupported(
        node, "joins along axis \(stated) of \(first.shape); export what is done to one image")
    }
    var parts: [ONNXView] = []
    var numbers: [ONNXConstant?] = []
    for position in node.input.indices {
      let constant =
        views[node.input[position]] == nil ? try optionalConstant(node, position) : nil
      numbers.append(constant)
      guard let constant else {
        parts.append(try view(node, position))
        continue
      }
      try requireFinite(constant, node, position)
      guard constant.shape.count == first.shape.count, constant.count > 0 else {
        throw malformed(node.title, "\(constant.shape) does not fit to \(first.shape)")
      }
      var lists = first.shape.map { Array(0..<$0) }
      lists[axis] = Array(repeating: -1, count: constant.shape[axis])
      parts.append(try reindexed(first, by: [.picked(lists)], for: node))
    }
    let joined = try joined(parts, axis: axis, for: node)
    guard numbers.contains(where: { $0 != nil }) else {
      give(joined, to: node)
      return
    }
    let summands = zip(parts, numbers).map { part, constant in
      ONNXConstant(
        shape: constant?.shape ?? part.shape,
        .floats(constant?.floats ?? Array(repeating: 0, count: part.count)))
    }
    let whole = ONNXConstantNode(
      node: node, arguments: summands, file: graph.file, room: roomForElements)
    guard let offsets = try whole.concatenated(axis: axis) else { return }
    give(try affine(joined, offsets, for: node) { numbers in .shift(numbers) }, to: node)
  }

  /// Along the axis of the batch, whose only image becomes several frames.
  private mutating func addFrames(_ node: Onnx_NodeProto) throws(FormatError) {
    var parts: [ONNXView] = []
    for position in node.input.indices {
      let view = try view(node, position)
      parts.append(view.reshaped([batch] + view.shape))
    }
    let joined = try joined(parts, axis: 1, for: node)
    give(joined.reshaped(Array(joined.shape.dropFirst())), to: node)
  }

  /// One view behind the other along an axis.
  private mutating func joined(
    _ parts: [ONNXView], axis: Int, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    let first = parts[0]
    var sources: [Int] = []
    var order: ONNXChannelsFirst?
    for view in parts {
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
      order = order ?? part.order
    }
    let shape = AnalogOperation.concatenate.shape(of: sources.map { nodes[$0].shape })
    _ = try map(node, channels: shape.channels, Grid(shape.height, shape.width))
    let index =
      sources.count == 1
      ? sources[0]
      : try append(.concatenate, fileName: node.title, inputs: sources, shape: shape)
    return try order?.view(of: index, in: &self, for: node) ?? first
  }

  /// Neighbouring parts of an axis; equal ones unless the node says.
  fileprivate mutating func addSplit(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let (axis, parts) = try parts(node, of: view.shape)
    guard axis > 0 else {
      throw unsupported(node, "splits the batch; export what is done to one image")
    }
    for (name, part) in zip(node.output, parts) where !name.isEmpty {
      // No layer can have no neurons, so such a part may only be left lying.
      guard !part.isEmpty else {
        guard let reader = graph.consumers[name]?.first else { continue }
        throw unsupported(
          node,
          "gives '\(graph.nodes[reader].title)' a part of no elements, '\(name)'; export the "
            + "network without it")
      }
      var lists = view.shape.map { Array(0..<$0) }
      lists[axis] = Array(part)
      give(try reindexed(view, by: [.picked(lists)], for: node), to: node, output: name)
    }
  }

  /// What each result of a `Split` takes of an axis.
  mutating func parts(
    _ node: Onnx_NodeProto, of shape: [Int]
  ) throws(FormatError) -> (axis: Int, parts: [Range<Int>]) {
    let attributes = attributes(node)
    let stated = try attributes.int("axis", default: 0)
    let axis = stated < 0 ? stated &+ shape.count : stated
    guard shape.indices.contains(axis), !node.output.isEmpty else {
      throw unsupported(node, "splits the axis \(stated) of \(shape)")
    }
    let (length, count) = (shape[axis], node.output.count)
    let part = (length + count - 1) / count
    let listed = try attributes.ints("split")
    let sizes =
      try optionalConstant(node, 1)?.integers ?? listed
      ?? (0..<count).map { min(part, length - $0 * part) }
    guard sizes.count == count, sizes.allSatisfy({ $0 >= 0 && $0 <= length }),
      sizes.reduce(0, +) == length
    else { throw malformed(node.title, "parts of \(sizes) of the length \(length)") }
    var start = 0
    let parts = sizes.map { size in
      defer { start += size }
      return start..<start + size
    }
    return (axis, parts)
  }
}

extension ONNXConstantNode {
  fileprivate func concatenated() throws(FormatError) -> ONNXConstant? {
    guard let rank = argument(0)?.shape.count else { return nil }
    // Before operator set 4 the axis could be left out, and was that of the channels.
    let stated = try attributes.int("axis", default: 1)
    return try concatenated(axis: stated < 0 ? stated &+ rank : stated)
  }

  /// One behind the other along an axis.
  fileprivate func concatenated(axis: Int) throws(FormatError) -> ONNXConstant? {
    let parts = arguments.compactMap(\.self)
    guard let first = parts.first, parts.count == arguments.count else { return nil }
    guard first.shape.indices.contains(axis) else {
      throw malformed("the axis \(axis) of \(first.shape)")
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
    let type = first.type
    if let other = parts.first(where: { $0.type != type }) {
      throw malformed("\(node.opType) takes numbers of one type, not \(type) and \(other.type)")
    }
    let integers = parts.compactMap(\.integers)
    if integers.count == parts.count {
      return ONNXConstant(shape: shape, .integers(joined(integers)), type: type)
    }
    return ONNXConstant(shape: shape, rounding: joined(parts.map(\.exactFloats)), to: type)
  }
}
