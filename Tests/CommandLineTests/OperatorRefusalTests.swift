import Foundation
import ModelFormats
import Testing

/// Operators without a spiking form, inside the bundled network, before every command.
@Suite struct OperatorRefusalTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: Command.allCases, ["Sigmoid", "HardSwish", "Tanh"])
  func anActivationThatNoRateFollows(command: Command, operation: String) throws {
    let path = try Models.replacing("Relu", with: operation, in: scratch)
    try expectRefusal(
      command.arguments(path), 65, path, "\(operation) (node '/2/Relu')", "no firing rate follows",
      "train it again")
  }

  @Test(arguments: Command.allCases, ["LayerNormalization", "InstanceNormalization"])
  func aNormalizationThatCannotFold(command: Command, operation: String) throws {
    let path = try Models.replacing("Relu", with: operation, in: scratch)
    try expectRefusal(
      command.arguments(path), 65, path, "\(operation) (node '/2/Relu')", "what each image has",
      "batch normalization", "train it again")
  }

  @Test(arguments: Command.allCases)
  func aSigmoidInASqueezeExciteBranch(command: Command) throws {
    let gate = node("Sigmoid", ["squeezed"], "gate", name: "/se/Sigmoid")
    let path = try squeezeExcite([gate])
    try expectRefusal(
      command.arguments(path), 65, path, "Sigmoid (node '/se/Sigmoid')", "no firing rate follows",
      "train it again")
  }

  /// A gate that is a clip, as mobile networks have it: then the product cannot be converted.
  @Test(arguments: Command.allCases)
  func aProductOfTwoMaps(command: Command) throws {
    let gate = node("Relu", ["squeezed"], "gate", name: "/se/Relu")
    let path = try squeezeExcite([gate])
    try expectRefusal(
      command.arguments(path), 65, path, "'/se/Mul'", "only sums are possible", "train it again")
  }

  /// Weighs the channels behind the first activation by what they hold on average.
  private func squeezeExcite(_ gate: [Onnx_NodeProto]) throws -> String {
    try Models.save("se.onnx", in: scratch) { graph in
      let first = try #require(graph.node.firstIndex { $0.opType == "Relu" })
      let active = try #require(graph.node[first].output.first)
      for index in graph.node.indices where index > first {
        graph.node[index].input = graph.node[index].input.map { $0 == active ? "weighed" : $0 }
      }
      graph.node.insert(
        contentsOf: [node("GlobalAveragePool", [active], "squeezed", name: "/se/Pool")] + gate
          + [node("Mul", ["gate", active], "weighed", name: "/se/Mul")],
        at: first + 1)
    }
  }

  private func node(
    _ operation: String, _ inputs: [String], _ output: String, name: String
  ) -> Onnx_NodeProto {
    .with {
      $0.opType = operation
      $0.name = name
      $0.input = inputs
      $0.output = [output]
    }
  }
}
