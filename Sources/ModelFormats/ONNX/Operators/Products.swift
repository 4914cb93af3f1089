import Networks
import Tensors

/// Products with matrices of constants, on either side.
extension ONNXOperators {
  static let products: [ONNXOperator] = [
    ONNXOperator(
      "MatMul", inputs: 2...2,
      add: { importer, node throws(FormatError) in try importer.addMatMul(node) })
  ]
}

extension ONNXImporter {
  fileprivate mutating func addMatMul(_ node: Onnx_NodeProto) throws(FormatError) {
    let isLeft = views[node.input[0]] == nil
    guard !isLeft || views[node.input[1]] != nil else {
      throw unsupported(node, "multiplies two maps, as attention does; only sums are possible")
    }
    guard isLeft || views[node.input[1]] == nil else {
      throw unsupported(node, "multiplies two maps, as attention does; only sums are possible")
    }
    let view = try view(node, isLeft ? 1 : 0)
    var matrix = try matrix(node, isLeft ? 0 : 1)
    let isVector = matrix.shape.count == 1
    if isVector { matrix.shape.insert(1, at: isLeft ? 0 : 1) }
    let axis = view.shape.count - (isLeft ? 2 : 1)
    guard axis >= 0 else {
      throw unsupported(node, "multiplies the batch; only axes of one image are possible")
    }
    // Weights on the left of a column are those on the right of a row, transposed.
    let layer = try affine(node, matrix, isTransposed: isLeft)
    guard layer.inputCount == view.shape[axis] else {
      throw malformed(
        node.title, "a matrix of the shape \(matrix.shape) meets \(view.shape)")
    }
    if view.count == batch * layer.inputCount, !isLeft {
      try appendAffine(layer, node)
    } else {
      try appendPointwise(layer, of: view, axis: axis, node)
    }
    guard isVector, let name = node.output.first, let product = views[name] else { return }
    var shape = product.shape
    shape.remove(at: axis)
    give(product.reshaped(shape), to: node)
  }

  /// A matrix of constants, whose further axes in front have length 1.
  private mutating func matrix(
    _ node: Onnx_NodeProto, _ position: Int
  ) throws(FormatError) -> ONNXConstant {
    var matrix = try weights(node, position)
    while matrix.shape.count > 2, matrix.shape[0] == 1 { matrix.shape.removeFirst() }
    return matrix
  }

  /// The same weights for each vector along an axis: a convolution by single places.
  private mutating func appendPointwise(
    _ layer: AffineLayer, of view: ONNXView, axis: Int, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    guard axis > 0 else {
      throw unsupported(node, "multiplies the batch; only axes of one image are possible")
    }
    let (source, order) = try channelsFirst(view, axis: axis, for: node)
    let (weight, map) = (layer.weight, nodes[source].shape)
    let convolution = Conv2dLayer(
      weight: Tensor(
        shape: [layer.outputCount, layer.inputCount, 1, 1], elements: weight.elements),
      bias: layer.bias)
    let shape = try self.map(
      node, channels: layer.outputCount, Grid(map.height, map.width))
    let index = try append(
      .convolution(convolution), fileName: node.title, inputs: [source], shape: shape)
    give(try fromChannelsFirst(index, order, of: view.shape, axis: axis, for: node), to: node)
  }

  /// A node with the elements along an axis as its channels and all others as its places.
  ///
  /// - Returns: Also which axis of the view each of the node's is.
  mutating func channelsFirst(
    _ view: ONNXView, axis: Int, for node: Onnx_NodeProto
  ) throws(FormatError) -> (node: Int, order: [Int]) {
    let rest = view.shape.indices.dropFirst().filter { $0 != axis }
    let order = [0, axis] + rest
    let isMoved = order != Array(view.shape.indices)
    let ordered =
      isMoved ? try reindexed(view, by: [.transposed(order)], for: node) : view
    let source = try settled(ordered, as: canonicalMap(ordered, for: node), for: node.title)
    return (source, order)
  }

  /// The view of a node that stands for another one with its channels along an axis.
  ///
  /// - Parameters:
  ///   - order: Which axis of the view each of the node's is.
  ///   - shape: That of the view, but for the length of the axis.
  mutating func fromChannelsFirst(
    _ index: Int, _ order: [Int], of shape: [Int], axis: Int, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    var lengths = order.map { shape[$0] }
    lengths[1] = nodes[index].shape.channels
    let ordered = ONNXView(node: index, shape: lengths)
    let inverse = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
    return inverse == Array(order.indices)
      ? ordered : try reindexed(ordered, by: [.transposed(inverse)], for: node)
  }
}
