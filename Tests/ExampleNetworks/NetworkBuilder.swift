import Networks
import Tensors

/// Adds nodes with random weights, one after the other; each method returns the node's index.
package struct NetworkBuilder {
  package private(set) var nodes: [AnalogNode] = []
  package var random: SeededGenerator

  package init(input: MapShape, seed: Int) {
    random = SeededGenerator(seed: seed)
    add("input", .input, inputs: [], shape: input)
  }

  @discardableResult
  package mutating func add(
    _ kind: String, _ operation: AnalogOperation, inputs: [Int], shape: MapShape
  ) -> Int {
    let ordinal = nodes.count { $0.name.hasPrefix(kind) } + 1
    nodes.append(
      AnalogNode(
        name: "\(kind)\(ordinal)", fileName: "/\(kind)_\(ordinal)", operation: operation,
        inputs: inputs, shape: shape))
    return nodes.count - 1
  }

  package mutating func convolution(
    _ input: Int, channels: Int, kernel: Grid = Grid(3, 3), stride: Grid = Grid(1, 1),
    padding: Margins = Margins(top: 1, left: 1, bottom: 1, right: 1), groups: Int = 1
  ) -> Int {
    let source = nodes[input].shape
    let shape = [channels, source.channels / groups, kernel.rows, kernel.columns]
    let layer = Conv2dLayer(
      weight: weights(shape), bias: biases(channels), stride: stride, padding: padding,
      groups: groups)
    return add(
      "conv", .convolution(layer), inputs: [input], shape: layer.outputShape(of: source))
  }

  package mutating func affine(_ input: Int, outputs: Int) -> Int {
    let layer = AffineLayer(
      weight: weights([outputs, nodes[input].shape.count]), bias: biases(outputs))
    return add("fc", .affine(layer), inputs: [input], shape: MapShape(channels: outputs))
  }

  package mutating func channelAffine(
    _ input: Int, factors: ClosedRange<Float> = 0.5...1.5
  ) -> Int {
    let channels = nodes[input].shape.channels
    let affine = ChannelAffine(
      factor: random.floats(channels, in: factors), offset: random.floats(channels))
    return add("bn", .channelAffine(affine), inputs: [input], shape: nodes[input].shape)
  }

  package mutating func activation(_ input: Int, _ activation: Activation = .relu) -> Int {
    add("act", .activation(activation), inputs: [input], shape: nodes[input].shape)
  }

  package mutating func averagePool(_ input: Int, _ pooling: Pooling) -> Int {
    let shape = pooling.outputShape(of: nodes[input].shape)
    return add("pool", .averagePool(pooling), inputs: [input], shape: shape)
  }

  package mutating func maxPool(_ input: Int, _ pooling: Pooling) -> Int {
    let shape = pooling.outputShape(of: nodes[input].shape)
    return add("maxpool", .maxPool(pooling), inputs: [input], shape: shape)
  }

  package mutating func pad(_ input: Int, _ margins: Margins) -> Int {
    let source = nodes[input].shape
    let shape = MapShape(
      channels: source.channels, height: source.height + margins.top + margins.bottom,
      width: source.width + margins.left + margins.right)
    return add("pad", .pad(margins), inputs: [input], shape: shape)
  }

  package mutating func merge(_ left: Int, _ right: Int) -> Int {
    add("add", .add, inputs: [left, right], shape: nodes[left].shape)
  }

  package mutating func concatenate(_ inputs: [Int]) -> Int {
    let first = nodes[inputs[0]].shape
    let channels = inputs.reduce(0) { $0 + nodes[$1].shape.channels }
    let shape = MapShape(channels: channels, height: first.height, width: first.width)
    return add("concat", .concatenate, inputs: inputs, shape: shape)
  }

  package mutating func flatten(_ input: Int) -> Int {
    let count = nodes[input].shape.count
    return add("flatten", .flatten, inputs: [input], shape: MapShape(channels: count))
  }

  /// The network whose answer is the last node.
  package func network(_ name: String) -> AnalogNetwork {
    AnalogNetwork(name: name, nodes: nodes, output: nodes.count - 1)
  }

  /// Spread so that activations keep their size from layer to layer.
  private mutating func weights(_ shape: [Int]) -> Tensor {
    let limit = (6 / Float(shape.dropFirst().reduce(1, *))).squareRoot()
    return Tensor(shape: shape, elements: random.floats(shape.reduce(1, *), in: -limit...limit))
  }

  private mutating func biases(_ count: Int) -> Tensor {
    Tensor(shape: [count], elements: random.floats(count, in: -0.2...0.2))
  }
}

extension Conv2dLayer {
  package func outputShape(of source: MapShape) -> MapShape {
    MapShape(
      channels: outputChannels,
      height: windowCount(
        source.height + padding.top + padding.bottom, kernel.rows, stride.rows, dilation.rows),
      width: windowCount(
        source.width + padding.left + padding.right, kernel.columns, stride.columns,
        dilation.columns))
  }
}

extension Pooling {
  package func outputShape(of source: MapShape) -> MapShape {
    MapShape(
      channels: source.channels,
      height: windowCount(
        source.height + padding.top + padding.bottom, kernel.rows, stride.rows, dilation.rows),
      width: windowCount(
        source.width + padding.left + padding.right, kernel.columns, stride.columns,
        dilation.columns))
  }
}

private func windowCount(_ length: Int, _ kernel: Int, _ stride: Int, _ dilation: Int) -> Int {
  (length - dilation * (kernel - 1) - 1) / stride + 1
}
