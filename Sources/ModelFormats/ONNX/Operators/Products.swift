import Networks
import Tensors

/// Products with matrices of constants, on either side.
extension ONNXOperators {
  static let products: [ONNXOperator] = [
    ONNXOperator(
      "MatMul", inputs: 2...2,
      add: { importer, node throws(FormatError) in try importer.addMatMul(node) },
      folding: .numbers { node throws(FormatError) in try node.matrixProduct() })
  ]
}

extension ONNXImporter {
  private static let productOfMaps =
    "multiplies two maps, as attention does; only sums are possible, so build the network without "
    + "and train it again"

  fileprivate mutating func addMatMul(_ node: Onnx_NodeProto) throws(FormatError) {
    let isLeft = views[node.input[0]] == nil
    guard !isLeft || views[node.input[1]] != nil else {
      throw unsupported(node, Self.productOfMaps)
    }
    guard isLeft || views[node.input[1]] == nil else {
      throw unsupported(node, Self.productOfMaps)
    }
    let view = try view(node, isLeft ? 1 : 0)
    var matrix = try matrix(node, isLeft ? 0 : 1)
    let isVector = matrix.shape.count == 1
    if isVector { matrix.shape.insert(1, at: isLeft ? 0 : 1) }
    let axis = view.shape.count - (isLeft ? 2 : 1)
    guard axis >= 0 else {
      throw unsupported(node, "multiplies along the batch; export what is done to one image")
    }
    // Weights on the left of a column are those on the right of a row, transposed.
    let layer = try affine(node, matrix, isTransposed: isLeft)
    if isLeft {
      try appendPointwise(layer, of: view, axis: axis, node)
    } else {
      try appendRowwise(layer, node)
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

  /// The same weights for each vector along the last axis of the first argument.
  mutating func appendRowwise(_ layer: AffineLayer, _ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    if view.count == batch * layer.inputCount {
      try appendAffine(layer, node)
    } else {
      try appendPointwise(layer, of: view, axis: view.shape.count - 1, node)
    }
  }

  /// The same weights for each vector along an axis: a convolution by single places.
  private mutating func appendPointwise(
    _ layer: AffineLayer, of view: ONNXView, axis: Int, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    guard view.shape.indices.contains(axis), layer.inputCount == view.shape[axis] else {
      throw malformed(
        node.title, "weights for \(layer.inputCount) inputs meet \(view.shape)")
    }
    try requireFinite(layer, node)
    let source = try channelsFirst(view, axis: axis, for: node)
    let (weight, map) = (layer.weight, nodes[source.node].shape)
    let convolution = Conv2dLayer(
      weight: Tensor(
        shape: [layer.outputCount, layer.inputCount, 1, 1], elements: weight.elements),
      bias: layer.bias)
    let shape = try self.map(
      node, channels: layer.outputCount, Grid(map.height, map.width))
    let index = try append(
      .convolution(convolution), fileName: node.title, inputs: [source.node], shape: shape)
    give(try source.order.view(of: index, in: &self, for: node), to: node)
  }
}
