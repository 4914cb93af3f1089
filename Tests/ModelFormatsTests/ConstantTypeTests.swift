import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Constants are computed in the type that the file gives them; expected values are those of
/// onnxruntime where the standard leaves no choice.
@Suite struct ConstantTypeTests {
  typealias Models = ONNXModels

  private static func tensor(
    _ name: String, _ type: Int32, _ shape: [Int] = [], _ fill: (inout Onnx_TensorProto) -> Void
  ) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = type
      $0.dims = shape.map { Int64($0) }
      fill(&$0)
    }
  }

  private static func doubles(_ name: String, _ numbers: [Double]) -> Onnx_TensorProto {
    tensor(name, 11, [numbers.count]) { $0.doubleData = numbers }
  }

  private static func small(_ name: String, _ type: Int32, _ number: Int32) -> Onnx_TensorProto {
    tensor(name, type) { $0.int32Data = [number] }
  }

  private static let tensors = [
    doubles("huge", [1e8]), doubles("one", [1]), doubles("more", [1 + 1e-10]),
    doubles("hundred", [100]), doubles("share", [0.57]), small("byte", 2, 20), small("three", 2, 3),
    small("five", 2, 5), small("signed", 3, 100), small("least", 3, -128),
    small("word", 6, 2_000_000_000), Models.integers("odd", [1 << 24 + 1], shape: []),
    Models.integers("even", [1 << 24], shape: []), Models.integers("two", [2], shape: []),
    Models.integers("minus", [-1], shape: []), Models.integers("zero", [0], shape: []),
    Models.integers("most", [1 << 40], shape: []), Models.floats("f", [], [1.0003]),
    Models.floats("w", [], [0.1]), Models.floats("yes", [], [1]), Models.floats("no", [], [2]),
  ]

  /// The number `c` that the nodes make, as it is added to a zero.
  private func number(_ nodes: [Onnx_NodeProto]) throws -> Float {
    let cast = Models.node("Cast", ["c"], "n", [Models.attribute("to", 1)])
    let model = Models.model(
      nodes + [cast, Models.node("Add", ["x", "n"], "y")], Self.tensors, input: [1, 1, 1, 1])
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "m.onnx"))
    pass.run(Tensor(zeros: [1, 1, 1]))
    return pass.output[0]
  }

  private static func cast(_ from: String, _ to: String, as type: Int) -> Onnx_NodeProto {
    Models.node("Cast", [from], to, [Models.attribute("to", type)])
  }

  @Test func doublesKeepTheirDigits() throws {
    let sum = Models.node("Add", ["huge", "one"], "s")
    let less = Models.node("Less", ["one", "more"], "b")
    let product = Models.node("Mul", ["hundred", "share"], "p")

    #expect(try number([sum, Models.node("Sub", ["s", "huge"], "c")]) == 1)
    #expect(try number([less, Models.node("Where", ["b", "yes", "no"], "c")]) == 1)
    // In 64 bits it is 56.99999999999999.
    #expect(try number([product, Models.node("Floor", ["p"], "c")]) == 56)
  }

  @Test func wholeNumbersBeyondFloatsStayWhole() throws {
    let difference = Models.node("Sub", ["d", "even"], "c")
    let double = [Self.cast("odd", "a", as: 11), Self.cast("a", "d", as: 7)]
    let single = [Self.cast("odd", "a", as: 1), Self.cast("a", "d", as: 7)]
    let clip = Models.node("Clip", ["odd", "zero", "most"], "d")

    #expect(try number(double + [difference]) == 1)
    #expect(try number(single + [difference]) == 0)
    #expect(try number([clip, difference]) == 1)
  }

  @Test(arguments: [
    ("Mul", "byte", "byte", 144), ("Sub", "three", "five", 254), ("Add", "signed", "signed", -56),
    ("Add", "word", "word", -294_967_296), ("Pow", "two", "minus", 0), ("Pow", "two", "two", 4),
  ])
  func integersWrapToTheirWidth(operation: String, a: String, b: String, result: Float) throws {
    #expect(try number([Models.node(operation, [a, b], "c")]) == result)
  }

  @Test func theLeastNumberHasNoOpposite() throws {
    #expect(try number([Models.node("Neg", ["least"], "c")]) == -128)
    #expect(try number([Models.node("Abs", ["least"], "c")]) == -128)
  }

  @Test(arguments: [(10, 1), (16, 1), (11, 1.0003)] as [(Int, Float)])
  func floatsAreRoundedToTheirType(type: Int, result: Float) throws {
    #expect(try number([Self.cast("f", "c", as: type)]) == result)
  }

  @Test(arguments: [(10, 0.099975586), (16, 0.100097656)] as [(Int, Float)])
  func weightsAreRoundedToTheirType(type: Int, result: Float) throws {
    #expect(try number([Self.cast("w", "c", as: type)]) == result)
  }

  @Test(arguments: [
    Models.node("Add", ["one", "yes"], "c"), Models.node("Clip", ["odd", "", "one"], "c"),
    Models.node("Sqrt", ["two"], "c"), Models.node("Pow", ["zero", "minus"], "c"),
    Models.node("ReduceProd", ["words"], "c"),
  ])
  func whatHasNoResultIsRefused(node: Onnx_NodeProto) {
    let words = Self.tensor("words", 6, [2]) { $0.int32Data = [100_000, 100_000] }
    let cast = Self.cast("c", "n", as: 1)
    let model = Models.model(
      [node, cast, Models.node("Add", ["x", "n"], "y")], Self.tensors + [words],
      input: [1, 1, 1, 1])

    #expect(throws: FormatError.self) { try ONNXReader.network(from: model, file: "m.onnx") }
  }

  /// A constant of a larger shape repeats the map, also where all its numbers are the same.
  @Test(arguments: ["Max", "Min"])
  func boundsOfALargerShapeRepeatTheMap(operation: String) throws {
    let model = Models.model(
      [Models.node(operation, ["x", "z"], "y")],
      [Models.floats("z", [1, 4, 1, 1], [0, 0, 0, 0])], input: [1, 1, 1, 1])
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "m.onnx"))
    var image = Tensor(zeros: [1, 1, 1])
    image.elements = [operation == "Max" ? 2 : -2]

    pass.run(image)

    #expect(pass.output == Array(repeating: image.elements[0], count: 4))
  }

  /// A mask of constants chooses the same places of every image.
  @Test(arguments: [["m", "x", "f"], ["m", "f", "x"], ["m", "x", "t"]])
  func masksOfConstantsChoosePlaces(arguments: [String]) throws {
    let model = Models.model(
      [Models.node("Add", ["x", "x"], "t"), Models.node("Where", arguments, "y")],
      [
        Self.tensor("m", 9, [4]) { $0.int32Data = [1, 0, 0, 1] }, Models.floats("f", [], [-1e9]),
      ], input: [1, 1, 1, 4])
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "m.onnx"))
    var image = Tensor(zeros: [1, 1, 4])
    image.elements = [1, -2, 3, -4]

    pass.run(image)

    let values: [String: [Float]] = [
      "x": image.elements, "f": Array(repeating: -1e9, count: 4), "t": [2, -4, 6, -8],
    ]
    let expected = [true, false, false, true].enumerated().map { place, isFirst in
      values[arguments[isFirst ? 1 : 2]]?[place]
    }
    #expect(pass.output.map { $0 } == expected)
  }

  @Test func comparisonsWithALargerShapeAreRefused() {
    let model = Models.model(
      [Models.node("Greater", ["x", "z"], "b"), Models.node("Where", ["b", "x", "zero"], "y")],
      [Models.floats("z", [1, 4, 1, 1], [0, 0, 0, 0]), Models.floats("zero", [], [0])],
      input: [1, 1, 1, 1])

    #expect(throws: FormatError.self) { try ONNXReader.network(from: model, file: "m.onnx") }
  }

  /// A share of a larger shape is another map than the one it is compared with.
  @Test(arguments: [Float(2), -2])
  func mapsOfALargerShapeRepeatTheOther(number: Float) throws {
    let model = Models.model(
      [Models.node("Mul", ["x", "s"], "p"), Models.node("Max", ["x", "p"], "y")],
      [Models.floats("s", [1, 4, 1, 1], [0.5, 0.5, 0.5, 0.5])], input: [1, 1, 1, 1])
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "m.onnx"))

    pass.run(Tensor(shape: [1, 1, 1], elements: [number]))

    #expect(pass.output == Array(repeating: max(number, number / 2), count: 4))
  }
}
