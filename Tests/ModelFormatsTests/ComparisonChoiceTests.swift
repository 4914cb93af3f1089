import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Choices by a comparison: those that are bounds open however they are spelt, others jump.
@Suite struct ComparisonChoiceTests {
  typealias Models = ONNXModels

  /// The numbers -2 to 1.875 in eighths.
  private static let numbers = (0..<32).map { Float($0) / 8 - 2 }

  private static let constants = [
    Models.floats("zero", [], [0]), Models.floats("half", [], [0.5]),
    Models.floats("one", [], [1]), Models.floats("three", [], [3]),
  ]

  private static func compared(_ operation: String, with number: String) -> [Onnx_NodeProto] {
    [Models.node(operation, ["x", number], "b")]
  }

  /// A comparison as a number of 0 or 1, or as a truth value once more.
  private static func cast(_ input: String, _ output: String, to type: Int) -> Onnx_NodeProto {
    Models.node("Cast", [input], output, [Models.attribute("to", type)])
  }

  private static let masked = [cast("b", "m", to: 1), Models.node("Mul", ["x", "m"], "y")]

  /// As tf2onnx spells `where(x > c, x, c)`.
  private static func inParts(_ number: String) -> [Onnx_NodeProto] {
    compared("Greater", with: number) + [
      Models.node("Not", ["b"], "n"), cast("n", "k", to: 1),
      Models.node("Mul", [number, "k"], "q"), cast("b", "m", to: 1),
      Models.node("Mul", ["m", "x"], "p"), Models.node("Add", ["p", "q"], "y"),
    ]
  }

  private struct Bound: Sendable {
    var name: String
    var nodes: [Onnx_NodeProto]
    var function: @Sendable (Float) -> Float

    init(
      _ name: String, _ nodes: [Onnx_NodeProto], _ function: @escaping @Sendable (Float) -> Float
    ) {
      (self.name, self.nodes, self.function) = (name, nodes, function)
    }
  }

  private static let bounds = [
    Bound("x * (x > 0)", compared("Greater", with: "zero") + masked, { max($0, 0) }),
    Bound("x * (x >= 0)", compared("GreaterOrEqual", with: "zero") + masked, { max($0, 0) }),
    Bound("x * (x < 0)", compared("Less", with: "zero") + masked, { min($0, 0) }),
    Bound(
      "3x * (x > 0)",
      compared("Greater", with: "zero") + [
        Models.node("Mul", ["x", "three"], "t"), cast("b", "m", to: 1),
        Models.node("Mul", ["m", "t"], "y"),
      ], { 3 * max($0, 0) }
    ),
    Bound(
      "masked_fill",
      compared("Less", with: "zero") + [
        cast("b", "m", to: 9), Models.node("Where", ["m", "zero", "x"], "y"),
      ], { max($0, 0) }
    ),
    Bound(
      "a clip of two choices",
      compared("Less", with: "zero") + [
        Models.node("Where", ["b", "zero", "x"], "r"), Models.node("Greater", ["x", "one"], "h"),
        Models.node("Where", ["h", "one", "r"], "y"),
      ], { min(max($0, 0), 1) }
    ),
    Bound("where(x > 0, x, 0) in parts", inParts("zero"), { max($0, 0) }),
    Bound("where(x > 1/2, x, 1/2) in parts", inParts("half"), { max($0, 0.5) }),
    Bound(
      "where(x > 0, -x, 0)",
      compared("Greater", with: "zero") + [
        Models.node("Neg", ["x"], "n"), Models.node("Where", ["b", "n", "zero"], "y"),
      ], { min(-$0, 0) }
    ),
  ]

  @Test(arguments: bounds.map(\.name))
  func aChoiceThatMeetsItsNumberIsABound(name: String) throws {
    let bound = try #require(Self.bounds.first { $0.name == name })
    let network = try ONNXReader.network(
      from: Models.model(bound.nodes, Self.constants), file: "m.onnx")
    var pass = ForwardPass(network)

    pass.run(Tensor(shape: [2, 4, 4], elements: Self.numbers))

    #expect(network.activations.count == 1)
    #expect(pass.output == Self.numbers.map(bound.function))
  }

  private static let jumps: [(name: String, nodes: [Onnx_NodeProto])] = [
    ("x * (x > 1)", compared("Greater", with: "one") + masked),
    ("x + (x > 0)", compared("Greater", with: "zero") + [Models.node("Add", ["x", "b"], "y")]),
    (
      "where(x > 0, x, 1)",
      compared("Greater", with: "zero") + [Models.node("Where", ["b", "x", "one"], "y")]
    ),
    (
      "where(x > 1, 0, relu(x))",
      compared("Greater", with: "one") + [
        Models.node("Relu", ["x"], "r"), Models.node("Where", ["b", "zero", "r"], "y"),
      ]
    ),
    (
      "another map where x > 0",
      compared("Greater", with: "zero") + [
        Models.node("Transpose", ["x"], "t", [Models.attribute("perm", [0, 1, 3, 2])]),
        cast("b", "m", to: 1), Models.node("Mul", ["t", "m"], "y"),
      ]
    ),
  ]

  @Test(arguments: jumps.map(\.name))
  func aChoiceThatJumpsIsRefused(name: String) throws {
    let nodes = try #require(Self.jumps.first { $0.name == name }).nodes

    let error = #expect(throws: FormatError.self) {
      try ONNXReader.network(from: Models.model(nodes, Self.constants), file: "m.onnx")
    }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("m.onnx: node '") && message.contains("train it again"), "\(message)")
  }
}
