import Networks

// Networks of 1000 classes in the shapes of torchvision's.
extension SyntheticNodes {
  mutating func addResNet(blocks: [Int]) {
    addResNetStem()
    for (count, (channels, stride)) in zip(blocks, Self.resNetStages) {
      addBlocks(count, channels: channels, stride: stride)
    }
    addResNetHead()
  }

  mutating func addResNet(bottlenecks: [Int]) {
    addResNetStem()
    for (count, (channels, stride)) in zip(bottlenecks, Self.resNetStages) {
      for block in 0..<count { addBottleneck(channels, stride: block == 0 ? stride : 1) }
    }
    addResNetHead()
  }

  mutating func addVGG16At224() {
    addVGG16Stages { $0.takeMaximum(2, stride: 2) }
    flatten()
    for _ in 0..<2 {
      connect(4096)
      rectify()
    }
    connect(1000)
  }

  /// Expansion, channels, blocks and first stride of each stage.
  ///
  /// (Sandler et al. 2018, table 2.)
  mutating func addMobileNetV2() {
    convolve(32, kernel: 3, stride: 2, padding: 1)
    rectify(maximum: 6)
    for (expansion, channels, count, stride) in [
      (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
      (6, 320, 1, 1),
    ] {
      for block in 0..<count {
        addInvertedResidual(channels, expansion: expansion, stride: block == 0 ? stride : 1)
      }
    }
    convolve(1280, kernel: 1, padding: 0)
    rectify(maximum: 6)
    average(7)
    flatten()
    connect(1000)
  }

  private static let resNetStages = [(64, 1), (128, 2), (256, 2), (512, 2)]

  private mutating func addResNetStem() {
    convolve(64, kernel: 7, stride: 2, padding: 3)
    rectify()
    takeMaximum(3, stride: 2, padding: 1)
  }

  private mutating func addResNetHead() {
    average(7)
    flatten()
    connect(1000)
  }

  private mutating func addBottleneck(_ channels: Int, stride: Int) {
    let source = last
    convolve(channels, kernel: 1, padding: 0)
    rectify()
    convolve(channels, kernel: 3, stride: stride, padding: 1)
    rectify()
    convolve(4 * channels, kernel: 1, padding: 0)
    merge(with: source, stride: stride)
    rectify()
  }

  private mutating func addInvertedResidual(_ channels: Int, expansion: Int, stride: Int) {
    let source = last
    let inputs = nodes[source].shape.channels
    if expansion > 1 {
      convolve(expansion * inputs, kernel: 1, padding: 0)
      rectify(maximum: 6)
    }
    convolve(expansion * inputs, kernel: 3, stride: stride, padding: 1, groups: expansion * inputs)
    rectify(maximum: 6)
    convolve(channels, kernel: 1, padding: 0)
    if stride == 1, inputs == channels { add(source) }
  }
}
