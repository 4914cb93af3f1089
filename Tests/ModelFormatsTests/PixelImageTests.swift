import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Images of bytes, which a file scales itself; results are computed by hand.
@Suite struct PixelImageTests {
  typealias Models = ONNXModels

  private static let constants = [
    Models.floats("divisor", [], [64]), Models.floats("mean", [1, 2, 1, 1], [0.5, 0.25]),
    Models.floats("scale", [], [0.5]), Models.floats("scales", [2], [0.5, 0.25]),
    Models.floats("example", [], [0]), byte("zero", 128), byte("two", 2),
    Models.integers("list", [0, -1]), Models.floats("twice", [4], [1, 1, 2, 2]),
  ]

  private static func byte(_ name: String, _ value: Int32) -> Onnx_TensorProto {
    .with { ($0.name, $0.dataType, $0.int32Data) = (name, 2, [value]) }
  }

  /// A model of an image of two channels and one row.
  private func model(
    _ nodes: [Onnx_NodeProto], type: Int32 = 2, shape: [Int] = [1, 2, 1, 2]
  ) -> Onnx_ModelProto {
    var model = Models.model(nodes, Self.constants, input: shape)
    model.graph.input[0].type.tensorType.elemType = type
    return model
  }

  private func result(_ model: Onnx_ModelProto) throws -> [Float] {
    let network = try ONNXReader.network(from: model, file: "m.onnx")
    #expect(network.takesPixels)
    var pass = ForwardPass(network)
    pass.run(Tensor(shape: [2, 1, 2], elements: [0, 100, 200, 255]))
    return pass.output
  }

  private func refusal(_ model: Onnx_ModelProto) -> String {
    do throws(FormatError) {
      _ = try ONNXReader.network(from: model, file: "m.onnx")
      return "no refusal"
    } catch {
      return error.description
    }
  }

  private static func cast(_ source: String, _ result: String, to type: Int) -> Onnx_NodeProto {
    Models.node("Cast", [source], result, name: "cast", [Models.attribute("to", type)])
  }

  /// To floats of any size.
  @Test(arguments: [1, 10, 11, 16])
  func castsKeepPixels(type: Int) throws {
    #expect(try result(model([Self.cast("x", "y", to: type)])) == [0, 100, 200, 255])
  }

  @Test func pixelsAreScaledByTheFile() throws {
    let nodes = [
      Self.cast("x", "f", to: 1), Models.node("Div", ["f", "divisor"], "s"),
      Models.node("Sub", ["s", "mean"], "y"),
    ]

    #expect(try result(model(nodes)) == [-0.5, 1.0625, 2.875, 3.734375])
  }

  @Test func bytesMayBeMovedFirst() throws {
    let turned = Models.node("Transpose", ["x"], "t", [Models.attribute("perm", [0, 3, 1, 2])])
    let nodes = [
      turned, Models.node("Reshape", ["t", "list"], "r"), Models.node("Shape", ["r"], "s"),
      Models.node("CastLike", ["r", "example"], "y"),
    ]
    var model = model(nodes, shape: [1, 1, 2, 2])

    model.graph.output.append(.with { $0.name = "s" })
    let network = try ONNXReader.network(from: model, file: "m.onnx")
    var pass = ForwardPass(network)
    pass.run(Tensor(shape: [2, 1, 2], elements: [0, 100, 200, 255]))

    // As [rows, columns, channels], channels come first.
    #expect(pass.output == [0, 100, 200, 255])
  }

  @Test(arguments: [
    (["scale"], [Float(0), 50, 100, 127.5]), (["scale", "zero"], [-64, -14, 36, 63.5]),
  ])
  func scalesOfWholeNumbersHoldForPixels(further: [String], right: [Float]) throws {
    let node = Models.node("DequantizeLinear", ["x"] + further, "y")

    #expect(try result(model([node])) == right)
  }

  /// There `200 + 100` is 44.
  @Test(arguments: ["Add", "Mul", "Relu", "Max", "Resize", "QuantizeLinear"])
  func computingWithBytesIsRefused(operation: String) {
    let arguments =
      operation == "Resize" ? ["x", "", "twice"] : operation == "Relu" ? ["x"] : ["x", "two"]
    let nodes = [
      Models.node(operation, arguments, "b", name: "early"), Self.cast("b", "y", to: 1),
    ]
    let text = refusal(model(nodes))

    #expect(text.contains("'early'") && text.contains("computes with the bytes of the image 'x'"))
    #expect(text.contains("cast it to floats first"), "\(text)")
  }

  @Test(arguments: [3, 6, 9])
  func castsToOtherWholeNumbersAreRefused(type: Int) {
    let text = refusal(model([Self.cast("x", "i", to: type), Self.cast("i", "y", to: 1)]))

    #expect(text.contains("'cast'") && text.contains("whole numbers"), "\(text)")
  }

  @Test func aScaleForEachChannelIsRefused() {
    let node = Models.node(
      "DequantizeLinear", ["x", "scales"], "y", [Models.attribute("axis", 1)])

    #expect(refusal(model([node])).contains("one for all is possible"))
  }

  @Test(arguments: [Int32(0), 3, 6, 7, 9])
  func otherWholeNumbersAreNoImage(type: Int32) {
    let text = refusal(model([Self.cast("x", "y", to: 1)], type: type))

    #expect(text.contains("neither of floating-point numbers nor of bytes"), "\(text)")
  }

  @Test(arguments: [Int32(1), 10, 11])
  func floatsAreNoBytes(type: Int32) throws {
    let model = model([Models.node("Relu", ["x"], "y")], type: type)

    #expect(try !ONNXReader.network(from: model, file: "m.onnx").takesPixels)
  }
}
