import ModelFormats
import Networks
import Testing

/// Names that are equal to Swift, since they look alike, but not to the file: an é as one character
/// and as a letter with an accent.
@Suite struct AlikeNamesTests {
  typealias Models = ONNXModels

  private static let (composed, apart) = ("\u{E9}", "e\u{301}")

  private func weights(of network: AnalogNetwork) -> [Float] {
    network.nodes.flatMap { node -> [Float] in
      if case .affine(let layer) = node.operation { layer.weight.elements } else { [] }
    }
  }

  /// Weights and values of ONNX.
  private var model: Onnx_ModelProto {
    Models.model(
      [
        Models.node("MatMul", ["x", "w\(Self.composed)"], Self.composed),
        Models.node("Relu", [Self.composed], Self.apart),
        Models.node("MatMul", [Self.apart, "w\(Self.apart)"], "y"),
      ],
      [
        Models.floats("w\(Self.composed)", [1, 1], [2]),
        Models.floats("w\(Self.apart)", [1, 1], [3]),
      ], input: [1, 1])
  }

  @Test func weightsAndValuesOfONNXAreTwo() throws {
    #expect(weights(of: try ONNXReader.network(from: model, file: "m.onnx")) == [2, 3])
  }

  /// What is asked for by name is the one of that name.
  @Test(arguments: [composed, apart]) func outputsOfONNXAreTwo(name: String) throws {
    let network = try ONNXReader.network(from: model, file: "m.onnx", outputs: [name])

    #expect(weights(of: network) == [2])
    // Input and weights, and what rectifies them.
    #expect(network.nodes.count == (name.utf8.elementsEqual(Self.apart.utf8) ? 3 : 2))
  }

  /// Nodes and edges of NIR.
  @Test func nodesOfNIRAreTwo() throws {
    var sketch = NIRSketch.small
    let plain = try sketch.read().network
    (sketch.types[Self.composed], sketch.types["fc"]) = (sketch.types["fc"], nil)
    (sketch.parameters[Self.composed], sketch.parameters["fc"]) = (sketch.parameters["fc"], nil)
    (sketch.types["lif"], sketch.parameters["lif"]) = (nil, nil)
    sketch.extras["/node/nodes/\(Self.apart)/type"] = .texts(["LIF"], [])
    for (key, value) in NIRSketch.leaky(3) {
      sketch.extras["/node/nodes/\(Self.apart)/\(key)"] = value
    }
    sketch.edges = [
      ("input", Self.composed), (Self.composed, Self.apart), (Self.apart, "output"),
    ]

    let network = try sketch.read().network

    #expect(network.layers.map(\.name) == plain.layers.map(\.name))
    #expect(network.layers.map(\.neuron) == plain.layers.map(\.neuron))
  }
}
