import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Networks in whole numbers: what scales and zero points must be.
@Suite struct QuantizationTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("scale", [], [0.01]), Models.floats("other", [], [0.02]),
    Models.floats("zero_scale", [], [0]), Models.floats("negative", [], [-0.01]),
    Models.floats("unknown", [], [.nan]), Models.floats("vast", [], [1e38]),
    Models.floats("square", [1, 1], [0.01]), Models.floats("scales", [2], [0.01, 0.02]),
    half("half", 0.01), tensor("z", 3, [0]), tensor("unsigned", 2, [0]),
    tensor("one", 3, [0], [1]), tensor("two", 3, [0, 0], [2]), tensor("short", 5, [0]),
    Models.floats("float_zero", [], [0]), tensor("w", 3, [1, 2, 3, 4], [2, 2, 1, 1]),
    Models.floats("float_w", [2, 2, 1, 1], [1, 2, 3, 4]),
    Models.integers("long_w", [1, 2, 3, 4], shape: [2, 2, 1, 1]), tensor("twelve", 3, [12]),
  ]

  private static func tensor(
    _ name: String, _ type: Int32, _ values: [Int32], _ shape: [Int64] = []
  ) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = type
      $0.dims = shape
      $0.int32Data = values
    }
  }

  private static func half(_ name: String, _ value: Float16) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = 10
      $0.int32Data = [Int32(value.bitPattern)]
    }
  }

  private func network(_ nodes: [Onnx_NodeProto]) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(
      from: Models.model(nodes, Self.tensors, operatorSet: 21), file: "m.onnx")
  }

  private func refusal(_ nodes: [Onnx_NodeProto]) -> String {
    do throws(FormatError) {
      _ = try network(nodes)
      return ""
    } catch { return error.description }
  }

  /// A convolution with weights that a node makes of quantised ones.
  private func weights(_ inputs: [String]) -> [Onnx_NodeProto] {
    [
      Models.node(
        "DequantizeLinear", inputs, "d", name: "weights", [Models.attribute("axis", 0)]),
      Models.node("Conv", ["x", "d"], "y"),
    ]
  }

  @Test(arguments: [
    ["w", "scale"], ["w", "scale", "z"], ["w", "scale", "one"], ["w", "scales", "two"],
  ])
  func suitableWeightsAreRead(inputs: [String]) throws {
    #expect(refusal(weights(inputs)) == "")
  }

  @Test(
    arguments: [
      (["w", "scale", "unsigned"], "the zero point 'unsigned' has the type uint8, but 'w' int8"),
      (["w", "scale", "float_zero"], "'float_zero' has the type float32"),
      (["float_w", "scale", "z"], "'float_w' has the type float32"),
      (["long_w", "scale"], "'long_w' has the type int64"),
      (["w", "square", "z"], "the scale 'square' has the shape [1, 1]"),
      (["w", "scales", "one"], "there are 1 zero points 'one' for 2 scales 'scales'"),
      (["w", "scale", "two"], "there are 2 zero points 'two' for 1 scales 'scale'"),
      (["w", "zero_scale", "z"], "the scale 'zero_scale' is 0.0; it must be above zero"),
      (["w", "negative", "z"], "the scale 'negative' is -0.01; it must be above zero"),
      (["w", "unknown", "z"], "the scale 'unknown' is nan; it must be above zero"),
      (
        ["w", "scale", "short"], "the element type int16 is not known; quantise the model to 8 bits"
      ),
    ] as [([String], String)])
  func otherWeightsAreRefused(inputs: [String], reason: String) {
    let message = refusal(weights(inputs))

    #expect(message.contains(reason), "\(message)")
    #expect(message.contains("'weights'") || message.contains("'short'"), "\(message)")
  }

  @Test func scalesHaveOneType() {
    let message = refusal([
      Models.node("QuantizeLinear", ["x", "scale", "z"], "q"),
      Models.node("DequantizeLinear", ["q", "scale", "z"], "v"),
      Models.node("DequantizeLinear", ["w", "half", "z"], "d", name: "weights"),
      Models.node("Conv", ["v", "d"], "y"),
    ])

    #expect(message.contains("'weights'") && message.contains("float16, beside"), "\(message)")
  }

  /// Signed bytes are no ReLU, also where an attribute says that they are signed.
  @Test func theTypeOfBytesMayBeAnAttribute() throws {
    let nodes = [
      Models.node("QuantizeLinear", ["x", "scale"], "q", [Models.attribute("output_dtype", 3)]),
      Models.node("DequantizeLinear", ["q", "scale"], "y"),
    ]

    let network = try network(nodes)

    #expect(network.nodes.count == 1, "\(network.nodes)")
    #expect(
      network.notes.last?.contains("what lies beyond -1.28 to 1.27 at 'QuantizeLinear_q'") == true,
      "\(network.notes)")
    for (zero, type, reason) in [
      ("unsigned", 3, "output_dtype is int8"), ("", 5, "int16"), ("short", 0, "int16"),
    ] {
      let message = refusal([
        Models.node(
          "QuantizeLinear", ["x", "scale", zero], "y", name: "writer",
          [Models.attribute("output_dtype", type)])
      ])
      #expect(message.contains("'writer'") || message.contains("'short'"), "\(message)")
      #expect(message.contains(reason), "\(message)")
    }
  }

  @Test func rangesBeyondFloatsAreRefused() {
    let message = refusal([Models.node("QuantizeLinear", ["x", "vast", "z"], "y", name: "writer")])

    #expect(message.contains("'writer'") && message.contains("infinite"), "\(message)")
  }

  /// What is bounded already is not cut off a second time.
  @Test func boundedRangesAreNotNoted() throws {
    let network = try network([
      Models.node("Relu", ["x"], "r"), Models.node("QuantizeLinear", ["r", "scale", "z"], "q"),
      Models.node("MaxPool", ["q"], "p", [Models.attribute("kernel_shape", [2, 2])]),
      Models.node("DequantizeLinear", ["p", "scale", "z"], "d"),
      Models.node("QuantizeLinear", ["d", "scale", "z"], "e"),
      Models.node("DequantizeLinear", ["e", "scale", "z"], "y"),
    ])

    #expect(network.notes.count == 1 && !network.notes[0].contains("beyond"), "\(network.notes)")
  }

  // By the range of an image.

  private static func dynamic(
    zero: String = "zx", by scale: String = "factor", then nodes: [Onnx_NodeProto] = []
  ) -> [Onnx_NodeProto] {
    var quantization = Models.node("DynamicQuantizeLinear", ["x"], "q", name: "writer")
    quantization.output += ["sx", "zx"]
    return [
      quantization, Models.node("ConvInteger", ["q", "w", zero, "z"], "c", name: "product"),
      Models.node("Cast", ["c"], "f", [Models.attribute("to", 1)]),
      Models.node("Mul", ["sx", "scale"], "factor"),
      Models.node("Mul", ["factor", "sx"], "square_factor"),
      Models.node("Mul", ["f", scale], "s"),
    ] + (nodes.isEmpty ? [Models.node("Relu", ["s"], "y")] : nodes)
  }

  @Test func aDynamicScaleIsTakenOnce() throws {
    let whole = try network(Self.dynamic())
    let parts = try network(
      Self.dynamic(by: "scale", then: [Models.node("Mul", ["s", "sx"], "y")]))

    for network in [whole, parts] {
      guard case .convolution(let layer) = network.nodes[1].operation else {
        Issue.record("\(network.nodes)")
        return
      }
      let weights = layer.weight.elements
      #expect(abs(weights[0] - 0.01) < 1e-6 || weights[0] == 1, "\(weights)")
    }
  }

  @Test(
    arguments: [
      ("no zero point", dynamic(zero: ""), "without its zero point"),
      ("another zero point", dynamic(zero: "unsigned"), "without its zero point"),
      ("no scale", dynamic(by: "scale"), "without its scale"),
      ("the square of the scale", dynamic(by: "square_factor"), "by its scale twice"),
      (
        "the scale twice", dynamic(then: [Models.node("Mul", ["s", "sx"], "y", name: "product2")]),
        "by its scale twice"
      ),
      (
        "for others",
        dynamic(then: [
          Models.node("Relu", ["s"], "r"), Models.node("Mul", ["r", "sx"], "y", name: "product2"),
        ]), "for other numbers"
      ),
      (
        "floats of whole numbers",
        dynamic(then: [
          Models.node("Cast", ["q"], "g", name: "product2", [Models.attribute("to", 1)]),
          Models.node("Conv", ["g", "float_w"], "v"), Models.node("Add", ["s", "v"], "y"),
        ]), "without its scale"
      ),
    ] as [(String, [Onnx_NodeProto], String)])
  func otherUsesOfADynamicScaleAreRefused(
    name: String, nodes: [Onnx_NodeProto], reason: String
  ) {
    let message = refusal(nodes)

    #expect(message.contains(reason) && message.contains("'writer'"), "\(message)")
    #expect(message.contains("'product"), "\(message)")
  }

  /// What onnxruntime's quantisation has for itself is the operator between whole numbers.
  @Test(
    arguments: [
      ("QLinearLeakyRelu", [], [Models.attribute("alpha", 0.25 as Float)], [0.5, -0.125]),
      ("QLinearMul", ["twelve", "scale", "z"], [], [0.06, -0.06]),
    ] as [(String, [String], [Onnx_AttributeProto], [Float])])
  func operatorsBetweenWholeNumbers(
    operation: String, second: [String], attributes: [Onnx_AttributeProto], right: [Float]
  ) throws {
    var node = Models.node(
      operation, ["q", "scale", "z"] + second + ["other", "z"], "m", attributes)
    node.domain = "com.microsoft"
    var pass = ForwardPass(
      try network([
        Models.node("QuantizeLinear", ["x", "scale", "z"], "q"), node,
        Models.node("DequantizeLinear", ["m", "other", "z"], "y"),
      ]))
    pass.run(Tensor(shape: [2, 4, 4], elements: (0..<32).map { $0 < 16 ? 0.5 : -0.5 }))

    for (number, wanted) in zip([pass.output[0], pass.output[31]], right) {
      #expect(abs(number - wanted) < 1e-6)
    }
  }
}
