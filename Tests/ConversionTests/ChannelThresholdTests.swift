import AnalogPass
import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors
import Testing

/// A threshold for each channel.
@Suite struct ChannelThresholdTests {
  /// Calibrated on the image itself, so that nothing is cut off.
  private func converted(
    _ analog: AnalogNetwork, _ image: Tensor, method: String, isChannelWise: Bool = true
  ) throws -> SpikingNetwork {
    var calibration = Calibration(
      network: analog, count: 1, threads: 1, image: { _ in image })
    let options: OptionValues = isChannelWise ? ["channel-wise": .flag(true)] : [:]
    return try ConversionRecipe.named(method, options: options)
      .converted(analog, calibration: &calibration)
  }

  /// However layers are wired, rates come to the trained network's answer.
  @Test(arguments: Example.allCases, ["max", "half", "bistable12"])
  func everyWiringConverges(example: Example, method: String) throws {
    let analog = example.network(seed: 3)
    let image = analog.randomImage(seed: 3)
    let network = try converted(analog, image, method: method)
    var simulation = Simulation(PackedNetwork(network), stimulus: .image(image))
    let steps = method == "bistable12" ? network.firstReadout + 24 : 4000
    simulation.advance(by: steps, on: Engine())
    let time = Float(network.outputTime(atStep: steps))
    var pass = ForwardPass(analog)
    let logits = pass.activations(of: image).logits
    let size = logits.map(abs).max() ?? 1

    #expect(network.layers.contains { !$0.channelScale.isEmpty })
    for (sum, logit) in zip(simulation.readout, logits) {
      #expect(abs(sum / time - logit) <= 0.02 * size, "\(logits)")
    }
  }

  /// What is told of a layer, potentials and analog values, is in the same units.
  @Test func ratesAreThoseOfTheActivationsInTheUnitsOfTheLayer() throws {
    let analog = Example.residual.network(seed: 5)
    let image = analog.randomImage(seed: 5)
    let network = try converted(analog, image, method: "max")
    var simulation = Simulation(PackedNetwork(network), stimulus: .image(image))
    let steps = 4000
    var charge = network.layers.map { Array(repeating: Float(0), count: $0.shape.count) }
    simulation.advance(by: steps, on: Engine()) { layer, population, _ in
      for event in population.output.indices.indices {
        charge[layer][Int(population.output.indices[event])] += population.output.values[event]
      }
    }
    var pass = ForwardPass(analog)
    let references = network.references(from: pass.activations(of: image))
    for (layer, reference) in references.enumerated() {
      guard let reference else { continue }
      let threshold = try #require(network.layers[layer].neuron.threshold)
      #expect(reference.activation.max() ?? 0 <= threshold * 1.0001)
      for (sum, activation) in zip(charge[layer], reference.activation) {
        #expect(abs(sum / Float(steps) - activation) <= 0.03 * threshold)
      }
    }
  }

  /// Every channel reaches its own threshold on the calibration images.
  @Test func theLargestActivationOfAChannelIsItsThreshold() throws {
    let analog = Example.convolutional.network(seed: 2)
    let image = analog.randomImage(seed: 2)
    let network = try converted(analog, image, method: "max")
    var pass = ForwardPass(analog)
    pass.run(image)

    for layer in network.layers {
      guard let node = layer.activationNode else { continue }
      let (values, pixels) = (pass.values(of: node), layer.shape.pixels)
      let largest = (0..<layer.shape.channels).map { channel in
        values[channel * pixels..<(channel + 1) * pixels].max() ?? 0
      }
      let whole = largest.max() ?? 0
      for (threshold, expected) in zip(layer.channelThresholds, largest) {
        // One that is silent has that of the layer.
        let expected = expected > 0 ? expected : whole
        #expect(abs(threshold - expected) <= 1e-6 * whole)
      }
    }
  }

  @Test func aMethodWithoutThresholdsOfChannelsSaysSo() throws {
    var builder = NetworkBuilder(input: MapShape(channels: 2), seed: 1)
    let fired = builder.activation(builder.affine(0, outputs: 3), .clipped(maximum: 1))
    _ = builder.affine(fired, outputs: 2)
    let analog = builder.network("clipped")

    #expect(throws: ConversionError.noChannelThresholds(method: "trained")) {
      try converted(analog, analog.randomImage(seed: 1), method: "trained")
    }
  }

  /// Calibration that simulates is in the units of the layer, too.
  @Test(arguments: ["light@16", "advanced@16", "adafire@8", "rts@16"])
  func calibratedMethodsConvert(method: String) throws {
    let analog = Example.convolutional.network(seed: 4)
    let image = analog.randomImage(seed: 4)
    let network = try converted(analog, image, method: method)
    var simulation = Simulation(PackedNetwork(network), stimulus: .image(image))
    let steps = method == "adafire@8" ? 8 : 16
    simulation.advance(by: steps, on: Engine())
    var pass = ForwardPass(analog)
    let logits = pass.activations(of: image).logits
    let error = zip(simulation.readout, logits).map { abs($0 / Float(steps) - $1) }.max() ?? 0

    #expect(error <= 0.25 * (logits.map(abs).max() ?? 1), "\(simulation.readout), \(logits)")
  }
}
