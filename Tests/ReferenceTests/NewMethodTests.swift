import AnalogPass
import Conversion
import Foundation
import ModelFormats
import Networks
import Proofs
import SpikingEngine
import Tensors
import Testing

/// Methods since 2023 against an independent numpy implementation (`make_methods.py`).
@Suite struct NewMethodTests {
  /// What the script has written.
  private struct Reference: Decodable {
    struct Run: Decodable {
      struct Layer: Decodable {
        var count: [Float]
        var v: [Float]
        var sent: [Float]
        var events: Int
      }

      var layers: [Layer]
      var output: [Float]
    }

    struct Thresholds: Decodable {
      var images: Int
      var batches: Int
      var max: [[Float]]
      var robust: [[Float]]
      var mmse: [[Float]]
      var ltb: [[Float]]

      enum CodingKeys: String, CodingKey {
        case images, batches, max, robust, ltb
        case mmse = "mmse@16"
      }
    }

    var image: [Float]
    var steps: Int
    var logits: [String: [Float]]
    var exact: [String: Run]
    var thresholds: Thresholds
  }

  private var folder: URL { Proofs.references.appending(path: "methods") }

  private func reference() throws -> Reference {
    try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: folder.appending(path: "methods.json")))
  }

  /// The small network of a kind, with all neurons of a layer alike.
  private func network(
    _ kind: String, thresholds: [Float], _ method: any ConversionMethod = Max()
  ) throws -> SpikingNetwork {
    let analog = try ONNXReader.network(at: folder.appending(path: "\(kind).onnx").path)
    return try method.spikingNetwork(from: analog, thresholds: thresholds)
  }

  /// Spikes, potentials and outputs, all to the bit: every sum over inputs is exact in single
  /// precision.
  private func expectEqual(_ spiking: SpikingNetwork, _ name: String) throws {
    let reference = try reference()
    let expected = try #require(reference.exact[name])
    var simulation = Simulation(
      PackedNetwork(spiking),
      stimulus: .image(Tensor(shape: [2, 6, 6], elements: reference.image)))
    let layers = spiking.firingLayers.indices
    var sent = layers.map { Array(repeating: Float(0), count: spiking.layers[$0].shape.count) }
    var events = layers.map { _ in 0 }
    simulation.advance(by: reference.steps, on: Engine()) { layer, population, _ in
      guard layers.contains(layer) else { return }
      let output = population.output
      events[layer] += output.count
      for event in output.indices.indices {
        sent[layer][Int(output.indices[event])] += output.values[event]
      }
    }

    for (layer, expected) in zip(layers, expected.layers) {
      let description = spiking.layers[layer]
      let potentials = simulation.populations[layer].membranePotential
      #expect(events[layer] == expected.events, "\(name), layer \(layer)")
      #expect(
        description.unscaled(description.shape.unitOrder(sent[layer])) == expected.sent,
        "\(name), layer \(layer)")
      #expect(
        description.unscaled(description.shape.unitOrder(potentials)) == expected.v,
        "\(name), layer \(layer)")
    }
    #expect(simulation.readout == expected.output, "\(name)")
  }

  @Test func plainNeuronsEqualTheReference() throws {
    try expectEqual(network("relu", thresholds: [0.5, 0.5]), "integrate")
  }

  @Test func thresholdsOfChannelsEqualTheReference() throws {
    let balance = ThresholdBalance(channels: [[0.5, 0.125, 1], [0.25, 1, 0.5, 0.125]])
    let spiking = try network("relu", thresholds: balance.thresholds)

    try expectEqual(spiking.scaled(by: balance), "channels")
  }

  @Test func aLateReadoutEqualsTheReference() throws {
    var spiking = try network("relu", thresholds: [0.5, 0.5])
    spiking.readoutStart = 13

    try expectEqual(spiking, "late")
  }

  @Test func spikesAreTakenBackAsInTheReference() throws {
    try expectEqual(network("relu", thresholds: [1, 0.125], SNM()), "snm")
    var spiking = try network("relu", thresholds: [0.5, 0.5])
    for layer in spiking.firingLayers.indices {
      spiking.layers[layer].neuron = .signed(threshold: 0.5, negativeThreshold: 1 / 1024)
      spiking.layers[layer].initialPotential = .uniform(0.25)
    }
    try expectEqual(spiking, "fast")
  }

  /// Means are rounded, by the same operations in the same order.
  @Test func differentialCodingEqualsTheReference() throws {
    let plain = try network("relu", thresholds: [0.5, 0.5], Differential(levels: 1))
    try expectEqual(plain, "differential")
    try expectEqual(network("relu", thresholds: [2, 2], Differential(levels: 4)), "differential4")
    var clipped = try network("relu", thresholds: [0.5, 0.5], Differential(levels: 2))
    for layer in clipped.firingLayers.indices {
      clipped.layers[layer].neuron = .differential(threshold: 0.5, levels: 2, maximum: 0.5)
    }
    try expectEqual(clipped, "differential clipped")
  }

  /// Every sum of the trained network is exact, too.
  @Test(arguments: ["relu", "leaky", "prelu"])
  func logitsEqualTheReference(kind: String) throws {
    let reference = try reference()
    let analog = try ONNXReader.network(at: folder.appending(path: "\(kind).onnx").path)
    var pass = ForwardPass(analog)

    pass.run(Tensor(shape: [2, 6, 6], elements: reference.image))

    #expect(pass.output == reference.logits[kind])
  }

  /// Through ONNX files with LeakyRelu and with PRelu.
  @Test(arguments: ["leaky", "prelu"])
  func leakyActivationsEqualTheReference(kind: String) throws {
    try expectEqual(network(kind, thresholds: [0.5, 0.5]), kind)
  }

  @Test func thresholdsOfChannelsAreThoseOfTheReference() throws {
    let expected = try reference().thresholds
    guard let files = ReferenceNetwork.lenet.files(for: "thresholds of channels") else { return }
    let bench = try ReferenceBench(model: files.model, images: files.images)
    var calibration = Calibration(
      network: bench.network, count: expected.images, threads: 2, image: { try bench.input($0) })
    let methods: [(any ConversionMethod, [[Float]])] = [
      (Max(), expected.max), (Robust(), expected.robust), (MMSE(steps: 16), expected.mmse),
      (LocalThresholdBalancing(batches: expected.batches), expected.ltb),
    ]
    for (method, expected) in methods {
      let thresholds = try method.channelThresholds(
        for: bench.network, calibration: &calibration)
      #expect(thresholds.map(\.count) == expected.map(\.count))
      for (actual, expected) in zip(thresholds.flatMap(\.self), expected.flatMap(\.self)) {
        #expect(abs(actual - expected) <= 1e-4 * expected + 1e-6, "\(method.name)")
      }
    }
  }
}
