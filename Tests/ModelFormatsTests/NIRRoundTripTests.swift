import Conversion
import ExampleNetworks
import Foundation
import ModelFormats
import Networks
import SpikingEngine
import Tensors
import Testing

/// Networks that are written as NIR and read again do the same.
@Suite struct NIRRoundTripTests {
  @Test(arguments: ContinuousExample.allCases, 0..<2)
  func continuousNeuronsSendTheSameSpikes(example: ContinuousExample, seed: Int) throws {
    let network = example.network(seed: seed)
    let (again, warnings) = try roundTrip(network)

    try expectSameSpikes(network, again, image: example.image(seed: seed))
    let isSoft = [.currentBased, .jumping, .integrators, .recurrent].contains(example)
    #expect(warnings.contains { $0.contains("subtracts the threshold") } == isSoft)
    #expect(warnings.contains { $0.contains("adds its input whole") } == (example == .jumping))
  }

  /// What fires only above its threshold does so behind a file, too; NIR's own rule is that one.
  @Test func theRuleOfFiringComesBack() throws {
    var network = ContinuousExample.leaky.network(seed: 0)
    for rule in [FiringRule.exceeding, .reaching] {
      for index in network.layers.indices {
        guard case .continuous(var neuron) = network.layers[index].neuron else { continue }
        neuron.firing?.rule = rule
        network.layers[index].neuron = .continuous(neuron)
      }
      let (again, _) = try roundTrip(network)

      #expect(again.layers.compactMap(\.neuron.dynamics?.firing?.rule).allSatisfy { $0 == rule })
    }
    let foreign = try NIRSketch.small.read()
    #expect(foreign.network.layers[0].neuron.dynamics?.firing?.rule == .exceeding)
    #expect(foreign.notes.contains { $0.contains("v > v_threshold") })
    let told = try NIRSketch.small.read(
      NIROptions(timeStep: 0.001, reset: .toZero, rule: .reaching))
    #expect(told.network.layers[0].neuron.dynamics?.firing?.rule == .reaching)
  }

  /// What NIR cannot say is named as what it is.
  @Test(arguments: [("differential", "no differential coding"), ("bistable", "no phases")])
  func codingsOtherThanRatesAreRefused(method: String, mention: String) throws {
    let network = try ExampleRun(
      Example.perceptron.network(seed: 4), recipe: .named(method)
    ).network

    #expect {
      _ = try roundTrip(network)
    } throws: {
      "\($0)".contains(mention)
    }
  }

  private static let methods: [any ConversionMethod] = [Max(), Hard(), RTS(steps: 16)]

  /// Thresholds, weights, biases and initial potentials come back to the bit.
  ///
  /// But for bias currents where several paths meet: NIR has one bias for both, which rounds.
  @Test(arguments: [Example.perceptron, .residual, .projected, .depthwise], 0..<3)
  func convertedNetworksSendTheSameSpikes(example: Example, method: Int) throws {
    guard example == .perceptron || method < 2 else { return }
    let analog = example.network(seed: 4)
    let images = (0..<2).map { analog.randomImage(seed: $0) }
    var network = try Self.methods[method].spikingNetwork(
      from: analog, thresholds: analog.thresholds(images: images, headroom: 0.8))
    network.layers[0].initialPotential = .uniform(0.25)
    network.layers[1].initialPotential = .perNeuron(
      (0..<network.layers[1].shape.count).map { Float($0) / 64 })
    let (again, _) = try roundTrip(network)

    #expect(again.layers.map(\.neuron) == network.layers.map(\.neuron))
    #expect(again.layers.map(\.initialPotential) == network.layers.map(\.initialPotential))
    for image in images { try expectSameSpikes(network, again, image: image) }
  }

  /// Names by the distance from the input would give one layer the name of another.
  @Test(arguments: [Example.residual, .projected, .depthwise, .perceptron])
  func layersKeepTheirNames(example: Example) throws {
    let analog = example.network(seed: 4)
    var network = try Max().spikingNetwork(
      from: analog,
      thresholds: analog.thresholds(images: [analog.randomImage(seed: 0)], headroom: 0.8))
    let renamed = network.layers.indices.map { "conv\(network.layers.count - $0)" }

    #expect(try roundTrip(network).0.layers.map(\.name) == network.layers.map(\.name))
    for index in network.layers.indices { network.layers[index].name = renamed[index] }
    #expect(try roundTrip(network).0.layers.map(\.name) == renamed)
  }

  /// Names from elsewhere that no layer can have, or two have, are none.
  @Test(arguments: ["a b", "\u{1B}[2J", "", "é", String(repeating: "a", count: 65), "out"])
  func namesThatSuitNobodyAreNotTaken(name: String) throws {
    var sketch = NIRSketch.small
    sketch.extras["/node/nodes/lif/metadata/layer_name"] = .texts([name], [])
    sketch.extras["/node/nodes/output/metadata/layer_name"] = .texts(["out"], [])

    #expect(try sketch.read().network.layers.map(\.name) == ["fc1", "out"])
  }

  @Test func whatNIRHasNoWordForIsRefused() throws {
    let analog = Example.perceptron.network(seed: 4)
    let thresholds = analog.thresholds(
      images: [analog.randomImage(seed: 0)], headroom: 0.8)
    let bistable = try Bistable(phases: 4).spikingNetwork(from: analog, thresholds: thresholds)
    var bursts = try Max().spikingNetwork(from: analog, thresholds: thresholds)
    bursts.layers[0].neuron = .burst(threshold: 1, maximumSpikes: 3)
    var corrected = try Max().spikingNetwork(from: analog, thresholds: thresholds)
    corrected.corrector = .residualMask(trialSteps: 4)
    var late = try Max().spikingNetwork(from: analog, thresholds: thresholds)
    late.readoutStart = 1

    for (network, name) in [
      (bistable, bistable.name), (bursts, bursts.layers[0].name), (corrected, corrected.name),
      (late, late.name),
    ] {
      do {
        _ = try roundTrip(network)
        Issue.record("it was written")
      } catch let error as FormatError {
        #expect(error.description.contains("'\(name)' cannot be written as NIR"))
      }
    }
  }

  private func roundTrip(_ network: SpikingNetwork) throws -> (SpikingNetwork, [String]) {
    try withFolder { folder in
      let file = folder.appending(path: "\(network.name).nir")
      let (content, untold) = try NIRWriter.encoded(network)
      try content.write(to: file)
      return (try model(at: file.path).network, untold)
    }
  }

  private func expectSameSpikes(
    _ network: SpikingNetwork, _ again: SpikingNetwork, image: Tensor
  ) throws {
    try #require(again.layers.map(\.shape) == network.layers.map(\.shape))
    let engine = Engine()
    var first = Simulation(PackedNetwork(network), stimulus: .image(image))
    var second = Simulation(PackedNetwork(again), stimulus: .image(image))
    for step in 1...48 {
      first.advance(by: 1, on: engine)
      second.advance(by: 1, on: engine)
      for (left, right) in zip(first.populations, second.populations) {
        #expect(left.output.indices == right.output.indices, "step \(step)")
        #expect(left.membranePotential == right.membranePotential, "step \(step)")
      }
    }
  }
}
