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
      add: { importer, node throws(FormatError) in try importer.addGemm(node) },
      folding: .numbers { node throws(FormatError) in try node.generalProduct() }),
    ONNXOperator(
      "BatchNormalization", inputs: 5...5,
      add: { importer, node throws(FormatError) in try importer.addBatchNormalization(node) },
      ignoresFurtherResults: true),
  ]
}

extension ONNXImporter {
  fileprivate mutating func addConvolution(_ node: Onnx_NodeProto) throws(FormatError) {
    let rank = try view(node).shape.count
    let frames = try mapArgument(node)
    let input = nodes[frames.node].shape
    var weight = try kernelWeights(node, rank: rank)
    var groups = try attributes(node).int("group", default: 1)
    let channels = input.channels / frames.count
    guard weight.count > 0, groups > 0,
      weight.shape[1].multipliedReportingOverflow(by: groups) == (channels, false),
      weight.shape[0] % groups == 0
    else {
      throw malformed(
        node.title, "weights of the shape \(weight.shape) in \(groups) groups for \(input)")
    }
    var bias = try bias(node, 2, count: weight.shape[0])
    if frames.count > 1 {
      // Each frame meets the same weights.
      try take(weight.count * frames.count, for: node)
      weight = weight.repeated(frames.count)
      groups *= frames.count
      bias = Tensor(
        shape: [weight.shape[0]],
        elements: Array(repeating: bias.elements, count: frames.count).flatMap(\.self))
    }
    let kernel = Grid(weight.shape[2], weight.shape[3])
    let window = try window(node, kernel: kernel, on: input, rank: rank)
    let layer = Conv2dLayer(
      weight: Tensor(shape: weight.shape, elements: weight.floats), bias: bias,
      stride: window.stride, dilation: window.dilation, padding: window.padding, groups: groups)
    let shape = try map(node, channels: layer.outputChannels, window.output)
    try append(
      .convolution(layer), of: node, inputs: [frames.node], shape: shape,
      viewShape: frames.viewShape(of: shape))
  }

  /// The weights of a convolution by rows and columns; those over a length have one row.
  mutating func kernelWeights(
    _ node: Onnx_NodeProto, rank: Int
  ) throws(FormatError) -> ONNXConstant {
    var weight = try weights(node, 1)
    guard weight.shape.count == rank else {
      throw malformed(node.title, "weights of the shape \(weight.shape) for \(rank) axes")
    }
    if rank == 3 { weight.shape.insert(1, at: 2) }
    return weight
  }

  mutating func bias(
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
      let shape = [1, layer.outputCount]
      guard broadcast(shape, constant.shape) == shape else {
        throw unsupported(
          node,
          "a constant of the shape \(constant.shape) on \(layer.outputCount) channels; "
            + "one number or one per channel is possible")
      }
      layer.bias.elements = constant.broadcast(to: shape).floats.map { $0 * beta }
    }
    try appendRowwise(layer, node)
  }

  func affine(
    _ node: Onnx_NodeProto, _ matrix: ONNXConstant, isTransposed: Bool
  ) throws(FormatError) -> AffineLayer {
    guard matrix.shape.count == 2, matrix.count > 0 else {
      throw unsupported(
        node,
        "the weights have the shape \(matrix.shape), not that of a matrix; export a product for "
          + "each matrix, or a Conv with groups")
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

  /// Factors of a product may make infinity of finite numbers.
  func requireFinite(_ layer: AffineLayer, _ node: Onnx_NodeProto) throws(FormatError) {
    guard (layer.weight.elements + layer.bias.elements).allSatisfy(\.isFinite) else {
      throw .notFinite(file: graph.file, node: node.title, tensor: node.input[1])
    }
  }

  /// Weights that read all elements of one image in whatever order they have.
  mutating func appendAffine(
    _ layer: AffineLayer, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let view = try view(node)
    let map = nodes[view.node].shape
    guard view.count == batch * layer.inputCount, view.shape.last == layer.inputCount else {
      throw malformed(
        node.title, "weights for \(layer.inputCount) inputs meet \(view.shape)")
    }
    try requireFinite(layer, node)
    let vector = try settled(
      ONNXView(node: view.node, shape: view.shape), as: MapShape(channels: map.count),
      for: node.title)
    try append(
      .affine(view.isOrdered ? layer : layer.reading(view.units(of: map.count), of: map.count)),
      of: node, inputs: [vector], viewShape: view.shape.dropLast() + [layer.outputCount])
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
    let view = try view(node)
    guard view.shape.count >= 2 else { throw malformed(node.title, "there are no channels") }
    let channels = view.shape[1]
    let scale = try weights(node, 1, shape: [channels]).floats
    let offset = try weights(node, 2, shape: [channels]).floats
    let mean = try weights(node, 3, shape: [channels]).floats
    let variance = try weights(node, 4, shape: [channels]).floats
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
    // The numbers of the channels, broadcast like a constant, say whose factor each element gets.
    let numbers = ONNXConstant(
      shape: [channels] + Array(repeating: 1, count: view.shape.count - 2),
      .floats((0..<channels).map { Float($0) }))
    let normalized = try affine(view, numbers, for: node) { numbers in
      ChannelAffine(
        factor: numbers.map { layer.factor[Int($0)] },
        offset: numbers.map { layer.offset[Int($0)] })
    }
    give(normalized, to: node)
  }
}

extension AffineLayer {
  /// The same function of a vector with its elements in another order, repeated or left out.
  ///
  /// - Parameter units: Per input which element of the vector it is; -1 for a zero.
  fileprivate func reading(_ units: [Int32], of unitCount: Int) -> AffineLayer {
    var result = Tensor(zeros: [outputCount, unitCount])
    for output in 0..<outputCount {
      for (input, unit) in units.enumerated() where unit >= 0 {
        result.elements[output * unitCount + Int(unit)] +=
          weight.elements[output * inputCount + input]
      }
    }
    return AffineLayer(weight: result, bias: bias)
  }
}
