import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Weights in floats behind a pair of QuantizeLinear and DequantizeLinear, as quantisation-aware
/// training leaves them: fixed numbers.
@Suite struct ConstantQuantizationTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("c", [2, 3], [0.25, 0.75, -0.25, 100, -100, 1.2]),
    Models.floats("half", [], [0.5]), Models.floats("two", [2], [0.5, 1]),
    Models.floats("blocks", [2, 2], [0.5, 1, 0.25, 2]),
    bytes("zero", [0]), bytes("three", [3]),
  ]

  private static func bytes(_ name: String, _ values: [Int32]) -> Onnx_TensorProto {
    .with {
      ($0.name, $0.dataType, $0.int32Data) = (name, 3, values)
    }
  }

  private func numbers(
    _ parameters: [String], _ attributes: [Onnx_AttributeProto] = []
  ) throws(FormatError) -> [Float] {
    let network = try ONNXReader.network(
      from: Models.model(
        [
          Models.node("QuantizeLinear", ["c"] + parameters, "q", name: "writer", attributes),
          Models.node("DequantizeLinear", ["q"] + parameters, "d", attributes),
          Models.node("Add", ["x", "d"], "y"),
        ], Self.tensors, input: [1, 1, 2, 3], operatorSet: 21),
      file: "m.onnx")
    var pass = ForwardPass(network)
    pass.run(Tensor(zeros: [1, 2, 3]))
    return pass.output
  }

  /// Halves go to the even number, and what is beyond the type to its ends.
  @Test(
    arguments: [
      (["half", "zero"], [0, 1, 0, 63.5, -64, 1]), (["half", "three"], [0, 1, 0, 62, -65.5, 1]),
      // Without a zero point they are unsigned bytes.
      (["half"], [0, 1, 0, 100, 0, 1]),
    ] as [([String], [Float])])
  func oneScale(parameters: [String], right: [Float]) throws {
    #expect(try numbers(parameters) == right)
  }

  @Test func aScaleForEachRow() throws {
    #expect(
      try numbers(["two"], [Models.attribute("axis", 0)]) == [0, 1, 0, 100, 0, 1])
  }

  /// The first two of each row have a scale, and the third has one.
  @Test func aScaleForEachBlock() throws {
    let blocks = [Models.attribute("axis", 1), Models.attribute("block_size", 2)]

    #expect(try numbers(["blocks"], blocks) == [0, 1, 0, 63.75, 0, 2])
  }

  @Test func scalesThatDoNotFitAreNamed() {
    #expect {
      try numbers(["two"], [Models.attribute("axis", 1)])
    } throws: { error in
      "\(error)".contains("'writer'") && "\(error)".contains("2 scales for the shape [2, 3]")
    }
  }
}
