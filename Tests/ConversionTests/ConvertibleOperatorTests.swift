import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing

/// Depthwise and grouped convolutions, ReLU6, merges and concatenations: every layer of a converted
/// network comes as near to its activations as its code allows.
@Suite struct ConvertibleOperatorTests {
  /// The first layer has constant input, so that what remains of it is less than a threshold.
  @Test(arguments: Example.allCases, [1, 2])
  func theFirstLayerIsWithinAThresholdOverT(example: Example, seed: Int) throws {
    let run = try ExampleRun(example.network(seed: seed), seed: seed, headroom: 1.05)
    let threshold = try #require(run.network.layers[0].neuron.threshold)
    let reference = try #require(run.references[0])
    for steps in [10, 100, 1000] {
      let rates = run.meanCharges(steps: steps)[0]
      let isNear = zip(rates, reference.activation).allSatisfy {
        abs($0 - $1) <= 1.01 * threshold / Float(steps)
      }
      #expect(isNear, "T = \(steps)")
    }
  }

  /// Errors of deeper layers hold those of their sources too, but fall as 1/T like them.
  @Test(arguments: Example.allCases, [1, 2])
  func everyLayerConvergesAsOneOverT(example: Example, seed: Int) throws {
    let run = try ExampleRun(example.network(seed: seed), seed: seed, headroom: 1.05)
    let (early, late) = (run.distances(steps: 200), run.distances(steps: 3200))
    for (index, layer) in run.network.layers.enumerated() where layer.activationNode != nil {
      #expect(late[index] < 0.01, "\(layer.name)")
      #expect(late[index] < early[index] / 4, "\(layer.name)")
    }
  }

  /// A layer drops less than its last digit, and inherits as much from each layer before it; eight
  /// such shares are more than the deepest of these networks adds up.
  @Test(arguments: Example.allCases, [6, 8, 10, 12])
  func everyLayerIsAsPreciseAsItsBinaryDigits(example: Example, phases: Int) throws {
    for seed in [1, 2] {
      let run = try ExampleRun(
        example.network(seed: seed), method: Bistable(phases: phases), seed: seed, headroom: 1.02)
      let quantum = Double(sign: .plus, exponent: -phases, significand: 1)
      for (name, distance) in run.distancesOfFirstCycle(phases: phases) {
        #expect(distance < 8 * quantum, "\(name)")
      }
    }
  }

  /// Most neurons here are above the clip, so an unclipped rate would be far off.
  @Test(arguments: ["max", "robust", "half", "bistable", "rts", "mmse", "light", "advanced"])
  func aClipSaturatesTheRates(method: String) throws {
    let network = clipped(seed: 4)
    let recipe = try ConversionRecipe.named(method, steps: 1000)
    var calibration = Calibration(network: network, count: 20, threads: 1) {
      network.randomImage(seed: $0)
    }
    let spiking = try recipe.converted(network, calibration: &calibration)
    let image = network.randomImage(seed: 1)
    let oracle = AnalogOracle(network, image: image)
    let saturated = oracle.values[network.activations[0]].count { $0 == Double(Float(0.2)) }
    var simulation = Simulation(PackedNetwork(spiking), stimulus: .image(image))
    for _ in 0..<1000 { simulation.advance() }
    let output = simulation.readout.map { $0 / Float(spiking.outputTime(atStep: 1000)) }

    #expect(saturated > 10)
    #expect(relativeDistance(output, oracle.logits(of: network)) < 0.02)
  }

  /// What no image can help is said before any is looked at.
  @Test(arguments: ["burst", "bistable", "max"])
  func whatHasNoSpikingFormIsRefusedBeforeCalibration(method: String) throws {
    var builder = NetworkBuilder(input: MapShape(channels: 3), seed: 1)
    let active = builder.activation(
      builder.affine(0, outputs: 4),
      method == "max" ? .clamp(minimum: -1, maximum: 1) : .leaky(slopes: [0.1]))
    _ = builder.affine(active, outputs: 2)
    let network = builder.network("signed")
    let recipe = try ConversionRecipe.named(method, steps: 100)
    var calibration = Calibration(network: network, count: 20, threads: 1) { index in
      throw UnwantedImage(index: index)
    }

    #expect {
      try recipe.converted(network, calibration: &calibration)
    } throws: { error in
      guard case .unsupported(node: "act1", _, _)? = error as? ConversionError else { return false }
      return true
    }
    #expect(!calibration.wasAsked)
  }

  private struct UnwantedImage: Error {
    var index: Int
  }

  private func clipped(seed: Int) -> AnalogNetwork {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 5, width: 5), seed: seed)
    let clip = Activation.clipped(maximum: 0.2)
    let first = builder.activation(builder.convolution(0, channels: 4), clip)
    let second = builder.activation(builder.convolution(first, channels: 4, groups: 2), clip)
    _ = builder.affine(builder.flatten(second), outputs: 4)
    return builder.network("clipped")
  }
}

extension ExampleRun {
  /// The mean charge that each neuron delivers per step, by layer.
  fileprivate func meanCharges(steps: Int) -> [[Float]] {
    var simulation = simulation
    var charges = network.layers.map { Array(repeating: 0.0, count: $0.shape.count) }
    for _ in 0..<steps {
      simulation.advance()
      for (layer, population) in simulation.populations.enumerated() {
        for event in population.output.indices.indices {
          charges[layer][Int(population.output.indices[event])] +=
            Double(population.output.values[event])
        }
      }
    }
    return charges.map { $0.map { Float($0 / Double(steps)) } }
  }

  /// How far each layer's rates are from its activations.
  fileprivate func distances(steps: Int) -> [Double] {
    zip(meanCharges(steps: steps), references).map { rates, reference in
      reference.map { relativeDistance(rates, $0.activation.map(Double.init)) } ?? .nan
    }
  }

  /// How far the digits of the first cycle are from the activations.
  fileprivate func distancesOfFirstCycle(phases: Int) -> [(String, Double)] {
    var result: [(String, Double)] = []
    for (layer, parameters) in network.layers.enumerated() {
      guard let reference = references[layer] else { continue }
      // Its digits leave in window `delay`, counted from 0; before it the layer is silent.
      let steps = phases * (parameters.delay + 1)
      let charges = meanCharges(steps: steps)[layer].map { $0 * Float(steps) }
      result.append(
        (parameters.name, relativeDistance(charges, reference.activation.map(Double.init))))
    }
    return result
  }
}
