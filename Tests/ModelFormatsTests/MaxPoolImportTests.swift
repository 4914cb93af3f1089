import AnalogPass
import Conversion
import Foundation
import ModelFormats
import Networks
import SwiftProtobuf
import Tensors
import Testing

/// Activations behind max pools, as many networks have them, stand before them after the import.
@Suite struct MaxPoolImportTests {
  typealias Models = ONNXModels

  private static let weights: [Onnx_TensorProto] = [
    Models.floats("w", [3, 2, 3, 3], wave(54)), Models.floats("b", [3], [0.1, -0.2, 0.05]),
    Models.floats("scale", [3], [1.5, 0.5, 2]), Models.floats("shift", [3], [0.3, -0.1, 0.2]),
    Models.floats("mean", [3], [0.1, 0.2, -0.3]), Models.floats("var", [3], [1, 0.5, 2]),
    Models.floats("falling", [3], [1.5, -0.5, 2]),
    Models.floats("low", [], [0]), Models.floats("high", [], [0.6]),
  ]

  private static let convolution = Models.node(
    "Conv", ["x", "w", "b"], "c", name: "/conv", [Models.attribute("pads", [1, 1, 1, 1])])

  /// Numbers of both signs without a pattern that a window could hide.
  private static func wave(_ count: Int) -> [Float] {
    (0..<count).map { Float(sin(Double($0) * 12.9898) * 0.7) }
  }

  private static func pool(_ input: String, _ output: String, name: String) -> Onnx_NodeProto {
    Models.node(
      "MaxPool", [input], output, name: name,
      [
        Models.attribute("kernel_shape", [3, 3]), Models.attribute("strides", [2, 2]),
        Models.attribute("pads", [1, 1, 1, 1]),
      ])
  }

  private static func normalization(
    _ input: String, _ output: String, scale: String = "scale"
  ) -> Onnx_NodeProto {
    Models.node(
      "BatchNormalization", [input, scale, "shift", "mean", "var"], output, name: "/norm")
  }

  private func network(_ nodes: [Onnx_NodeProto]) throws -> AnalogNetwork {
    try ONNXReader.network(from: Models.model(nodes, Self.weights), file: "test.onnx")
  }

  private func output(of network: AnalogNetwork) -> [Float] {
    var pass = ForwardPass(network)
    pass.run(Tensor(shape: [2, 4, 4], elements: Self.wave(32).reversed()))
    return pass.output
  }

  @Test func anActivationComesBeforeThePoolThatItFollows() throws {
    let behind = try network([
      Self.convolution, Self.pool("c", "p", name: "/pool"),
      Models.node("Relu", ["p"], "y", name: "/act"),
    ])
    let before = try network([
      Self.convolution, Models.node("Relu", ["c"], "r", name: "/act"),
      Self.pool("r", "y", name: "/pool"),
    ])

    #expect(behind == before)
    #expect(behind.nodes.map(\.name) == ["input", "conv1", "relu1", "maxpool1"])
    #expect(behind.nodes.map(\.fileName) == ["x", "/conv", "/act", "/pool"])
    let map = MapShape(channels: 3, height: 4, width: 4)
    #expect(behind.nodes[2].shape == map)
    #expect(behind.nodes[3].shape == MapShape(channels: 3, height: 2, width: 2))
  }

  /// No rounding lies between the two orders.
  @Test(arguments: ["Relu", "Clip"])
  func theOutputIsTheSameBitByBit(operation: String) throws {
    var folded = try network([
      Self.convolution, Self.normalization("c", "n"), Self.pool("n", "p", name: "/pool"),
      Models.node(operation, operation == "Clip" ? ["p", "low", "high"] : ["p"], "y"),
    ])
    let moved = output(of: folded)
    let (active, pooled) = (folded.nodes[2], folded.nodes[3])
    folded.nodes[2].operation = pooled.operation
    folded.nodes[2].shape = pooled.shape
    folded.nodes[3].operation = active.operation

    #expect(output(of: folded) == moved)
    #expect(moved.contains { $0 > 0 })
  }

  @Test func anActivationPassesPoolAfterPool() throws {
    let network = try network([
      Self.convolution, Self.pool("c", "p", name: "/first"),
      Self.pool("p", "q", name: "/second"), Models.node("Relu", ["q"], "y", name: "/act"),
    ])

    #expect(network.nodes.map(\.fileName) == ["x", "/conv", "/act", "/first", "/second"])
    #expect(network.nodes.map(\.shape.height) == [4, 4, 4, 2, 1])
  }

  /// The normalization between them passes too, into the weights.
  @Test func aRisingNormalizationMovesAlong() throws {
    let behind = try network([
      Self.convolution, Self.pool("c", "p", name: "/pool"), Self.normalization("p", "n"),
      Models.node("Relu", ["n"], "y", name: "/act"),
    ])
    let before = try network([
      Self.convolution, Self.normalization("c", "n"),
      Models.node("Relu", ["n"], "r", name: "/act"), Self.pool("r", "y", name: "/pool"),
    ])

    #expect(behind == before)
    #expect(behind.nodes.map(\.name) == ["input", "conv1", "relu1", "maxpool1"])
  }

  /// A negative factor makes of the largest value the smallest.
  @Test func aFallingNormalizationTurnsThePool() throws {
    let network = try network([
      Self.convolution, Self.pool("c", "p", name: "/pool"),
      Self.normalization("p", "n", scale: "falling"), Models.node("Relu", ["n"], "y"),
    ])

    #expect(network.nodes.map(\.name) == ["input", "conv1", "relu1", "maxpool1"])
    guard case .maxPool(let pooling)? = network.nodes.last?.operation else {
      Issue.record("\(network.nodes) do not end in a pool")
      return
    }
    #expect(pooling.minima == [false, true, false])
  }

  /// What is pooled and has no activation gets signed neurons, once for all that pool it.
  @Test func currentsThatNoActivationFollowsAreSigned() throws {
    let nodes = [
      Self.convolution, Self.pool("c", "p", name: "/one"), Self.pool("c", "q", name: "/two"),
      Models.node("Relu", ["p"], "r", name: "/act"), Models.node("Add", ["p", "q"], "s"),
      Models.node("Add", ["s", "r"], "y"),
    ]
    let network = try network(nodes)

    #expect(
      network.nodes.map(\.name)
        == ["input", "conv1", "signed1", "maxpool1", "maxpool2", "relu1", "add1", "add2"])
    #expect(network.nodes[2].operation == .activation(.leaky(slopes: [1])))
    #expect(network.nodes[3].inputs == [2] && network.nodes[4].inputs == [2])
    #expect(network.notes.contains { $0.contains("'/one', '/two'") }, "\(network.notes)")
    #expect(throws: Never.self) {
      try Robust().spikingNetwork(from: network, thresholds: [1, 1])
    }
  }

  /// The largest of one number is that number, whatever its sign.
  @Test func aWindowOfOnePlaceSelects() throws {
    let network = try network([
      Self.convolution,
      Models.node(
        "MaxPool", ["c"], "y",
        [Models.attribute("kernel_shape", [1, 1]), Models.attribute("strides", [2, 2])]),
    ])

    #expect(network.nodes.count == 3 && network.notes.isEmpty)
    guard case .averagePool = network.nodes[2].operation else {
      Issue.record("\(network.nodes[2])")
      return
    }
    #expect(network.nodes[2].shape == MapShape(channels: 3, height: 2, width: 2))
  }

  /// Behind spikes a normalization makes currents of them, so it must stay behind the pool.
  @Test func aNormalizationOfPooledSpikesStays() throws {
    let network = try network([
      Self.convolution, Models.node("Relu", ["c"], "r"), Self.pool("r", "p", name: "/pool"),
      Self.normalization("p", "n"), Models.node("Relu", ["n"], "y"),
    ])

    #expect(network.nodes.map(\.name) == ["input", "conv1", "relu1", "maxpool1", "norm1", "relu2"])
    #expect(throws: Never.self) {
      try Robust().spikingNetwork(from: network, thresholds: [1, 1])
    }
  }

  /// What also reads the pool would see another value.
  @Test func aPoolThatOthersReadStays() throws {
    let network = try network([
      Self.convolution, Self.pool("c", "p", name: "/pool"),
      Models.node("Relu", ["p"], "r"), Models.node("Add", ["r", "p"], "y"),
    ])

    #expect(
      network.nodes.map(\.name) == ["input", "conv1", "signed1", "maxpool1", "relu1", "add1"])
    #expect(throws: Never.self) {
      try Robust().spikingNetwork(from: network, thresholds: [1, 1])
    }
    #expect {
      try Hard().spikingNetwork(from: network, thresholds: [1, 1])
    } throws: { error in
      guard case .unsupported("signed1", "/pool", let reason)? = error as? ConversionError else {
        return false
      }
      return reason.contains("numbers of both signs") && reason.contains("--method robust")
    }
  }
}
