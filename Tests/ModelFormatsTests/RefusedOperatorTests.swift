import Foundation
import ModelFormats
import SwiftProtobuf
import Testing

/// Networks that no spikes can stand for: the error names the node, the reason and the way out.
@Suite struct RefusedOperatorTests {
  typealias Models = ONNXModels

  private static let weights: [Onnx_TensorProto] = [
    Models.floats("w", [2, 2, 1, 1], [0.5, -0.5, 1, 2]), Models.floats("one", [2], [1, 1]),
    Models.floats("three", [], [3]), Models.floats("six", [], [6]),
    Models.floats("zero", [], [0]), Models.floats("root", [], [1.4142135]),
    Models.floats("half", [], [0.5]), Models.floats("unit", [], [1]),
    Models.floats("small", [], [1e-5]), Models.floats("two", [], [2]),
  ]

  private func message(_ nodes: [Onnx_NodeProto], operatorSet: Int = 20) -> String? {
    let model = Models.model(nodes, Self.weights, operatorSet: operatorSet)
    do throws(FormatError) {
      _ = try ONNXReader.network(from: model, file: "m.onnx")
      return nil
    } catch { return error.description }
  }

  private func expectRefusal(
    _ nodes: [Onnx_NodeProto], operatorSet: Int = 20, _ parts: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let refusal = message(nodes, operatorSet: operatorSet)
    let message = try #require(refusal, sourceLocation: sourceLocation)
    #expect(message.hasPrefix("m.onnx: ") && !message.contains("\n"))
    for part in parts + ["train it again"] {
      #expect(
        message.contains(part), "'\(part)' is missing in: \(message)",
        sourceLocation: sourceLocation)
    }
  }

  /// Every operator says how many inputs it takes, and no node has fewer or more.
  @Test(arguments: ONNXOperators.standard.all.map(\.name))
  func nodesHaveAsManyInputsAsTheirOperatorTakes(name: String) throws {
    let inputs = try #require(ONNXOperators.standard[name]?.inputs)
    for count in [inputs.lowerBound - 1, inputs.upperBound == .max ? -1 : inputs.upperBound + 1]
    where count >= 0 {
      let names = Array(repeating: "r", count: count)
      let refusal = message([
        Models.node("Relu", ["x"], "r"), Models.node(name, names, "o", name: "odd"),
        Models.node("Add", ["r", "o"], "y"),
      ])

      #expect(refusal?.contains("'odd': \(name) takes") == true, "\(count): \(refusal ?? "")")
    }
  }

  /// The branch of MobileNet and EfficientNet that weighs the channels of each image.
  private static func squeezeExcite(_ gate: [Onnx_NodeProto]) -> [Onnx_NodeProto] {
    [
      Models.node("Conv", ["x", "w"], "c", name: "/conv"), Models.node("Relu", ["c"], "r"),
      Models.node("GlobalAveragePool", ["r"], "g"),
      Models.node("Conv", ["g", "w"], "e", name: "/se/fc"),
    ] + gate + [Models.node("Mul", ["s", "r"], "y", name: "/se/Mul")]
  }

  @Test func aSigmoidInASqueezeExciteBranch() throws {
    try expectRefusal(
      Self.squeezeExcite([Models.node("Sigmoid", ["e"], "s", name: "/se/Sigmoid")]),
      "Sigmoid (node '/se/Sigmoid'), which no firing rate follows", "ReLU")
  }

  /// A hard sigmoid is a clip; the product with what it weighs is what cannot be.
  @Test func aHardSigmoidInASqueezeExciteBranch() throws {
    try expectRefusal(
      Self.squeezeExcite([Models.node("HardSigmoid", ["e"], "s", name: "/se/HardSigmoid")]),
      "node '/se/Mul'", "two maps by Mul", "only sums")
  }

  /// The same gate from operators that are known one by one: the product is what cannot be.
  @Test func aGateOfKnownOperators() throws {
    let gate = [
      Models.node("Add", ["e", "three"], "e3"), Models.node("Clip", ["e3", "zero", "six"], "e6"),
      Models.node("Div", ["e6", "six"], "s"),
    ]
    try expectRefusal(Self.squeezeExcite(gate), "node '/se/Mul'", "two maps by Mul", "only sums")
  }

  @Test(arguments: [
    "LayerNormalization", "InstanceNormalization", "GroupNormalization", "LRN",
    "MeanVarianceNormalization",
  ])
  func normalizationsThatCannotFold(operation: String) throws {
    let nodes = [
      Models.node("Conv", ["x", "w"], "c"),
      Models.node(operation, ["c", "one", "one"], "n", name: "/features/norm"),
      Models.node("Relu", ["n"], "y"),
    ]
    try expectRefusal(
      nodes, "\(operation) (node '/features/norm'), which divides by what each image has",
      "batch normalization")
  }

  @Test(arguments: ["HardSwish", "Gelu", "Elu", "Celu", "Softplus"])
  func activationsThatNoRateFollows(operation: String) throws {
    let nodes = [
      Models.node("Conv", ["x", "w"], "c"),
      Models.node(operation, ["c"], "y", name: "/features/act"),
    ]
    try expectRefusal(
      nodes, "\(operation) (node '/features/act'), which no firing rate follows")
  }

  /// At the very end they keep the order of numbers; before other layers they are none.
  @Test(arguments: ["Sigmoid", "Tanh"])
  func answersBeforeOtherLayers(operation: String) throws {
    let nodes = [
      Models.node("Conv", ["x", "w"], "c"),
      Models.node(operation, ["c"], "t", name: "/features/act"),
      Models.node("Conv", ["t", "w"], "y"),
    ]
    try expectRefusal(
      nodes, "\(operation) (node '/features/act'), which no firing rate follows")
  }

  /// GELU as exporters before operator set 20 write it.
  @Test func aGeluInParts() throws {
    let nodes = [
      Models.node("Conv", ["x", "w"], "c"), Models.node("Div", ["c", "root"], "d"),
      Models.node("Erf", ["d"], "e", name: "/act/Erf"), Models.node("Add", ["e", "unit"], "a"),
      Models.node("Mul", ["c", "a"], "m"), Models.node("Mul", ["m", "half"], "y"),
    ]
    try expectRefusal(nodes, operatorSet: 17, "Erf (node '/act/Erf')")
  }

  /// HardSwish as exporters before operator set 14 write it.
  @Test func aHardSwishInParts() throws {
    let nodes = [
      Models.node("Conv", ["x", "w"], "c"), Models.node("Add", ["c", "three"], "a"),
      Models.node("Clip", ["a", "zero", "six"], "k"), Models.node("Div", ["k", "six"], "d"),
      Models.node("Mul", ["c", "d"], "y", name: "/act/Mul"),
    ]
    try expectRefusal(nodes, operatorSet: 13, "node '/act/Mul'", "two maps by Mul")
  }

  /// Layer normalization as exporters before operator set 17 write it.
  @Test func aLayerNormalizationInParts() throws {
    let nodes = [
      Models.node(
        "ReduceMean", ["x"], "u", name: "/norm/ReduceMean", [Models.attribute("axes", [1])]),
      Models.node("Sub", ["x", "u"], "d"),
      Models.node("Pow", ["d", "two"], "p", name: "/norm/Pow"),
      Models.node("ReduceMean", ["p"], "v", [Models.attribute("axes", [1])]),
      Models.node("Add", ["v", "small"], "e"), Models.node("Sqrt", ["e"], "s"),
      Models.node("Div", ["d", "s"], "y"),
    ]
    try expectRefusal(nodes, operatorSet: 13, "Pow (node '/norm/Pow')")
  }

  /// A choice by lengths goes away with the open lengths, and no training helps.
  @Test func aChoiceBetweenGraphsIsNoSequence() {
    let refusal = message([
      Models.node("Size", ["x"], "s"), Models.node("If", ["s"], "y", name: "/if"),
    ])

    #expect(
      refusal
        == "m.onnx: cannot be converted because of If (node '/if'), which chooses between two "
        + "graphs; export it with fixed lengths, or simplify the file with onnxsim")
  }

  /// No setting of the optimisation brings back what the quantisation has put there.
  @Test func whatQuantisationHasForItselfIsNoOptimisation() throws {
    var node = Models.node("QLinearSigmoid", ["x"], "s", name: "/gate_quant")
    node.domain = "com.microsoft"
    let refusal = message([node, Models.node("Add", ["s", "x"], "y")])
    let text = try #require(refusal)

    #expect(text.contains("QLinearSigmoid (node '/gate_quant'), which onnxruntime's quantisation"))
    #expect(text.contains("QDQ") && !text.contains("ORT_ENABLE_BASIC"), "\(text)")
  }

  /// All of them in one line, so that a user sees the whole list at once.
  @Test func everyReasonIsListed() throws {
    let nodes = [
      Models.node("LayerNormalization", ["x", "one"], "n", name: "/norm"),
      Models.node("Gelu", ["n"], "g", name: "/act"),
      Models.node("Det", ["g"], "y", name: "/up"),
    ]
    try expectRefusal(
      nodes, "LayerNormalization (node '/norm'), which", "Gelu (node '/act'), which",
      "Det (node '/up');")
  }
}
