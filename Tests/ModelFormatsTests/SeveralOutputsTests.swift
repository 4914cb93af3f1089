import AnalogPass
import Conversion
import ModelFormats
import Networks
import SpikingEngine
import Tensors
import Testing

/// Networks with several outputs, of which one may leave the graph in its middle.
@Suite struct SeveralOutputsTests {
  /// A ReLU that a convolution reads and that is an output behind weights of its own.
  private func model(outputs: [String] = ["main", "aux"]) -> Onnx_ModelProto {
    let weights = ONNXModels.floats("w", [2, 2, 1, 1], [1, -0.5, 0.25, 1])
    let further = ONNXModels.floats("w2", [1, 2, 1, 1], [0.5, 0.5])
    var model = ONNXModels.model(
      [
        ONNXModels.node("Conv", ["x", "w"], "c1"), ONNXModels.node("Relu", ["c1"], "r1"),
        ONNXModels.node("Conv", ["r1", "w2"], "aux"), ONNXModels.node("Conv", ["r1", "w"], "c2"),
        ONNXModels.node("Relu", ["c2"], "r2"), ONNXModels.node("Conv", ["r2", "w"], "main"),
      ], [weights, further])
    model.graph.output = outputs.map { name in .with { $0.name = name } }
    return model
  }

  private let image = Tensor(
    shape: [2, 4, 4], elements: (0..<32).map { Float($0 * 7 % 11) / 11 })

  @Test func allAreReadAndTheFirstAnswers() throws {
    let network = try ONNXReader.network(from: model(), file: "two.onnx")

    #expect(network.outputs.map(\.name) == ["main", "aux"])
    var pass = ForwardPass(network)
    let outputs = pass.activations(of: image).outputs
    #expect(outputs.map(\.count) == [32, 16] && pass.output == outputs[0])
  }

  @Test func whatIsAskedForIsReadInThisOrder() throws {
    let both = try ONNXReader.network(from: model(), file: "two.onnx", outputs: ["aux", "main"])
    let inner = try ONNXReader.network(from: model(), file: "two.onnx", outputs: ["r1"])

    #expect(both.outputs.map(\.name) == ["aux", "main"])
    #expect(inner.nodes.count == 3 && inner.activations == [inner.output])
    #expect(throws: FormatError.noSuchOutput(file: "f", name: "nix", outputs: ["main", "aux"])) {
      try ONNXReader.network(from: model(), file: "f", outputs: ["nix"])
    }
  }

  @Test func namesThatSayNothingAreTold() {
    var empty = model()
    empty.graph.output = []
    let twice = #expect(throws: FormatError.self) {
      try ONNXReader.network(from: model(), file: "f", outputs: ["aux", "aux"])
    }
    let none = #expect(throws: FormatError.self) { try ONNXReader.network(from: empty, file: "f") }

    #expect(twice?.description == "f: node 'aux': it stands twice in --outputs")
    #expect(none?.description.contains("it has no outputs") == true, "\(none?.description ?? "")")
  }

  /// Each readout accumulates what its own path delivers: over T it comes to the analog value, in
  /// both codings; in cycle coding the shorter path is heard sooner.
  @Test(arguments: ["max", "bistable:phases=8", "bistable:phases=8,no-sync"])
  func everyReadoutComesToItsOutput(method: String) throws {
    let network = try ONNXReader.network(from: model(), file: "two.onnx")
    var pass = ForwardPass(network)
    let expected = pass.activations(of: image).outputs
    let thresholds = network.activations.map { pass.values(of: $0).max() ?? 1 }
    let isSynchronous = !method.hasSuffix("sync")
    let conversion: any ConversionMethod =
      method == "max" ? Max() : Bistable(phases: 8, usesSynchronousNeurons: isSynchronous)
    let spiking = try conversion.spikingNetwork(from: network, thresholds: thresholds)

    #expect(spiking.readouts.count == 2)
    #expect(spiking.firingLayers.allSatisfy { $0.neuron != .readout })
    #expect(spiking.readouts.map { spiking.layers[$0].shape.count } == [32, 16])
    var simulation = Simulation(PackedNetwork(spiking), stimulus: .image(image))
    let steps = spiking.firstReadout + 8 * 2 * 60
    simulation.advance(by: method == "max" ? 2000 : steps, on: Engine())
    let outputs = try #require(simulation.meanOutputs)
    for (output, values) in zip(outputs, expected) {
      let difference = zip(output, values).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
      #expect(difference < 0.02, "\(method): \(difference)")
    }
    #expect(simulation.readout.count == 32)
  }
}
