import Networks

/// From views to nodes whose units are what a node of the file needs, in the order that it needs.
extension ONNXImporter {
  /// The view that is a node's argument.
  func view(_ node: Onnx_NodeProto, _ position: Int = 0) throws(FormatError) -> ONNXView {
    guard node.input.indices.contains(position), !node.input[position].isEmpty else {
      throw malformed(node.title, "argument \(position) is missing")
    }
    let name = node.input[position]
    if let view = views[name] {
      let elements = view.imageCount(of: nodes[view.node].shape.count)
      guard view.count == batch * elements else {
        throw unsupported(
          node,
          "takes '\(name)' of the shape \(view.shape) for \(batch) images of \(elements) numbers")
      }
      return view
    }
    if graph.initializers[name] != nil || constantNames.contains(name) {
      throw unsupported(node, "'\(name)' is a constant where a feature map is needed")
    }
    if comparisons[name] != nil {
      throw unsupported(
        node,
        "'\(name)' is a comparison, which can only choose between what it compares and a bound "
          + "(x > c ? x : c); build the network without and train it again")
    }
    if masked[name] != nil {
      throw unsupported(node, "'\(name)' \(ONNXMasked.refusal)")
    }
    throw malformed(node.title, "nothing writes its input '\(name)'")
  }

  /// A view with its elements in another order, some of them left out, repeated or zero.
  mutating func reindexed(
    _ view: ONNXView, by reindexings: [ONNXReindexing], for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    var view = view
    for reindexing in reindexings {
      let target = reindexing.shape(of: view.shape)
      if case .reshaped = reindexing {
        view = view.reshaped(target)
        continue
      }
      guard batch == 1 else {
        throw unsupported(
          node,
          "reorders elements of a batch of \(batch) images; export the model with a batch of 1 or "
            + "a symbolic one")
      }
      guard let count = elementCount(target), count > 0, take(elements: count) else {
        throw unsupported(node, "makes far more elements (\(target)) than the layers before have")
      }
      view = view.reindexed(by: reindexing, unitCount: nodes[view.node].shape.count)
    }
    return view
  }

  /// The same view by other lengths; a map that becomes a vector becomes a layer, as it always was.
  mutating func reshaped(
    _ view: ONNXView, _ shape: [Int], for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    let map = nodes[view.node].shape
    guard view.isOrdered, shape == [batch, map.count], !map.isVector else {
      return view.reshaped(shape)
    }
    let vector = try append(.flatten, fileName: node.title, inputs: [view.node])
    return ONNXView(node: vector, shape: shape)
  }

  /// The node whose units are the elements of a view in their order, as a map.
  mutating func settled(
    _ view: ONNXView, as map: MapShape, for title: String
  ) throws(FormatError) -> Int {
    let source = nodes[view.node].shape
    guard map.count == view.imageCount(of: source.count) else {
      throw .unsupported(
        file: graph.file, node: title,
        what: "takes the elements of \(batch) images for those of one (\(view.shape) of a "
          + "\(source) map)")
    }
    if view.isOrdered, source == map { return view.node }
    if view.isOrdered, map.isVector {
      return try append(.flatten, fileName: title, inputs: [view.node])
    }
    let selection = SparseMap(
      selecting: view.units(of: source.count), of: source.count, target: map)
    return try append(.sparse(selection), fileName: title, inputs: [view.node])
  }

  /// The map that the elements of a view are, if the file has no other idea.
  ///
  /// - Parameter output: The output that the view is, where no node reads it.
  func canonicalMap(
    _ view: ONNXView, for node: Onnx_NodeProto?, output: String = ""
  ) throws(FormatError) -> MapShape {
    let lengths = view.shape.first == batch ? Array(view.shape.dropFirst()) : view.shape
    guard let count = elementCount(lengths), (1...Self.largestMap).contains(count) else {
      throw .unsupported(
        file: graph.file, node: node?.title ?? output,
        what: "a map of the shape \(view.shape) is impossible or too large")
    }
    return MapShape(canonical: lengths)
  }

  /// The node behind an argument that must be a map with rows and columns, or with a length only.
  mutating func mapArgument(_ node: Onnx_NodeProto) throws(FormatError) -> ONNXFrames {
    let view = try view(node)
    let shape = view.shape
    guard (3...4).contains(shape.count) else {
      throw unsupported(
        node, "needs [batch, channels, height, width] or [batch, channels, length], not \(shape)")
    }
    guard shape[0] == batch || batch == 1 else {
      throw unsupported(
        node,
        "has \(shape[0]) frames in the place of \(batch) images; export the model for one image, "
          + "or what is done to each frame for one frame")
    }
    // Frames that share weights are groups of the channels of one map.
    let frames = shape[0] / batch
    let channels = view.reshaped([batch, frames * shape[1]] + shape.dropFirst(2))
    let source = try settled(channels, as: canonicalMap(channels, for: node), for: node.title)
    views[node.input[0]] = ONNXView(node: source, shape: shape)
    return ONNXFrames(node: source, count: frames, batch: batch, rank: shape.count)
  }

  /// An argument each of whose elements is a unit of its own.
  mutating func unitwiseArgument(
    _ node: Onnx_NodeProto, _ position: Int = 0
  ) throws(FormatError) -> ONNXView {
    let view = try unitwise(try view(node, position), for: node)
    views[node.input[position]] = view
    return view
  }
}
