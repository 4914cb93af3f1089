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
  /// 224x224 pixels in 3 channels, 1000 classes: sixteen residual blocks of 64 to 512 channels.
  ///
  /// The usual ResNet-34 with batch norm folded (3.6 G multiply-accumulates, 21.8 M weights), but
  /// for the first pool: the average of 2x2 pixels in place of the maximum of 3x3 with stride 2.
  case resnet34

  package var inputShape: MapShape {
    switch self {
    case .lenet: MapShape(channels: 1, height: 28, width: 28)
    case .resnet20, .vgg16: MapShape(channels: 3, height: 32, width: 32)
    case .resnet34: MapShape(channels: 3, height: 224, width: 224)
    }
  }

  /// The network as trained ones are, equal for equal seeds.
  ///
  /// resnet34 takes about half a second, its weights 87 MB.
  ///
  /// - Parameter connectivity: The fraction of weights of each layer that are kept, the largest
  ///   ones; the others are zero.
  package func network(seed: UInt64, connectivity: Double = 1) -> AnalogNetwork {
    var nodes = SyntheticNodes(input: inputShape, seed: seed, connectivity: connectivity)
    switch self {
    case .lenet: nodes.addLeNet()
    case .resnet20: nodes.addResNet20()
    case .vgg16: nodes.addVGG16()
    case .resnet34: nodes.addResNet34()
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
    for (channels, count) in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)] {
      for _ in 0..<count {
        convolve(channels, kernel: 3, padding: 1)
        rectify()
      }
      average(2)
    }
    flatten()
    connect(10)
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

  fileprivate mutating func addResNet34() {
    convolve(64, kernel: 7, stride: 2, padding: 3)
    rectify()
    average(2)
    for (count, channels, stride) in [(3, 64, 1), (4, 128, 2), (6, 256, 2), (3, 512, 2)] {
      addBlocks(count, channels: channels, stride: stride)
    }
    average(7)
    flatten()
    connect(1000)
  }

  /// Residual blocks, of which only the first strides; its shortcut then is a convolution too.
  private mutating func addBlocks(_ count: Int, channels: Int, stride: Int) {
    for block in 0..<count {
      let (source, stride) = (last, block == 0 ? stride : 1)
      let isIdentity = stride == 1 && nodes[source].shape.channels == channels
      convolve(channels, kernel: 3, stride: stride, padding: 1)
      rectify()
      convolve(channels, kernel: 3, padding: 1)
      let branch = last
      if isIdentity {
        add(source)
      } else {
        convolve(channels, kernel: 1, stride: stride, padding: 0, after: source)
        add(branch)
      }
      rectify()
    }
  }
}
