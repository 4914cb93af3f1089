import ModelFormats
import Testing

/// Attributes that operators have, by operator sets.
@Suite struct AttributeNameTests {
  typealias Models = ONNXModels

  /// Passed over, they would change what the file means; onnxruntime refuses them as well.
  @Test(arguments: [
    ("Conv", "output_padding", 18), ("MatMul", "transA", 18), ("ReduceMean", "axes", 18),
    ("Softmax", "alpha", 13), ("Clip", "max", 11),
  ])
  func attributesThatAnOperatorDoesNotHaveAreRefused(
    operation: String, attribute: String, operatorSet: Int
  ) {
    let inputs = ["Conv", "MatMul"].contains(operation) ? ["x", "w"] : ["x"]
    let node = Models.node(
      operation, inputs, "y", name: "strange", [Models.attribute(attribute, [1, 1])])
    let model = Models.model(
      [node], [Models.floats("w", [2, 2, 1, 1], [1, 2, 3, 4])], operatorSet: operatorSet)

    let error = #expect(throws: FormatError.self) {
      try ONNXReader.network(from: model, file: "m.onnx")
    }
    let message = error?.description ?? ""
    #expect(
      message.contains("'strange'") && message.contains("no attribute '\(attribute)'"), "\(message)"
    )
  }

  /// Older forms of an operator, and notes of programs, are no strangers.
  @Test func attributesOfOlderSetsAreRead() {
    let bounds = [
      Models.attribute("min", 0 as Float), Models.attribute("max", 6 as Float),
      Models.attribute("__note", 1),
    ]
    let model = Models.model([Models.node("Clip", ["x"], "y", bounds)], operatorSet: 10)

    #expect(throws: Never.self) { try ONNXReader.network(from: model, file: "m.onnx") }
  }
}
