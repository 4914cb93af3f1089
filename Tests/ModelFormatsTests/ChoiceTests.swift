import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// `If`: a choice that lengths decide is made, and any other is refused.
@Suite struct ChoiceTests {
  typealias Models = ONNXModels

  private static func branch(_ name: String, _ nodes: [Onnx_NodeProto]) -> Onnx_AttributeProto {
    .with {
      $0.name = name
      $0.g.name = name
      $0.g.node = nodes
      $0.g.output = [.with { $0.name = nodes.last?.output.first ?? "" }]
      $0.g.initializer = [Models.floats("inner \(name)", [], [10])]
    }
  }

  /// Squeezes the rows away where there is one, as torch writes it; else multiplies by ten.
  private static func model(_ shape: [Int], condition: String = "c") -> Onnx_ModelProto {
    Models.model(
      [
        Models.node("Relu", ["x"], "r"), Models.node("Shape", ["r"], "s"),
        Models.node("Gather", ["s", "two"], "h"), Models.node("Equal", ["h", "one"], "c"),
        Models.node("ReduceMax", ["r"], "m"),
        Models.node(
          "If", [condition], "i", name: "/if",
          [
            branch("then_branch", [Models.node("Squeeze", ["r", "axes"], "t")]),
            branch("else_branch", [Models.node("Mul", ["r", "inner else_branch"], "e")]),
          ]), Models.node("Flatten", ["i"], "y"),
      ],
      [
        Models.integers("two", [2], shape: []), Models.integers("one", [1], shape: []),
        Models.integers("axes", [2]),
      ], input: shape)
  }

  @Test(arguments: [([1, 1, 1, 2], [Float(1), 2]), ([1, 1, 2, 1], [10, 20])])
  func aChoiceByLengthsIsMade(shape: [Int], right: [Float]) throws {
    let network = try ONNXReader.network(from: Self.model(shape), file: "m.onnx")

    var pass = ForwardPass(network)
    pass.run(Tensor(shape: Array(shape.dropFirst()), elements: [1, 2]))
    #expect(pass.output == right)
  }

  /// The first image may say them then.
  @Test func openLengthsAreAskedFor() throws {
    let model = Self.model([-1, 1, -1, -1])

    #expect {
      try ONNXReader.network(from: model, file: "m.onnx")
    } throws: { error in
      if case .symbolicDimension = error as? FormatError { true } else { false }
    }
    let network = try ONNXReader.network(from: model, file: "m.onnx", lengths: [1, 2, 1])
    #expect(network.results.map(\.shape) == [MapShape(channels: 2)])
  }

  @Test func aChoiceByTheImageIsRefused() {
    #expect(
      throws: FormatError.unknownOperators(
        file: "m.onnx", [OperatorUse(name: "If", node: "/if")])
    ) {
      try ONNXReader.network(from: Self.model([1, 1, 1, 2], condition: "m"), file: "m.onnx")
    }
  }
}
