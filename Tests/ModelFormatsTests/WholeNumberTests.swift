import ModelFormats
import Networks
import Testing

/// Networks in whole numbers: by which scale they are written and read.
@Suite struct WholeNumberTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("scale", [], [0.01]), Models.floats("other", [], [0.02]),
    bytes("zero", [0]), bytes("middle", [128]), bytes("w", [1, 2], shape: [1, 2, 1, 1]),
  ]

  private static func bytes(_ name: String, _ values: [Int32], shape: [Int] = [])
    -> Onnx_TensorProto
  {
    .with {
      $0.name = name
      $0.dataType = 2
      $0.dims = shape.map { Int64($0) }
      $0.int32Data = values
    }
  }

  private func network(_ nodes: [Onnx_NodeProto]) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(from: Models.model(nodes, Self.tensors), file: "m.onnx")
  }

  private func refusal(_ nodes: [Onnx_NodeProto]) -> String {
    do throws(FormatError) {
      _ = try network(nodes)
      return ""
    } catch { return error.description }
  }

  /// Another scale would go by unnoticed: numbers are kept as those that are stood for.
  @Test(arguments: [("other", "zero"), ("scale", "middle")])
  func theyAreReadByTheScaleThatWroteThem(scale: String, zero: String) {
    let message = refusal([
      Models.node("QuantizeLinear", ["x", "scale", "zero"], "q", name: "writer"),
      Models.node(
        "MaxPool", ["q"], "p", [Models.attribute("kernel_shape", [2, 2])]),
      Models.node("DequantizeLinear", ["p", scale, zero], "y", name: "reader"),
    ])

    #expect(message.contains("'reader'") && message.contains("'writer'"), "\(message)")
    #expect(message.contains("quantise the model again"), "\(message)")
  }

  /// torchvision writes casts of bytes to bytes between quantised layers.
  @Test func aCastThatKeepsAllNumbersDoesNothing() throws {
    func nodes(_ type: Int, _ scale: String = "scale") -> [Onnx_NodeProto] {
      [
        Models.node("QuantizeLinear", ["x", "scale", "middle"], "q", name: "writer"),
        Models.node("Cast", ["q"], "c", name: "cast", [Models.attribute("to", type)]),
        Models.node("DequantizeLinear", ["c", scale, "middle"], "y", name: "reader"),
      ]
    }

    #expect(try network(nodes(2)).nodes.count == 1)
    #expect(refusal(nodes(2, "other")).contains("'writer'"))
    for (type, reason) in [(3, "makes int8 of uint8"), (1, "takes whole numbers for what")] {
      let message = refusal(nodes(type))
      #expect(message.contains("'cast'") && message.contains(reason), "\(message)")
      #expect(message.contains("quantise the model"), "\(message)")
    }
  }

  /// A bound that follows an activation is its own; one that cuts nothing off is none.
  @Test func aReLUIsCutOffWhereItsNumbersEnd() throws {
    for (zero, maximum) in [("zero", Float(2.55)), ("middle", 1.27)] {
      let network = try network([
        Models.node("Relu", ["x"], "r"),
        Models.node("QuantizeLinear", ["r", "scale", zero], "q"),
        Models.node("DequantizeLinear", ["q", "scale", zero], "y"),
      ])

      guard case .activation(.clipped(let found)) = network.nodes[1].operation else {
        Issue.record("\(network.nodes)")
        return
      }
      #expect(network.nodes.count == 2 && abs(found - maximum) < 1e-6)
    }
  }

  /// Where other nodes read the ReLU too, it stays what it is.
  @Test func aReLUThatOthersReadIsNotCutOff() throws {
    let network = try network([
      Models.node("Relu", ["x"], "r"),
      Models.node("QuantizeLinear", ["r", "scale", "zero"], "q"),
      Models.node("DequantizeLinear", ["q", "scale", "zero"], "d"),
      Models.node("Add", ["d", "r"], "y"),
    ])

    #expect(network.nodes[1].operation == .activation(.relu))
  }

  /// Behind a leaky ReLU the range of unsigned numbers is a ReLU of its own.
  @Test func whatFallsBelowZeroIsCutOffThere() throws {
    let network = try network([
      Models.node("LeakyRelu", ["x"], "l"),
      Models.node("MaxPool", ["l"], "p", [Models.attribute("kernel_shape", [2, 2])]),
      Models.node("QuantizeLinear", ["p", "scale", "zero"], "q"),
      Models.node("DequantizeLinear", ["q", "scale", "zero"], "y"),
    ])

    let clips = network.nodes.filter {
      if case .activation(.clipped) = $0.operation { true } else { false }
    }
    #expect(clips.count == 1)
  }

  @Test func productsOfUnscaledNumbersNeedTheirScale() {
    let message = refusal([
      Models.node("QuantizeLinear", ["x", "scale", "zero"], "q", name: "writer"),
      Models.node("ConvInteger", ["q", "w", "zero"], "c", name: "product"),
      Models.node("Cast", ["c"], "f", [Models.attribute("to", 1)]),
      Models.node("Mul", ["f", "scale"], "y"),
    ])

    #expect(message.contains("'product'") && message.contains("'writer'"), "\(message)")
    #expect(message.contains("QDQ"), "\(message)")
  }

  /// Numbers of classes are whole, others become it only by rounding.
  @Test func onlyChoicesAreWhole() throws {
    let cast = Models.node("Cast", ["a"], "y", name: "cast", [Models.attribute("to", 7)])
    let flat = Models.node("Flatten", ["x"], "f")
    let choice = Models.node("ArgMax", ["f"], "a", [Models.attribute("axis", 1)])

    #expect(throws: Never.self) { try network([flat, choice, cast]) }
    let message = refusal([flat, Models.node("Relu", ["f"], "a"), cast])
    #expect(message.contains("'cast'") && message.contains("whole numbers"), "\(message)")
  }
}
