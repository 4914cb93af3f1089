import Conversion
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// An example network, converted, with an image and what the analog network says about it.
package struct ExampleRun: Sendable {
  package let analog: AnalogNetwork
  package let image: Tensor
  package let network: SpikingNetwork
  package let packed: PackedNetwork
  package let references: [LayerReference?]
  package let logits: [Double]

  package init(
    _ analog: AnalogNetwork, method: any ConversionMethod = Robust(), seed: Int = 1,
    headroom: Float = 1
  ) throws {
    try self.init(
      analog, recipe: ConversionRecipe(method: method), seed: seed, headroom: headroom)
  }

  package init(
    _ analog: AnalogNetwork, method: any ConversionMethod, thresholds: [Float]
  ) throws {
    try self.init(analog, recipe: ConversionRecipe(method: method), thresholds: thresholds)
  }

  /// - Parameter thresholds: `nil` for the largest activations times `headroom`.
  package init(
    _ analog: AnalogNetwork, recipe: ConversionRecipe, seed: Int = 1, headroom: Float = 1,
    thresholds: [Float]? = nil
  ) throws {
    self.analog = analog
    image = analog.randomImage(seed: seed)
    let oracle = AnalogOracle(analog, image: image)
    let thresholds = thresholds ?? analog.thresholds(images: [image], headroom: headroom)
    var calibration = Calibration(network: analog)
    let network = try recipe.converted(analog, calibration: &calibration, thresholds: thresholds)
    self.network = network
    packed = PackedNetwork(network)
    references = network.layers.map { layer in
      layer.activationNode.map { node in
        LayerReference(
          preactivation: layer.shape.populationOrder(
            oracle.preactivation(node, of: analog).map { Float($0) }),
          activation: layer.shape.populationOrder(oracle.values[node].map { Float($0) }))
      }
    }
    logits = oracle.logits(of: analog)
  }

  package var setting: RunSetting {
    RunSetting(packed: packed, fanOut: packed.fanOutTable(), references: references)
  }

  package var simulation: Simulation { Simulation(packed, stimulus: .image(image)) }
}

extension AnalogNetwork {
  /// The largest activation of each layer on some images, times `headroom`; of a leaky one the
  /// largest |z|, because its neuron counts in both directions.
  package func thresholds(images: [Tensor], headroom: Float = 1) -> [Float] {
    let oracles = images.map { AnalogOracle(self, image: $0) }
    return activations.map { node in
      let isLeaky = if case .activation(.leaky) = nodes[node].operation { true } else { false }
      let largest =
        oracles.compactMap { oracle in
          isLeaky
            ? oracle.preactivation(node, of: self).map(abs).max() : oracle.values[node].max()
        }.max() ?? 0
      return largest > 0 ? Float(largest) * headroom : 1
    }
  }
}

/// How far two vectors lie apart, relative to the second.
package func relativeDistance(_ actual: [Float], _ expected: [Double]) -> Double {
  let difference = zip(actual, expected).reduce(0.0) {
    $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
  }
  return (difference / max(expected.reduce(0) { $0 + $1 * $1 }, 1e-30)).squareRoot()
}
