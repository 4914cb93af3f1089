import AnalogPass
import Networks
import Tensors
import Testing

/// The shape that an operation states is the one that its forward pass fills.
@Suite struct ShapeRuleTests {
  /// Places of a window on one axis, counted one by one.
  private func places(
    _ length: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int
  ) -> Int {
    var count = 0
    var start = -before
    while start + (kernel - 1) * dilation < length + after {
      count += 1
      start += stride
    }
    return count
  }

  /// All windows on maps of up to five pixels a side: a sum over ones counts what it covers.
  @Test(arguments: 1...3, 1...3)
  func windowsAreCountedOneByOne(kernel: Int, stride: Int) throws {
    for length in 1...5 {
      for dilation in 1...2 {
        for (before, after) in [(0, 0), (1, 0), (0, 2), (1, 1)] {
          let expected = places(
            length, kernel: kernel, stride: stride, dilation: dilation, before: before,
            after: after)
          let layer = Conv2dLayer(
            weight: Tensor(
              shape: [2, 1, kernel, 1], elements: Array(repeating: 1, count: 2 * kernel)),
            bias: Tensor(zeros: [2]), stride: Grid(stride, 1), dilation: Grid(dilation, 1),
            padding: Margins(top: before, bottom: after))
          let operation = AnalogOperation.convolution(layer)
          let shape = operation.traits.shape([MapShape(channels: 1, height: length, width: 2)])
          #expect(
            shape == (expected > 0 ? MapShape(channels: 2, height: expected, width: 2) : nil),
            "kernel \(kernel), stride \(stride), dilation \(dilation) on \(length)")
          let pooling = Pooling(
            kernel: Grid(kernel, 1), stride: Grid(stride, 1), dilation: Grid(dilation, 1),
            padding: Margins(top: before, bottom: after))
          for pool in [AnalogOperation.averagePool(pooling), .maxPool(pooling)] {
            let pooled = pool.traits.shape([MapShape(channels: 1, height: length, width: 2)])
            #expect(pooled?.height == shape?.height && pooled?.channels == shape.map { _ in 1 })
          }
          guard let shape else { continue }
          // A window may lie in the padding alone, and then covers nothing.
          let covered = (0..<expected).map { place in
            (0..<kernel).count {
              (0..<length).contains(place * stride - before + $0 * dilation)
            }
          }
          let column = covered.flatMap { [Float($0), Float($0)] }
          #expect(sums(operation, height: length, shape: shape) == column + column)
        }
      }
    }
  }

  private func sums(_ operation: AnalogOperation, height: Int, shape: MapShape) -> [Float] {
    let input = MapShape(channels: 1, height: height, width: 2)
    var pass = ForwardPass(network(operation, [input], shape))
    pass.run(Tensor(shape: [1, height, 2], elements: Array(repeating: 1, count: 2 * height)))
    return pass.output
  }

  private func network(
    _ operation: AnalogOperation, _ inputs: [MapShape], _ shape: MapShape
  ) -> AnalogNetwork {
    var nodes = [
      AnalogNode(name: "input", fileName: "x", operation: .input, inputs: [], shape: inputs[0])
    ]
    nodes.append(
      AnalogNode(
        name: "a", fileName: "a", operation: operation, inputs: inputs.map { _ in 0 },
        shape: shape))
    return AnalogNetwork(name: "test", nodes: nodes, output: 1)
  }

  @Test func otherOperationsSayWhatTheyGive() {
    let map = MapShape(channels: 2, height: 3, width: 4)
    let norm = AnalogOperation.channelAffine(ChannelAffine(factor: [1, 2], offset: [0, 0]))
    let weights = AnalogOperation.affine(
      AffineLayer(weight: Tensor(zeros: [5, 24]), bias: Tensor(zeros: [5])))
    let selection = SparseMap(
      selecting: [23, -1], of: map.count, target: MapShape(channels: 2))
    let cases: [(AnalogOperation, [MapShape], MapShape?)] = [
      (norm, [map], map), (norm, [MapShape(channels: 3)], nil),
      (weights, [map], MapShape(channels: 5)), (weights, [MapShape(channels: 23)], nil),
      (.activation(.relu), [map], map),
      (
        .pad(Margins(top: 1, left: 2, bottom: 3, right: 4)), [map],
        MapShape(channels: 2, height: 7, width: 10)
      ),
      (.add, [map, map], map), (.add, [map, MapShape(channels: 2)], nil),
      (.concatenate, [map, map], MapShape(channels: 4, height: 3, width: 4)),
      (.concatenate, [map, MapShape(channels: 24)], nil),
      (.flatten, [map], MapShape(channels: 24)),
      (.answer(.softmax), [MapShape(channels: 3)], MapShape(channels: 3)),
      (.answer(.softmax), [map], nil), (.answer(.logSoftmax), [map], nil),
      (.answer(.sigmoid), [map], map),
      (.sparse(selection), [map], MapShape(channels: 2)), (.sparse(selection), [], nil),
      (.unitAffine(UnitAffine(factor: [1, 2], offset: [0, 3])), [map], nil),
    ]
    for (operation, inputs, shape) in cases {
      #expect(operation.traits.shape(inputs) == shape, "\(operation) of \(inputs)")
      guard let shape else { continue }
      var pass = ForwardPass(network(operation, inputs, shape))
      pass.run(Tensor(zeros: [inputs[0].count]))
      #expect(pass.output.count == shape.count)
    }
  }

  /// An operation is changed by its weights, and no other is.
  @Test func weightsAreReadAndReplaced() {
    var weights = AnalogOperation.affine(
      AffineLayer(weight: Tensor(zeros: [2, 3]), bias: Tensor(zeros: [2])))
    var pool = AnalogOperation.averagePool(Pooling(kernel: Grid(2, 2), stride: Grid(2, 2)))
    let before = pool

    weights.weights?.bias.elements = [1, 2]
    pool.weights = weights.weights

    #expect(weights.weights?.bias.elements == [1, 2])
    #expect(pool == before && pool.weights == nil)
  }
}
