import Networks
import Tensors

/// Collects the nodes of a network with random weights, each after the one before it.
///
/// Weights are Kaiming-normal, `N(0, 2 / fan-in)`, less their mean over each output, so that what
/// reaches a neuron does not depend on how much its inputs fire in all; biases are `N(0, 0.02²)`.
/// Of each layer the largest weights are kept.
struct SyntheticNodes {
  private(set) var nodes: [AnalogNode]
  private let seed: UInt64
  private let connectivity: Double
  private var counts: [String: Int] = [:]

  /// - Parameter connectivity: The fraction of the weights of each layer that is not zero.
  init(input: MapShape, seed: UInt64, connectivity: Double = 1) {
    self.seed = seed
    self.connectivity = connectivity
    nodes = [
      AnalogNode(name: "input", fileName: "input", operation: .input, inputs: [], shape: input)
    ]
  }

  /// The index of the last node.
  var last: Int { nodes.count - 1 }

  mutating func convolve(
    _ channels: Int, kernel: Int, stride: Int = 1, padding: Int, groups: Int = 1,
    after source: Int? = nil
  ) {
    let source = source ?? last
    let shape = nodes[source].shape
    let layer = Conv2dLayer(
      weight: weights([channels, shape.channels / groups, kernel, kernel]),
      bias: biases(channels), stride: Grid(stride, stride),
      padding: Margins(top: padding, left: padding, bottom: padding, right: padding),
      groups: groups)
    append(.convolution(layer), [source])
  }

  mutating func connect(_ outputs: Int) {
    let layer = AffineLayer(
      weight: weights([outputs, nodes[last].shape.count]), bias: biases(outputs))
    append(.affine(layer), [last])
  }

  /// - Parameter maximum: Where activations are clipped; `nil` nowhere.
  mutating func rectify(maximum: Float? = nil) {
    append(.activation(maximum.map { .clipped(maximum: $0) } ?? .relu), [last])
  }

  mutating func takeMaximum(_ size: Int, stride: Int, padding: Int = 0) {
    let margins = Margins(top: padding, left: padding, bottom: padding, right: padding)
    append(
      .maxPool(
        Pooling(kernel: Grid(size, size), stride: Grid(stride, stride), padding: margins)),
      [last])
  }

  mutating func average(_ size: Int) {
    let grid = Grid(size, size)
    append(.averagePool(Pooling(kernel: grid, stride: grid)), [last])
  }

  mutating func add(_ other: Int) {
    append(.add, [last, other])
  }

  mutating func flatten() {
    append(.flatten, [last])
  }

  private mutating func append(_ operation: AnalogOperation, _ inputs: [Int]) {
    let kind = operation.traits.stem
    let shape = operation.shape(of: inputs.map { nodes[$0].shape })
    counts[kind, default: 0] += 1
    let name = "\(kind)\(counts[kind, default: 1])"
    nodes.append(
      AnalogNode(name: name, fileName: name, operation: operation, inputs: inputs, shape: shape))
  }

  /// - Parameter shape: The outputs first; they are as many rows of the fan-in.
  private func weights(_ shape: [Int]) -> Tensor {
    let fanIn = shape.dropFirst().reduce(1, *)
    var numbers = SeededNumbers(seed: seed, stream: 2 * nodes.count)
    var elements = numbers.normal(
      shape[0] * fanIn, deviation: (2 / Float(fanIn)).squareRoot())
    elements.withUnsafeMutableBufferPointer { elements in
      for row in stride(from: 0, to: elements.count, by: fanIn) {
        let weights = elements[row..<row + fanIn]
        let mean = Float(weights.reduce(0.0) { $0 + Double($1) } / Double(fanIn))
        for index in weights.indices { elements[index] -= mean }
      }
    }
    if connectivity < 1 { prune(&elements) }
    return Tensor(shape: shape, elements: elements)
  }

  /// Leaves the largest weights, one at least.
  private func prune(_ weights: inout [Float]) {
    let kept = max(1, Int((Double(weights.count) * connectivity).rounded()))
    // Magnitudes are in the order of their bits, which takes 31 passes and no sorting.
    var (smallest, end) = (UInt32(0), Float.infinity.bitPattern)
    while end - smallest > 1 {
      let middle = smallest + (end - smallest) / 2
      let count = weights.count { $0.magnitude.bitPattern >= middle }
      if count >= kept { smallest = middle } else { end = middle }
    }
    for index in weights.indices where weights[index].magnitude.bitPattern < smallest {
      weights[index] = 0
    }
  }

  private func biases(_ count: Int) -> Tensor {
    var numbers = SeededNumbers(seed: seed, stream: 2 * nodes.count + 1)
    return Tensor(shape: [count], elements: numbers.normal(count, deviation: 0.02))
  }
}
