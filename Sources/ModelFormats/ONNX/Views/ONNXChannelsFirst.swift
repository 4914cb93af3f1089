import Networks

/// The way back from a node whose channels are the elements along one axis of a view.
struct ONNXChannelsFirst {
  /// The lengths of the view's axes, in the order in which they are the node's: the batch, the
  /// channels, the places.
  private let lengths: [Int]
  /// Which of these each axis of the view is.
  private let axes: [Int]
  /// Whether the view has the batch and places in one axis, as `[batch · places, channels]`.
  private let isJoined: Bool

  fileprivate init(of shape: [Int], order: [Int], isJoined: Bool) {
    lengths = order.map { shape[$0] }
    axes = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
    self.isJoined = isJoined
  }

  /// A view in the order of the first one, of a node with the same places and any channels.
  func view(
    of index: Int, in importer: inout ONNXImporter, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    var lengths = lengths
    lengths[1] = importer.nodes[index].shape.channels
    let ordered = ONNXView(node: index, shape: lengths)
    let view =
      axes == Array(axes.indices)
      ? ordered : try importer.reindexed(ordered, by: [.transposed(axes)], for: node)
    let shape = view.shape
    return isJoined ? view.reshaped([shape[0] * shape[1]] + shape.dropFirst(2)) : view
  }
}

extension ONNXImporter {
  /// A node with the elements along an axis as its channels and all others as its places.
  ///
  /// A first axis that is not the batch has the batch in it, outermost, together with places.
  mutating func channelsFirst(
    _ view: ONNXView, axis: Int, for node: Onnx_NodeProto
  ) throws(FormatError) -> (node: Int, order: ONNXChannelsFirst) {
    var (view, axis) = (view, axis)
    let isJoined = view.shape[0] != batch
    guard axis > 0 || isJoined && batch == 1, view.shape[0] % batch == 0 else {
      throw unsupported(node, "is about the batch; export what is done to one image")
    }
    if isJoined {
      view = view.reshaped([batch, view.shape[0] / batch] + view.shape.dropFirst())
      axis += 1
    }
    let order = [0, axis] + view.shape.indices.dropFirst().filter { $0 != axis }
    let isMoved = order != Array(view.shape.indices)
    let ordered = isMoved ? try reindexed(view, by: [.transposed(order)], for: node) : view
    let source = try settled(ordered, as: canonicalMap(ordered, for: node), for: node.title)
    return (source, ONNXChannelsFirst(of: view.shape, order: order, isJoined: isJoined))
  }
}
