import Networks
import Tensors

/// Small networks with random weights, one for each way of wiring.
package enum Example: String, CaseIterable, Sendable {
  case perceptron, convolutional, residual, projected, concatenated, depthwise, preactivation
  /// A max pool on the shortcut and one on the branch.
  case maxPooled
  /// The image itself takes part in a later sum and in the answer.
  case inputShortcut

  package func network(seed: Int) -> AnalogNetwork {
    switch self {
    case .perceptron: randomPerceptron(widths: [12, 20, 16, 14, 5], seed: seed)
    case .convolutional: makeConvolutional(seed: seed)
    case .residual: makeResidual(seed: seed)
    case .projected: makeProjected(seed: seed)
    case .concatenated: makeConcatenated(seed: seed)
    case .depthwise: makeDepthwise(seed: seed)
    case .preactivation: makePreactivation(seed: seed)
    case .maxPooled: makeMaxPooled(seed: seed)
    case .inputShortcut: makeInputShortcut(seed: seed)
    }
  }
}

extension AnalogNetwork {
  /// An image with both signs, as normalised images have them.
  package func randomImage(seed: Int) -> Tensor {
    var random = SeededGenerator(seed: seed &* 7919 &+ 13)
    let shape = inputShape
    return Tensor(
      shape: [shape.channels, shape.height, shape.width], elements: random.floats(shape.count))
  }
}

/// Fully connected layers with ReLU between them.
package func randomPerceptron(widths: [Int], seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: widths[0]), seed: seed)
  var node = 0
  for width in widths.dropFirst().dropLast() {
    node = builder.activation(builder.affine(node, outputs: width))
  }
  _ = builder.affine(node, outputs: widths.last ?? 1)
  return builder.network("perceptron")
}

private func makeConvolutional(seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: 2, height: 7, width: 6), seed: seed)
  var node = builder.activation(builder.convolution(0, channels: 4))
  node = builder.averagePool(
    node, Pooling(kernel: Grid(3, 2), stride: Grid(2, 2), padding: Margins(top: 1)))
  node = builder.pad(node, Margins(top: 0, left: 1, bottom: 2, right: 0))
  node = builder.convolution(
    node, channels: 5, kernel: Grid(2, 3), stride: Grid(2, 1), padding: Margins(left: 1))
  node = builder.flatten(builder.activation(node, .clipped(maximum: 6)))
  node = builder.activation(builder.affine(node, outputs: 9))
  node = builder.affine(node, outputs: 4)
  _ = builder.add("softmax", .answer(.softmax), inputs: [node], shape: MapShape(channels: 4))
  return builder.network("convolutional")
}

private func makeResidual(seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: 2, height: 4, width: 4), seed: seed)
  var stream = builder.activation(builder.convolution(0, channels: 4))
  for _ in 0..<2 {
    let inner = builder.activation(builder.convolution(stream, channels: 4))
    let branch = builder.convolution(inner, channels: 4)
    stream = builder.activation(builder.merge(branch, stream))
  }
  let pooled = builder.averagePool(stream, Pooling(kernel: Grid(4, 4), stride: Grid(1, 1)))
  _ = builder.affine(builder.flatten(pooled), outputs: 5)
  return builder.network("residual")
}

/// A bottleneck of two inner layers against a 1x1 projection with a stride.
private func makeProjected(seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: 2, height: 5, width: 4), seed: seed)
  let stream = builder.activation(builder.convolution(0, channels: 3))
  var branch = builder.activation(
    builder.convolution(stream, channels: 3, kernel: Grid(1, 1), padding: Margins()))
  branch = builder.activation(builder.convolution(branch, channels: 3, stride: Grid(2, 2)))
  branch = builder.convolution(branch, channels: 6, kernel: Grid(1, 1), padding: Margins())
  let shortcut = builder.convolution(
    stream, channels: 6, kernel: Grid(1, 1), stride: Grid(2, 2), padding: Margins())
  let merged = builder.activation(builder.merge(branch, shortcut))
  _ = builder.affine(builder.flatten(merged), outputs: 5)
  return builder.network("projected")
}

private func makeConcatenated(seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: 2, height: 4, width: 3), seed: seed)
  let left = builder.activation(builder.convolution(0, channels: 3))
  let right = builder.convolution(left, channels: 2)
  let both = builder.channelAffine(builder.concatenate([left, right]))
  let active = builder.activation(both)
  let again = builder.concatenate([builder.activation(right), active, left])
  let flat = builder.activation(builder.flatten(again))
  _ = builder.affine(flat, outputs: 4)
  return builder.network("concatenated")
}

private func makeDepthwise(seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: 4, height: 5, width: 5), seed: seed)
  var node = builder.activation(builder.convolution(0, channels: 8, groups: 4))
  node = builder.activation(builder.convolution(node, channels: 8, stride: Grid(2, 2), groups: 8))
  node = builder.activation(
    builder.convolution(node, channels: 6, kernel: Grid(1, 1), padding: Margins(), groups: 2))
  _ = builder.affine(builder.flatten(node), outputs: 3)
  return builder.network("depthwise")
}

private func makePreactivation(seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: 2, height: 4, width: 4), seed: seed)
  var stream = builder.convolution(0, channels: 4)
  for _ in 0..<2 {
    let first = builder.activation(builder.channelAffine(stream))
    let second = builder.activation(builder.convolution(first, channels: 4))
    stream = builder.merge(stream, builder.convolution(second, channels: 4))
  }
  let last = builder.activation(builder.channelAffine(stream))
  _ = builder.affine(builder.flatten(last), outputs: 4)
  return builder.network("preactivation")
}

private func makeMaxPooled(seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: 2, height: 6, width: 6), seed: seed)
  let pooling = Pooling(kernel: Grid(2, 2), stride: Grid(2, 2))
  let stream = builder.activation(builder.convolution(0, channels: 4))
  let inner = builder.activation(builder.convolution(stream, channels: 4))
  let branch = builder.convolution(builder.maxPool(inner, pooling), channels: 4)
  let merged = builder.activation(builder.merge(branch, builder.maxPool(stream, pooling)))
  let both = builder.concatenate([merged, builder.maxPool(inner, pooling)])
  let overlapping = Pooling(
    kernel: Grid(3, 3), stride: Grid(1, 1), padding: Margins(top: 1, left: 1, bottom: 1, right: 1))
  let last = builder.maxPool(both, overlapping)
  _ = builder.affine(builder.flatten(last), outputs: 4)
  return builder.network("maxPooled")
}

private func makeInputShortcut(seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: 6), seed: seed)
  let first = builder.activation(builder.affine(0, outputs: 8))
  let inner = builder.affine(first, outputs: 6)
  let second = builder.activation(builder.merge(inner, 0))
  _ = builder.affine(builder.concatenate([second, 0]), outputs: 4)
  return builder.network("inputShortcut")
}

/// Six blocks of two layers and an identity shortcut, as methods are measured on.
package func randomResidual(width: Int, blocks: Int, seed: Int) -> AnalogNetwork {
  var builder = NetworkBuilder(input: MapShape(channels: width), seed: seed)
  var stream = builder.activation(builder.affine(0, outputs: width))
  for _ in 0..<blocks {
    let inner = builder.activation(builder.affine(stream, outputs: width))
    stream = builder.activation(builder.merge(builder.affine(inner, outputs: width), stream))
  }
  _ = builder.affine(stream, outputs: 10)
  return builder.network("deepResidual")
}
