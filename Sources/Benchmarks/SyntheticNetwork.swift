import Networks
import Tensors

/// Networks of usual shapes with seeded random weights, to measure speed and nothing else.
package enum SyntheticNetwork: String, CaseIterable, Sendable {
  /// 28x28 pixels, 10 classes: convolutions 5x5 of 32 and 64 channels, 128 units.
  case lenet
  /// 32x32 pixels in 3 channels, 10 classes: nine residual blocks of 16, 32 and 64 channels.
  case resnet20
  /// 32x32 pixels in 3 channels, 10 classes: thirteen convolutions 3x3, average pools.
  case vgg16
  /// 224x224 pixels in 3 channels, 1000 classes, as people download them: basic residual blocks.
  case resnet18, resnet34
  /// The same with bottlenecks, whose 3x3 convolution strides.
  case resnet50
  /// Thirteen convolutions 3x3, five max pools, and 124 M of 138 M weights in connected layers.
  case vgg16At224 = "vgg16-224"
  /// Inverted residual blocks: 1x1, depthwise 3x3, and 1x1 without an activation; clipped at 6.
  case mobilenetV2 = "mobilenet_v2"

  package var inputShape: MapShape {
    switch self {
    case .lenet: MapShape(channels: 1, height: 28, width: 28)
    case .resnet20, .vgg16: MapShape(channels: 3, height: 32, width: 32)
    case .resnet18, .resnet34, .resnet50, .vgg16At224, .mobilenetV2:
      MapShape(channels: 3, height: 224, width: 224)
    }
  }

  /// The network as trained ones are, equal for equal seeds.
  ///
  /// Batch norms are folded, as in files. vgg16-224 takes some seconds, its weights 553 MB.
  ///
  /// - Parameter connectivity: The fraction of weights of each layer that are kept, the largest
  ///   ones; the others are zero.
  package func network(seed: UInt64, connectivity: Double = 1) -> AnalogNetwork {
    var nodes = SyntheticNodes(input: inputShape, seed: seed, connectivity: connectivity)
    switch self {
    case .lenet: nodes.addLeNet()
    case .resnet20: nodes.addResNet20()
    case .vgg16: nodes.addVGG16()
    case .resnet18: nodes.addResNet(blocks: [2, 2, 2, 2])
    case .resnet34: nodes.addResNet(blocks: [3, 4, 6, 3])
    case .resnet50: nodes.addResNet(bottlenecks: [3, 4, 6, 3])
    case .vgg16At224: nodes.addVGG16At224()
    case .mobilenetV2: nodes.addMobileNetV2()
    }
    return AnalogNetwork(name: rawValue, nodes: nodes.nodes, output: nodes.last)
  }

  /// An image of uniform noise in `0..<1`, shape `[channels, rows, columns]`.
  package func image(_ index: Int, seed: UInt64) -> Tensor {
    // Below zero, where no weights are.
    var numbers = SeededNumbers(seed: seed, stream: -1 - index)
    let shape = inputShape
    return Tensor(
      shape: [shape.channels, shape.height, shape.width], elements: numbers.uniform(shape.count))
  }
}

extension SyntheticNodes {
  fileprivate mutating func addLeNet() {
    for channels in [32, 64] {
      convolve(channels, kernel: 5, padding: 2)
      rectify()
      average(2)
    }
    flatten()
    connect(128)
    rectify()
    connect(10)
  }

  fileprivate mutating func addVGG16() {
    addVGG16Stages { $0.average(2) }
    flatten()
    connect(10)
  }

  /// - Parameter pool: Ends each stage.
  mutating func addVGG16Stages(_ pool: (inout SyntheticNodes) -> Void) {
    for (channels, count) in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)] {
      for _ in 0..<count {
        convolve(channels, kernel: 3, padding: 1)
        rectify()
      }
      pool(&self)
    }
  }

  fileprivate mutating func addResNet20() {
    convolve(16, kernel: 3, padding: 1)
    rectify()
    for (channels, stride) in [(16, 1), (32, 2), (64, 2)] {
      addBlocks(3, channels: channels, stride: stride)
    }
    average(8)
    flatten()
    connect(10)
  }

  /// Residual blocks, of which only the first strides.
  mutating func addBlocks(_ count: Int, channels: Int, stride: Int) {
    for block in 0..<count {
      let (source, stride) = (last, block == 0 ? stride : 1)
      convolve(channels, kernel: 3, stride: stride, padding: 1)
      rectify()
      convolve(channels, kernel: 3, padding: 1)
      merge(with: source, stride: stride)
      rectify()
    }
  }

  /// Adds what a block began with, through a convolution where it has another shape.
  mutating func merge(with source: Int, stride: Int) {
    let (branch, shape) = (last, nodes[last].shape)
    if nodes[source].shape == shape {
      add(source)
    } else {
      convolve(shape.channels, kernel: 1, stride: stride, padding: 0, after: source)
      add(branch)
    }
  }
}
