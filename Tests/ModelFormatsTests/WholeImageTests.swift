import ModelFormats
import Networks
import Testing

/// Operators that take all of an image, or one image after the other.
@Suite struct WholeImageTests {
  typealias Models = ONNXModels

  private func network(
    _ nodes: [Onnx_NodeProto], _ weights: [Onnx_TensorProto] = [], batch: Int = -1,
    operatorSet: Int
  ) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(
      from: Models.model(nodes, weights, input: [batch, 2, 4, 4], operatorSet: operatorSet),
      file: "m.onnx")
  }

  /// Before operator set 13, Softmax compares all from its axis on.
  @Test(arguments: ["Softmax", "LogSoftmax"])
  func anOldSoftmaxComparesAllElementsOfAMap(name: String) throws {
    let network = try network([Models.node(name, ["x"], "y")], operatorSet: 11)

    #expect(network.nodes.last?.shape.count == 2 * 4 * 4)
  }

  @Test func aSoftmaxOverOneAxisOfAMapIsRefused() {
    #expect(throws: FormatError.self) {
      try network([Models.node("Softmax", ["x"], "y")], operatorSet: 13)
    }
  }

  /// The first image of a batch is not what a network makes of each.
  @Test(arguments: [-1, 1])
  func imagesAreChosenOnlyWhereThereIsOne(batch: Int) throws {
    let first = Models.integers("first", [0], shape: [])
    let nodes = [
      Models.node("Relu", ["x"], "r"), Models.node("Flatten", ["r"], "f"),
      Models.node("Gather", ["f", "first"], "y"),
    ]
    guard batch < 0 else {
      _ = try network(nodes, [first], batch: batch, operatorSet: 17)
      return
    }
    #expect(throws: FormatError.self) {
      try network(nodes, [first], batch: batch, operatorSet: 17)
    }
  }

  /// The rows from the second on of every image, by the words of an open batch.
  @Test func aSliceThatKeepsAllImagesIsRead() throws {
    let network = try network(
      [
        Models.node("Relu", ["x"], "r"),
        Models.node("Slice", ["r", "starts", "ends", "axes"], "y"),
      ],
      [
        Models.integers("starts", [0, 1], shape: [2]),
        Models.integers("ends", [.max, .max], shape: [2]),
        Models.integers("axes", [0, 2], shape: [2]),
      ], operatorSet: 17)

    #expect(network.nodes.last?.shape.count == 2 * 3 * 4)
  }
}
