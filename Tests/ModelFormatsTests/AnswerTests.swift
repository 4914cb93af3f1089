import AnalogPass
import Foundation
import ModelFormats
import Networks
import Tensors
import Testing

/// Functions of single numbers at the very end: each keeps the sign of its logit, and so the class
/// of a network with one output as well as the order of several.
@Suite struct AnswerTests {
  typealias Models = ONNXModels

  private static let layers = [
    Models.node("Gemm", ["x", "w"], "h"), Models.node("Relu", ["h"], "r"),
    Models.node("Gemm", ["r", "v"], "value"), Models.node("Gemm", ["r", "p"], "policy"),
  ]

  private static let weights = [
    Models.floats("w", [2, 2], [1, -1, 0.5, 2]), Models.floats("v", [2, 1], [0.5, -1]),
    Models.floats("p", [2, 3], [1, 2, 3, -1, 0.5, 2]),
  ]

  private func network(
    _ nodes: [Onnx_NodeProto], outputs: [String], tail: TailReading = .never
  ) throws -> AnalogNetwork {
    var model = Models.model(Self.layers + nodes, Self.weights, input: [1, 2])
    model.graph.output = outputs.map { name in .with { $0.name = name } }
    return try ONNXReader.network(from: model, file: "m.onnx", tail: tail)
  }

  @Test func oneTangentIsALogitForSpikes() throws {
    let network = try network([Models.node("Tanh", ["value"], "y")], outputs: ["y"])
    var pass = ForwardPass(network)
    let image = Tensor(shape: [2, 1, 1], elements: [1, 2])

    pass.run(image)

    // r = [2, 3], and the value is 1 - 3.
    #expect(network.nodes.last?.operation == .answer(.tanh))
    #expect(network.nodes[network.logits].operation.traits.role == .weighing)
    #expect(pass.output == [tanh(Float(-2))])
    #expect(pass.activations(of: image).outputs == [[-2]])
  }

  /// What a policy and a value are to be chosen by, in either order.
  @Test(arguments: [["share", "y"], ["y", "share"]])
  func aTangentMayStandBesideOtherOutputs(outputs: [String]) throws {
    let network = try network(
      [
        Models.node("Softmax", ["policy"], "share"), Models.node("Tanh", ["value"], "t"),
        Models.node("Identity", ["t"], "y"),
      ], outputs: outputs)

    #expect(network.outputs.map(\.name) == outputs)
    let counts = network.results.map(\.shape.count)
    #expect(counts == outputs.map { $0 == "y" ? 1 : 3 })
    #expect(network.tail == nil)
  }

  /// To whoever wants every number of the file, it is one.
  @Test func aTangentIsComputedWhereItIsAskedFor() throws {
    let network = try network(
      [Models.node("Tanh", ["value"], "y")], outputs: ["y"], tail: .always)

    #expect(network.tail != nil)
  }
}
