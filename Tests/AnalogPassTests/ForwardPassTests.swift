import AnalogPass
import Networks
import Tensors
import Testing

/// The forward pass on small networks, against sums written out as loops.
@Suite struct ForwardPassTests {
  /// A network of one operation.
  private func network(
    _ operation: AnalogOperation, _ input: MapShape, _ output: MapShape
  ) -> AnalogNetwork {
    AnalogNetwork(
      name: "test",
      nodes: [
        AnalogNode(name: "input", fileName: "x", operation: .input, inputs: [], shape: input),
        AnalogNode(name: "a", fileName: "a", operation: operation, inputs: [0], shape: output),
      ], output: 1)
  }

  private func noise(_ count: Int, seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 23) - 1
    }
  }

  /// One output of a convolution, straight from the definition.
  private func reference(
    _ layer: Conv2dLayer, _ image: Tensor, channel: Int, row: Int, column: Int
  ) -> Float {
    let (height, width) = (image.shape[1], image.shape[2])
    let perGroup = layer.weight.shape[1]
    let firstInput = channel / (layer.outputChannels / layer.groups) * perGroup
    var sum = layer.bias.elements[channel]
    for input in 0..<perGroup {
      for kernelRow in 0..<layer.kernel.rows {
        for kernelColumn in 0..<layer.kernel.columns {
          let y = row * layer.stride.rows + kernelRow * layer.dilation.rows - layer.padding.top
          let x =
            column * layer.stride.columns + kernelColumn * layer.dilation.columns
            - layer.padding.left
          guard (0..<height).contains(y), (0..<width).contains(x) else { continue }
          let weight =
            ((channel * perGroup + input) * layer.kernel.rows + kernelRow) * layer.kernel.columns
            + kernelColumn
          sum +=
            layer.weight.elements[weight]
            * image.elements[((firstInput + input) * height + y) * width + x]
        }
      }
    }
    return sum
  }

  /// Kernels, strides, dilations and margins, in one group, in several, and depthwise, on maps
  /// that are computed in the usual way and on tiny ones, which are computed the other way around.
  @Test(arguments: [1, 2, 3], [1, 2, 3])
  func convolutionEqualsItsDefinition(kernel: Int, stride: Int) {
    for (groups, dilation, margin) in [(1, 1, 1), (2, 1, 0), (4, 2, 2), (1, 2, 1), (4, 1, 1)] {
      let weights = noise(8 * 4 / groups * kernel * kernel, seed: UInt64(kernel))
      let layer = Conv2dLayer(
        weight: Tensor(shape: [8, 4 / groups, kernel, kernel], elements: weights),
        bias: Tensor(shape: [8], elements: noise(8, seed: 3)), stride: Grid(stride, 1),
        dilation: Grid(1, dilation),
        padding: Margins(top: margin, left: margin, bottom: 0, right: 1),
        groups: groups)
      for size in [5, 9] {
        expectDefinition(layer, MapShape(channels: 4, height: size - 1, width: size))
      }
    }
  }

  /// The patches of this map do not fit into the scratch memory at once.
  @Test func convolutionInStripsEqualsItsDefinition() {
    let layer = Conv2dLayer(
      weight: Tensor(shape: [2, 64, 3, 3], elements: noise(1152, seed: 1)),
      bias: Tensor(zeros: [2]), padding: Margins(top: 1, left: 1, bottom: 1, right: 1))

    expectDefinition(layer, MapShape(channels: 64, height: 40, width: 50))
  }

  private func expectDefinition(_ layer: Conv2dLayer, _ input: MapShape) {
    let reach = Grid(
      (layer.kernel.rows - 1) * layer.dilation.rows + 1,
      (layer.kernel.columns - 1) * layer.dilation.columns + 1)
    let margins = layer.padding
    let output = MapShape(
      channels: layer.outputChannels,
      height: (input.height + margins.top + margins.bottom - reach.rows) / layer.stride.rows + 1,
      width: (input.width + margins.left + margins.right - reach.columns) / layer.stride.columns + 1
    )
    let image = Tensor(
      shape: [input.channels, input.height, input.width], elements: noise(input.count, seed: 5))
    var pass = ForwardPass(network(.convolution(layer), input, output))

    pass.run(image)

    var worst: Float = 0
    for (index, value) in pass.values(of: 1).enumerated() {
      let expected = reference(
        layer, image, channel: index / output.pixels, row: index / output.width % output.height,
        column: index % output.width)
      worst = max(worst, abs(value - expected))
    }
    #expect(worst < 1e-4, "\(input) to \(output) in \(layer.groups) groups")
  }

  @Test func maxPoolLeavesPaddingOut() {
    let shape = MapShape(channels: 1, height: 2, width: 2)
    let pooling = Pooling(
      kernel: Grid(2, 2), stride: Grid(1, 1),
      padding: Margins(top: 1, left: 1, bottom: 1, right: 1))
    var pass = ForwardPass(
      network(.maxPool(pooling), shape, MapShape(channels: 1, height: 3, width: 3)))

    pass.run(Tensor(shape: [1, 2, 2], elements: [-4, -3, -2, -1]))

    #expect(pass.output == [-4, -3, -3, -2, -1, -1, -2, -1, -1])
  }

  @Test(arguments: [false, true])
  func averagePoolDividesByTheWindowOrByTheMapInIt(countsPadding: Bool) {
    let shape = MapShape(channels: 1, height: 2, width: 2)
    let pooling = Pooling(
      kernel: Grid(2, 2), stride: Grid(2, 2),
      padding: Margins(top: 1, left: 1, bottom: 1, right: 1), countsPadding: countsPadding)
    var pass = ForwardPass(network(.averagePool(pooling), shape, shape))

    pass.run(Tensor(shape: [1, 2, 2], elements: [4, 8, 12, 16]))

    #expect(pass.output == (countsPadding ? [1, 2, 3, 4] : [4, 8, 12, 16]))
  }

  @Test func aResidualBlockAddsItsInput() {
    let shape = MapShape(channels: 3)
    let nodes = [
      AnalogNode(name: "input", fileName: "x", operation: .input, inputs: [], shape: shape),
      AnalogNode(
        name: "relu1", fileName: "r", operation: .activation(.relu), inputs: [0], shape: shape),
      AnalogNode(name: "add1", fileName: "s", operation: .add, inputs: [0, 1], shape: shape),
      AnalogNode(
        name: "softmax1", fileName: "p", operation: .answer(.softmax), inputs: [2], shape: shape),
    ]
    var pass = ForwardPass(AnalogNetwork(name: "residual", nodes: nodes, output: 3))

    let activations = pass.activations(of: Tensor(shape: [3], elements: [-1, 0.5, 2]))

    #expect(activations.logits == [-1, 1, 4])
    #expect(
      activations.layers == [
        AnalogActivations.Layer(node: 1, preActivation: [-1, 0.5, 2], activation: [0, 0.5, 2])
      ])
    #expect(abs(pass.output.reduce(0, +) - 1) < 1e-6)
  }

  /// A run depends on nothing that was computed before, and threads do not disturb each other.
  @Test func passesOnSeveralThreadsAgree() async {
    let shape = MapShape(channels: 64)
    let layer = AffineLayer(
      weight: Tensor(shape: [64, 64], elements: noise(4096, seed: 9)), bias: Tensor(zeros: [64]))
    let network = network(.affine(layer), shape, shape)
    let images = (0..<50).map { Tensor(shape: [64], elements: noise(64, seed: UInt64($0))) }
    var single = ForwardPass(network)
    let expected = images.map { image in
      single.run(image)
      return single.output
    }

    let results = await withTaskGroup(of: [[Float]].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var pass = ForwardPass(network)
          return images.map { image in
            pass.run(image)
            return pass.output
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }

    for result in results { #expect(result == expected) }
  }
}
