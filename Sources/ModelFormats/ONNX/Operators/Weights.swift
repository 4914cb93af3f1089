import Networks
import Tensors

/// Operators with weights: convolutions, fully connected layers and batch normalization.
extension ONNXOperators {
  static let weights: [ONNXOperator] = [
    ONNXOperator(
      "Conv", inputs: 2...3,
      add: { importer, node throws(FormatError) in try importer.addConvolution(node) }),
    ONNXOperator(
      "Gemm", inputs: 2...3,
      add: { importer, node throws(FormatError) in try importer.addGemm(node) }),
    ONNXOperator(
      "MatMul", inputs: 2...2,
      add: { importer, node throws(FormatError) in try importer.addMatMul(node) }),
    ONNXOperator(
      "BatchNormalization", inputs: 5...5,
      add: { importer, node throws(FormatError) in try importer.addBatchNormalization(node) },
      ignoresFurtherResults: true),
  ]
}

extension ONNXImporter {
  fileprivate mutating func addConvolution(_ node: Onnx_NodeProto) throws(FormatError) {
    let source = try mapArgument(node)
    let input = nodes[source].shape
    let weight = try weights(node, 1)
    let groups = try attributes(node).int("group", default: 1)
    guard weight.shape.count == 4, weight.count > 0, groups > 0,
      weight.shape[1].multipliedReportingOverflow(by: groups) == (input.channels, false),
      weight.shape[0] % groups == 0
    else {
      throw malformed(
        node.title, "weights of the shape \(weight.shape) in \(groups) groups for \(input)")
    }
    let window = try window(node, kernel: Grid(weight.shape[2], weight.shape[3]), on: input)
    let bias = try bias(node, 2, count: weight.shape[0])
    let layer = Conv2dLayer(
      weight: Tensor(shape: weight.shape, elements: weight.floats), bias: bias,
      stride: window.stride, dilation: window.dilation, padding: window.padding, groups: groups)
    let shape = try map(node, channels: layer.outputChannels, window.output)
    try append(.convolution(layer), of: node, inputs: [source], shape: shape)
  }

  private mutating func bias(
    _ node: Onnx_NodeProto, _ position: Int, count: Int
  ) throws(FormatError) -> Tensor {
    guard node.input.count > position, !node.input[position].isEmpty else {
      return Tensor(zeros: [count])
    }
    return Tensor(
      shape: [count], elements: try weights(node, position, shape: [count]).floats)
  }

  /// `y = α · x · B + β · C`, with B or its transpose.
  fileprivate mutating func addGemm(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    guard try attributes.int("transA", default: 0) == 0 else {
      throw unsupported(node, "the image side is transposed (transA)")
    }
    let matrix = try weights(node, 1)
    let alpha = try attributes.float("alpha", default: 1)
    let beta = try attributes.float("beta", default: 1)
    let isTransposed = try attributes.int("transB", default: 0) != 0
    var layer = try affine(node, matrix, isTransposed: isTransposed)
    guard alpha.isFinite, beta.isFinite else { throw malformed(node.title, "α or β is not finite") }
    if alpha != 1 { layer.weight.elements = layer.weight.elements.map { $0 * alpha } }
    if node.input.count > 2, !node.input[2].isEmpty {
      let constant = try weights(node, 2)
      let bias = try perChannel(constant, node, channels: layer.outputCount, rank: 2)
      layer.bias.elements = bias.map { $0 * beta }
    }
    try appendAffine(layer, node)
  }

  fileprivate mutating func addMatMul(_ node: Onnx_NodeProto) throws(FormatError) {
    if node.input.first.map({ views[$0] == nil }) == true {
      throw unsupported(
        node, "only a product of the image side with weights on its right is possible")
    }
    let layer = try affine(node, try weights(node, 1), isTransposed: false)
    try appendAffine(layer, node)
  }

  private func affine(
    _ node: Onnx_NodeProto, _ matrix: ONNXConstant, isTransposed: Bool
  ) throws(FormatError) -> AffineLayer {
    guard matrix.shape.count == 2, matrix.count > 0 else {
      throw unsupported(node, "the weights have the shape \(matrix.shape), not that of a matrix")
    }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let numbers = matrix.floats
    if isTransposed {
      return AffineLayer(
        weight: Tensor(shape: matrix.shape, elements: numbers), bias: Tensor(zeros: [rows]))
    }
    var weight = Tensor(zeros: [columns, rows])
    for column in 0..<columns {
      for row in 0..<rows { weight.elements[column * rows + row] = numbers[row * columns + column] }
    }
    return AffineLayer(weight: weight, bias: Tensor(zeros: [columns]))
  }

  private mutating func appendAffine(
    _ layer: AffineLayer, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let source = try vector(try view(node), for: node)
    guard nodes[source].shape.count == layer.inputCount else {
      throw malformed(
        node.title, "weights for \(layer.inputCount) inputs meet \(nodes[source].shape.count)")
    }
    guard layer.weight.elements.allSatisfy(\.isFinite) else {
      throw .notFinite(file: graph.file, node: node.title, tensor: node.input[1])
    }
    try append(.affine(layer), of: node, inputs: [source], viewShape: [batch, layer.outputCount])
  }

  fileprivate mutating func addBatchNormalization(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    let isTraining =
      operatorSet < 7
      ? try attributes.int("is_test", default: 0) == 0
      : try attributes.int("training_mode", default: 0) != 0
    guard !isTraining, try attributes.int("spatial", default: 1) != 0 else {
      throw unsupported(node, "the normalization is in training mode; export model.eval()")
    }
    let source = try layerArgument(node)
    let shape = nodes[source].shape
    let scale = try weights(node, 1, shape: [shape.channels]).floats
    let offset = try weights(node, 2, shape: [shape.channels]).floats
    let mean = try weights(node, 3, shape: [shape.channels]).floats
    let variance = try weights(node, 4, shape: [shape.channels]).floats
    let epsilon = Double(try attributes.float("epsilon", default: 1e-5))
    var layer = ChannelAffine(factor: scale, offset: offset)
    for channel in scale.indices {
      let deviation = (Double(variance[channel]) + epsilon).squareRoot()
      let factor = Double(scale[channel]) / deviation
      layer.factor[channel] = Float(factor)
      layer.offset[channel] = Float(Double(offset[channel]) - Double(mean[channel]) * factor)
    }
    guard (layer.factor + layer.offset).allSatisfy(\.isFinite) else {
      throw .notFinite(file: graph.file, node: node.title, tensor: node.input[4])
    }
    let viewShape = viewShape(shape, like: try view(node))
    try append(.channelAffine(layer), of: node, inputs: [source], viewShape: viewShape)
  }
}
