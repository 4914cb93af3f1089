import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// What a file computes of constants alone; expected values are computed by hand.
@Suite struct ConstantFunctionTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("f", [4], [-2, -0.5, 0, 1.5]), Models.floats("g", [4], [1, -0.5, 2, 1.5]),
    Models.floats("h", [], [2]), Models.integers("i", [-7, 0, 3, 8]),
    Models.integers("j", [3, 3, -3, 8]), Models.integers("three", [3], shape: []),
    Models.floats("m", [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]), Models.integers("first", [0]),
  ]

  /// The four numbers that the nodes make of the constants, as they are added to zeros.
  private func numbers(_ nodes: [Onnx_NodeProto], operatorSet: Int = 20) throws -> [Float] {
    let cast = Models.node("Cast", ["c"], "n", [Models.attribute("to", 1)])
    let model = Models.model(
      nodes + [cast, Models.node("Add", ["x", "n"], "y")], Self.tensors, input: [1, 1, 1, 4],
      operatorSet: operatorSet)
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "m.onnx"))
    pass.run(Tensor(zeros: [1, 1, 4]))
    return pass.output
  }

  @Test(arguments: [
    ("Relu", ["f"], [0, 0, 0, 1.5]), ("Abs", ["f"], [2, 0.5, 0, 1.5]),
    ("Abs", ["i"], [7, 0, 3, 8]), ("Sign", ["f"], [-1, -1, 0, 1]), ("Sign", ["i"], [-1, 0, 1, 1]),
    ("Round", ["f"], [-2, 0, 0, 2]), ("Ceil", ["f"], [-2, 0, 0, 2]),
    ("Tanh", ["f"], [-0.9640276, -0.4621172, 0, 0.9051483]),
    ("Exp", ["f"], [0.1353353, 0.6065307, 1, 4.4816891]),
    ("Sigmoid", ["f"], [0.1192029, 0.3775407, 0.5, 0.8175745]),
    ("Clip", ["f", "", "h"], [-2, -0.5, 0, 1.5]), ("Pow", ["f", "h"], [4, 0.25, 0, 2.25]),
    ("Max", ["f", "g", "h"], [2, 2, 2, 2]), ("Min", ["f", "g"], [-2, -0.5, 0, 1.5]),
    ("Max", ["i", "three"], [3, 3, 3, 8]), ("Sum", ["f", "g", "h"], [1, 1, 4, 5]),
    ("Mean", ["f", "g"], [-0.5, -0.5, 1, 1.5]), ("Mod", ["i", "j"], [2, 0, 0, 0]),
    ("Equal", ["f", "g"], [0, 1, 0, 1]), ("Equal", ["i", "j"], [0, 0, 0, 1]),
    ("Greater", ["f", "g"], [0, 0, 0, 0]), ("LessOrEqual", ["f", "g"], [1, 1, 1, 1]),
    ("Less", ["i", "j"], [1, 1, 0, 0]), ("GreaterOrEqual", ["i", "j"], [0, 0, 1, 1]),
    ("Not", ["i"], [0, 1, 0, 0]), ("Where", ["i", "f", "h"], [-2, 2, 0, 1.5]),
    ("Where", ["i", "j", "three"], [3, 3, -3, 8]),
    ("ReduceSum", ["m", "first"], [6, 8, 10, 12]), ("ReduceMean", ["m", "first"], [3, 4, 5, 6]),
    ("ReduceMax", ["m", "first"], [5, 6, 7, 8]), ("ReduceMin", ["m", "first"], [1, 2, 3, 4]),
    ("ReduceProd", ["m", "first"], [5, 12, 21, 32]), ("ReduceL1", ["m", "first"], [6, 8, 10, 12]),
    ("ReduceL2", ["m", "first"], [5.0990195, 6.3245553, 7.6157731, 8.9442719]),
  ])
  func oneNode(operation: String, arguments: [String], expected: [Double]) throws {
    let numbers = try numbers([Models.node(operation, arguments, "c")])

    #expect(numbers.count == 4)
    for (number, value) in zip(numbers, expected) {
      #expect(abs(Double(number) - value) <= 1e-6 * max(1, abs(value)), "\(numbers)")
    }
  }

  @Test func remaindersOfC() throws {
    let mod = Models.node("Mod", ["i", "j"], "c", [Models.attribute("fmod", 1)])

    #expect(try numbers([mod]) == [-1, 0, 0, 0])
  }

  @Test func andsAndOrs() throws {
    let nodes = [
      Models.node("And", ["i", "j"], "a"), Models.node("Not", ["a"], "b"),
      Models.node("Or", ["b", "f"], "c"),
    ]

    #expect(try numbers(nodes) == [1, 1, 0, 1])
  }

  @Test func rangesOfFloats() throws {
    let tensors = [
      Models.floats("a", [], [1]), Models.floats("b", [], [-0.9]), Models.floats("s", [], [-0.5]),
    ]
    let model = Models.model(
      [Models.node("Range", ["a", "b", "s"], "c"), Models.node("Add", ["x", "c"], "y")], tensors,
      input: [1, 1, 1, 4])
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "m.onnx"))

    pass.run(Tensor(zeros: [1, 1, 4]))

    #expect(pass.output == [1, 0.5, 0, -0.5])
  }

  /// What is known of constants only is refused with all else that is, where the image reaches it.
  @Test func behindTheImageTheyAreListed() {
    let model = Models.model([
      Models.node("Round", ["x"], "r"), Models.node("Tanh", ["r"], "t"),
      Models.node("Celu", ["t"], "y"),
    ])
    let error = #expect(throws: FormatError.self) {
      try ONNXReader.network(from: model, file: "m.onnx")
    }
    let message = error?.description ?? ""

    #expect(message.contains("Tanh (node 'Tanh_t'), which no firing rate follows"), "\(message)")
    #expect(message.contains("Celu (node 'Celu_y')"), "\(message)")
  }

  @Test func aDivisionByZeroHasNoRemainder() {
    let model = Models.model(
      [Models.node("Mod", ["i", "j"], "c"), Models.node("Add", ["x", "c"], "y")],
      [Models.integers("i", [1]), Models.integers("j", [0])])

    #expect(throws: FormatError.self) { try ONNXReader.network(from: model, file: "m.onnx") }
  }
}
