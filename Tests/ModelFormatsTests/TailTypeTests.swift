import ModelFormats
import Networks
import Tasks
import Testing

/// Types of what is computed behind all layers: whole numbers, and floats of other sizes.
@Suite struct TailTypeTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("w", [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]),
    Models.floats("infinite", [], [.infinity]), Models.integers("three", [3], shape: []),
    Models.integers("minus", [-3], shape: []), Models.integers("large", [1 << 40], shape: []),
    Models.integers("odd", [1 << 24 + 1], shape: []), double("vast", 1e200),
    double("nothing", 1e-200), double("half", 0.5), bytes("byte", 5),
  ]

  private static func double(_ name: String, _ number: Double) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = 11
      $0.doubleData = [number]
    }
  }

  private static func bytes(_ name: String, _ number: Int32) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = 2
      $0.int32Data = [number]
    }
  }

  /// Three numbers `m` behind a layer, and the nodes.
  private func network(_ nodes: [Onnx_NodeProto]) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(
      from: Models.model(
        [Models.node("MatMul", ["x", "w"], "z"), Models.node("Max", ["z", "z"], "m")] + nodes,
        Self.tensors, input: [1, 3], operatorSet: 18), file: "m.onnx", tail: .always)
  }

  private func results(_ nodes: [Onnx_NodeProto], of numbers: [Float]) throws -> [Float] {
    let tail = try #require(try network(nodes).tail)
    return tail.outputs(of: [numbers])[0]
  }

  private func refusal(_ nodes: [Onnx_NodeProto]) -> String {
    do throws(FormatError) {
      _ = try network(nodes)
      return ""
    } catch { return error.description }
  }

  private static func cast(_ input: String, _ output: String, to type: Int) -> Onnx_NodeProto {
    Models.node("Cast", [input], output, name: "cast", [Models.attribute("to", type)])
  }

  /// What onnxruntime 1.32 makes of them.
  @Test(
    arguments: [
      (7, [-2.75, 300.9, 0.5], [-2, 300, 0]), (6, [-2.75, 300.9, 0.5], [-2, 300, 0]),
      (2, [-1.5, 300.9, 1000], [255, 44, 232]), (3, [-129.5, 200, 128], [127, -56, -128]),
      (9, [-0.5, 0, 2], [1, 0, 1]), (10, [1e6, 2049, -0.1], [.infinity, 2048, -0.099975586]),
      (16, [1.005, 257, -0.1], [1.0078125, 256, -0.10009765625]),
      (11, [1.5, -2, 0], [1.5, -2, 0]),
    ] as [(Int, [Float], [Float])])
  func castsGiveNumbersOfTheType(type: Int, numbers: [Float], expected: [Float]) throws {
    let nodes = [Self.cast("m", "c", to: type), Self.cast("c", "y", to: 1)]

    #expect(try results(nodes, of: numbers) == expected)
  }

  @Test(arguments: [("three", [-1, 2, 0]), ("minus", [1, -2, 0])] as [(String, [Float])])
  func quotientsOfWholeNumbersAreWhole(divisor: String, expected: [Float]) throws {
    let nodes = [
      Self.cast("m", "i", to: 7), Models.node("Div", ["i", divisor], "j"),
      Self.cast("j", "y", to: 1),
    ]

    #expect(try results(nodes, of: [-5.5, 8.9, 2]) == expected)
    let notes = try network(nodes).notes
    #expect(notes.contains { $0.contains("'cast'") && $0.contains("1048576") }, "\(notes)")
  }

  @Test func theNumberOfAClassIsWhole() throws {
    let nodes = [
      Models.node("ArgMax", ["m"], "i", [Models.attribute("axis", 1)]),
      Models.node("Div", ["i", "three"], "j"), Self.cast("j", "y", to: 1),
    ]

    #expect(try results(nodes, of: [1, 2, 7]) == [0])
    #expect(try network(nodes).notes.isEmpty)
  }

  /// Floats of other types are what they are again once they are cast.
  @Test func floatsAreDividedAsSuch() throws {
    let nodes = [
      Self.cast("m", "i", to: 7), Self.cast("i", "f", to: 11),
      Models.node("Mul", ["f", "half"], "y"),
    ]

    #expect(try results(nodes, of: [3.5, -1, 0]) == [1.5, -0.5, 0])
  }

  /// A result in floats of 16 bits is rounded, and not only its arguments.
  @Test func sumsOfHalfFloatsAreRounded() throws {
    let nodes = [
      Self.cast("m", "h", to: 10), Models.node("Add", ["h", "h"], "s"),
      Models.node("Mul", ["s", "h"], "y"),
    ]

    #expect(try results(nodes, of: [40000, 0.1, 33.375])[0] == .infinity)
    #expect(try results(nodes, of: [40000, 0.1, 33.375])[2] == 2228)
  }

  private static let inexact: [(String, [Onnx_NodeProto])] = [
    (
      "whole numbers beyond",
      [cast("m", "i", to: 7), Models.node("Add", ["i", "large"], "y", name: "sum")]
    ),
    ("16777217", [cast("m", "i", to: 7), Models.node("Add", ["i", "odd"], "y", name: "sum")]),
    (
      "beyond ±16777216",
      [
        cast("m", "i", to: 7), Models.node("Mul", ["i", "i"], "y", name: "sum"),
      ]
    ),
    ("'vast'", [Models.node("Mul", ["m", "vast"], "y", name: "sum")]),
    ("'nothing'", [Models.node("Mul", ["m", "nothing"], "y", name: "sum")]),
    (
      "uint8",
      [cast("m", "i", to: 2), Models.node("Add", ["i", "byte"], "y", name: "sum")]
    ),
    ("infinity", [Models.node("Clip", ["m", "infinite"], "y", name: "sum")]),
    ("int16", [Models.node("Cast", ["m"], "y", name: "sum", [Models.attribute("to", 5)])]),
    (
      "mean",
      [cast("m", "i", to: 7), Models.node("ReduceMean", ["i"], "y", name: "sum")]
    ),
  ]

  @Test(arguments: inexact.map(\.0))
  func whatFloatsDoNotHoldIsRefused(reason: String) throws {
    let nodes = try #require(Self.inexact.first { $0.0 == reason }).1

    let message = refusal(nodes)

    #expect(message.contains("'sum'") && message.contains(reason), "\(message)")
  }
}
