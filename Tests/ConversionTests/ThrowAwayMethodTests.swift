import AnalogPass
import Conversion
import ExampleNetworks
import Foundation
import Networks
import SpikingEngine
import Testing

/// A method that the program does not have: the largest activation over a gain.
private struct Amplified: StatisticsMethod {
  static let descriptor = MethodDescriptor(
    "amplified", aliases: ["amp"], options: [gain], menuForms: ["amplified", "amplified3"]
  ) { values, _ in
    Amplified(gain: values.integer(of: gain))
  }

  private static let gain = ConversionOption(
    "gain", .integer(standard: 2, 1...9), help: "How much louder than max, 1 to 9.",
    shortForm: .number(example: 4, unit: "times"))

  let gain: Int

  var title: String { "\(name) x\(gain)" }

  func thresholds(
    for network: AnalogNetwork, statistics: ActivationStatistics
  ) throws(ConversionError) -> [Float] {
    try Max().thresholds(for: network, statistics: statistics).map { $0 / Float(gain) }
  }

  func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try Max().spikingNetwork(from: network, thresholds: thresholds)
  }
}

/// All that a method needs is its declaration: the standard registry and one more.
@Suite struct ThrowAwayMethodTests {
  private let registry: MethodRegistry

  init() {
    var registry = MethodRegistry.standard
    registry.methods.append(Amplified.descriptor)
    self.registry = registry
  }

  @Test(
    arguments: [
      ("amplified", [:], "amplified x2"), ("amplified", ["gain": .number(5)], "amplified x5"),
      ("amplified7", [:], "amplified x7"), ("amp7-half", [:], "amplified x7, half charge"),
    ] as [(String, OptionValues, String)])
  func namesAndOptionsAreUnderstood(name: String, values: OptionValues, title: String) throws {
    let choice = try registry.choice(MethodRequest(name, values: values))

    #expect(choice.recipe.title == title && choice.label == name)
  }

  @Test func itIsOfferedAndListed() throws {
    let network = Example.perceptron.network(seed: 1)
    let error = try #require(throws: MethodError.self) {
      try registry.choice(MethodRequest("magic"))
    }

    #expect(registry.names.last == "amplified")
    #expect(registry.options.count { $0.name == "gain" } == 1)
    #expect(registry.menu(for: network).suffix(2) == ["amplified", "amplified3"])
    #expect(error.description.contains("bistable, amplified, and short forms: amplified4 (1 to 9"))
    #expect(registry.words(for: ["gain": .number(5)]) == ["--gain", "5"])
  }

  @Test func valuesOutOfRangeAreRefused() throws {
    let request = MethodRequest("max", values: ["gain": .number(10)])
    let error = try #require(throws: MethodError.self) { try registry.choice(request) }

    #expect(error.description == "'--gain' is 10, but must lie between 1 and 9.")
    #expect(throws: MethodError.self) { try registry.choice(MethodRequest("amplified10")) }
  }

  @Test func itCanBeComparedWith() throws {
    let first = MethodRequest("robust", values: ["gain": .number(3)])
    let titles = try ["amplified", "amplified:gain=4,half-charge", "amplified5"].map {
      try registry.secondRun($0, beside: first, steps: 8).title
    }

    #expect(titles == ["amplified x3", "amplified x4, half charge", "amplified x5"])
    #expect(throws: MethodError.self) {
      try registry.secondRun("amplified:gain=0", beside: first, steps: 8)
    }
  }

  @Test func aRequestForItSurvivesAFile() throws {
    let request = MethodRequest("amplified", values: ["gain": .number(4)])

    let written = try JSONEncoder().encode(request)
    let read = try JSONDecoder().decode(MethodRequest.self, from: written)

    #expect(read == request)
    #expect(try registry.choice(read).recipe.title == "amplified x4")
  }

  @Test func itConvertsAndRuns() throws {
    let network = Example.perceptron.network(seed: 3)
    var calibration = Calibration(network: network, count: 4, threads: 1) {
      network.randomImage(seed: $0)
    }
    let recipe = try registry.choice(MethodRequest("amplified4")).recipe
    let plain = try ConversionRecipe.named("max").converted(network, calibration: &calibration)

    let spiking = try recipe.converted(network, calibration: &calibration)
    var simulation = Simulation(
      PackedNetwork(spiking), stimulus: .image(network.randomImage(seed: 9)))
    for _ in 0..<20 { simulation.advance() }

    for (layer, other) in zip(spiking.layers, plain.layers) where layer.activationNode != nil {
      #expect(layer.neuron.threshold == other.neuron.threshold.map { $0 / 4 })
    }
    #expect(simulation.readout.contains { $0 != 0 })
  }
}
