import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Activations with a trained threshold, in the forms that training code and exporters give them.
@Suite struct TrainedActivationTests {
  typealias Models = ONNXModels

  /// The constants that the chains below use.
  private static let constants = [
    Models.floats("theta", [], [-0.8]), Models.floats("lambda", [1], [1.5]),
    Models.floats("zero", [], [0]), Models.floats("one", [], [1]),
    Models.floats("levels", [], [8]), Models.floats("half", [], [0.5]),
    Models.floats("scaled", [], [8 / 1.5]), Models.floats("unit", [], [1.5 / 8]),
    Models.floats("eight", [], [8]), Models.floats("quarter", [], [0.25]),
    Models.floats("most", [], [0.875]),
  ]

  private func network(_ nodes: [Onnx_NodeProto]) throws -> AnalogNetwork {
    try ONNXReader.network(from: Models.model(nodes, Self.constants), file: "test.onnx")
  }

  @Test func rateNormWithItsThresholdThroughAbs() throws {
    let network = try network([
      Models.node("Abs", ["theta"], "t"), Models.node("Div", ["x", "t"], "d"),
      Models.node("Clip", ["d", "zero", "one"], "c"), Models.node("Mul", ["t", "c"], "y"),
    ])

    #expect(network.nodes.map(\.operation) == [.input, .activation(.clipped(maximum: 0.8))])
  }

  private static let clipFirst = [
    Models.node("Div", ["x", "lambda"], "d"), Models.node("Clip", ["d", "zero", "one"], "c"),
    Models.node("Mul", ["c", "levels"], "m"), Models.node("Add", ["m", "half"], "a"),
    Models.node("Floor", ["a"], "f"), Models.node("Div", ["f", "levels"], "q"),
  ]

  @Test func quantisedInEvaluationForm() throws {
    let network = try network(Self.clipFirst + [Models.node("Mul", ["q", "lambda"], "y")])

    #expect(
      network.nodes.map(\.operation) == [.input, .activation(.quantized(maximum: 1.5, levels: 8))])
  }

  @Test func quantisedWithTheStraightThroughPair() throws {
    let network = try network(
      Self.clipFirst + [
        Models.node("Sub", ["q", "c"], "s"), Models.node("Add", ["c", "s"], "r"),
        Models.node("Mul", ["r", "lambda"], "y"),
      ])

    #expect(
      network.nodes.map(\.operation) == [.input, .activation(.quantized(maximum: 1.5, levels: 8))])
  }

  /// Step · round(clip(z/step, 0, L)), as learned step sizes are written, with the step on either
  /// side of the clip.
  @Test(arguments: [("zero", "eight", "Div", "Clip"), ("zero", "lambda", "Clip", "Div")])
  func quantisedByRounding(low: String, high: String, first: String, second: String) throws {
    let arguments = ["Div": ["unit"], "Clip": [low, high]]

    let network = try network([
      Models.node(first, ["x"] + arguments[first, default: []], "a"),
      Models.node(second, ["a"] + arguments[second, default: []], "b"),
      Models.node("Round", ["b"], "r"), Models.node("Mul", ["r", "unit"], "y"),
    ])

    #expect(
      network.nodes.map(\.operation) == [.input, .activation(.quantized(maximum: 1.5, levels: 8))])
  }

  /// λ · clip(floor(z · L/λ + 1/2) / L, 0, 1), as the paper writes it.
  @Test func quantisedWithTheClipBehindTheFloor() throws {
    let network = try network([
      Models.node("Mul", ["x", "scaled"], "m"), Models.node("Add", ["m", "half"], "a"),
      Models.node("Floor", ["a"], "f"), Models.node("Div", ["f", "levels"], "q"),
      Models.node("Clip", ["q", "zero", "one"], "c"), Models.node("Mul", ["c", "lambda"], "y"),
    ])

    #expect(
      network.nodes.map(\.operation) == [.input, .activation(.quantized(maximum: 1.5, levels: 8))])
  }

  /// A prefix of the quantised chain looks like a rate norm when the threshold equals L.
  @Test func thresholdEqualToTheLevelsIsStillQuantised() throws {
    let nodes = (Self.clipFirst + [Models.node("Mul", ["q", "lambda"], "y")]).map { node in
      var node = node
      node.input = node.input.map { $0 == "lambda" ? "eight" : $0 }
      return node
    }

    #expect(
      try network(nodes).nodes.map(\.operation)
        == [.input, .activation(.quantized(maximum: 8, levels: 8))])
  }

  /// Another reader of an inner value means that the chain is no single activation.
  @Test func chainWithASecondReaderIsNotOneActivation() throws {
    let network = try network([
      Models.node("Div", ["x", "lambda"], "d"), Models.node("Clip", ["d", "zero", "one"], "c"),
      Models.node("Mul", ["c", "lambda"], "m"), Models.node("Add", ["m", "d"], "y"),
    ])

    #expect(network.nodes.map(\.name) == ["input", "norm1", "clip1", "norm2", "add1"])
  }

  /// λ/L · floor(clip(z/λ, 0, 1) · L + s): rounding down without a half, and with other summands.
  @Test(arguments: [nil, "quarter", "most"] as [String?])
  func roundedDownWithAnySummandBelowOne(summand: String?) throws {
    let shifted =
      summand.map { [Models.node("Add", ["m", $0], "a"), Models.node("Floor", ["a"], "f")] }
      ?? [Models.node("Floor", ["m"], "f")]
    let network = try network(
      [Models.node("Clip", ["x", "zero", "one"], "c"), Models.node("Mul", ["c", "levels"], "m")]
        + shifted + [Models.node("Div", ["f", "levels"], "y")])
    var pass = ForwardPass(network)
    // None lies on a step, where a rounding would decide.
    let numbers = (-16..<16).map { Float($0) / 12.8 + 0.013 }

    pass.run(Tensor(shape: [2, 4, 4], elements: numbers))

    let shift: Float = summand == nil ? 0 : summand == "most" ? 0.875 : 0.25
    #expect(network.nodes.last?.operation == .activation(.quantized(maximum: 1, levels: 8)))
    #expect(
      pass.output == numbers.map { (min(max($0, 0), 1) * 8 + shift).rounded(.down) / 8 })
  }

  /// A summand of one or more is a level more, which the clip does not allow.
  @Test func roundedDownWithALargerSummandIsRefused() {
    #expect(throws: FormatError.self) {
      try network([
        Models.node("Clip", ["x", "zero", "one"], "c"), Models.node("Mul", ["c", "levels"], "m"),
        Models.node("Add", ["m", "one"], "a"), Models.node("Floor", ["a"], "f"),
        Models.node("Div", ["f", "levels"], "y"),
      ])
    }
  }

  @Test func floorElsewhereIsRefused() {
    #expect(throws: FormatError.self) {
      _ = try network([Models.node("Floor", ["x"], "y")])
    }
  }

  @Test func quantisedActivationRoundsToItsLevels() throws {
    let network = try network(Self.clipFirst + [Models.node("Mul", ["q", "lambda"], "y")])
    var pass = ForwardPass(network)
    var image = Tensor(zeros: [2, 4, 4])
    image.elements.replaceSubrange(0..<5, with: [-1, 0.09, 0.1, 0.76, 9])

    pass.run(image)

    #expect(Array(pass.output[..<5]) == [0, 0, 0.1875, 0.75, 1.5])
  }
}
