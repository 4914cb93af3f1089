import AnalogPass
import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Layers in which nothing is active on the calibration images.
@Suite struct SilentLayerTests {
  /// A residual network of two blocks, one of whose convolutions never lets anything through.
  private func network(silencing number: Int) -> AnalogNetwork {
    var network = Example.residual.network(seed: 3)
    let node = network.nodes[network.activations[number]].inputs[0]
    silence(node, of: &network)
    return network
  }

  private func silence(_ node: Int, of network: inout AnalogNetwork) {
    guard case .convolution(var layer) = network.nodes[node].operation else {
      // Of a sum the first part.
      silence(network.nodes[node].inputs[0], of: &network)
      return
    }
    for channel in layer.bias.elements.indices { layer.bias.elements[channel] = -1000 }
    network.nodes[node].operation = .convolution(layer)
  }

  private static let methods = ["max", "robust", "half", "mmse", "light", "adafire", "ltb"]

  /// The inner activations of the blocks are 1 and 3; the answer reaches around them.
  @Test(arguments: [1, 3], methods)
  func aSilentBranchHasTheLargestThreshold(number: Int, method: String) throws {
    let analog = network(silencing: number)
    let image = analog.randomImage(seed: 3)
    for isChannelWise in [false, true] {
      var calibration = Calibration(network: analog, count: 1, threads: 1, image: { _ in image })
      let recipe = try ConversionRecipe.named(
        method, steps: 64, options: isChannelWise ? ["channel-wise": .flag(true)] : [:])
      let network = try recipe.converted(analog, calibration: &calibration)
      let positions = network.layers.indices.filter { network.layers[$0].activationNode != nil }
      let thresholds = positions.map { (position) -> Float? in
        let layer = network.layers[position]
        return layer.channelThresholds.max() ?? layer.neuron.threshold
      }
      let name = analog.nodes[analog.nodes[analog.activations[number]].inputs[0]].name

      #expect(calibration.silentLayers == [name])
      #expect(thresholds[number] == thresholds.compactMap(\.self).max())

      var counts = network.layers.map { _ in 0 }
      var simulation = Simulation(PackedNetwork(network), stimulus: .image(image))
      simulation.advance(by: 64, on: Engine()) { layer, population, _ in
        counts[layer] += population.output.indices.indices.count
      }
      #expect(counts[positions[number]] == 0 && counts[positions[0]] > 0)
    }
  }

  @Test func whatReachesAroundSilenceConverges() throws {
    let analog = network(silencing: 1)
    let image = analog.randomImage(seed: 3)
    var calibration = Calibration(network: analog, count: 1, threads: 1, image: { _ in image })
    let network = try ConversionRecipe.named("max").converted(analog, calibration: &calibration)
    var simulation = Simulation(PackedNetwork(network), stimulus: .image(image))
    simulation.advance(by: 4000, on: Engine())
    var pass = ForwardPass(analog)
    let logits = pass.activations(of: image).logits

    for (sum, logit) in zip(simulation.readout, logits) {
      #expect(abs(sum / 4000 - logit) <= 0.02 * (logits.map(abs).max() ?? 1))
    }
  }

  /// Everything passes the first activation, and the sums at the end of the blocks.
  @Test(arguments: [0, 2, 4], methods)
  func silenceThatNothingPassesIsRefused(number: Int, method: String) throws {
    let analog = network(silencing: number)
    let image = analog.randomImage(seed: 3)
    var calibration = Calibration(network: analog, count: 1, threads: 1, image: { _ in image })
    let name = analog.nodes[analog.nodes[analog.activations[number]].inputs[0]].name

    #expect(throws: ConversionError.silentLayer(name: name)) {
      try ConversionRecipe.named(method, steps: 64).converted(analog, calibration: &calibration)
    }
  }

  /// A threshold of 0 that somebody gives is none.
  @Test func aThresholdOfZeroIsNotTakenForSilence() throws {
    let analog = network(silencing: 1)
    var calibration = Calibration(network: analog)
    let name = analog.nodes[analog.nodes[analog.activations[1]].inputs[0]].name

    #expect(throws: ConversionError.invalidThreshold(layer: name, value: 0)) {
      try ConversionRecipe.named("max").converted(
        analog, calibration: &calibration, thresholds: [1, 0, 1, 1, 1])
    }
  }
}
