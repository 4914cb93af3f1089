import AnalogPass
import Networks
import SpikingEngine
import Tensors

/// Whether the biases of a layer are where they belong.
package struct BiasCheck: Equatable, Sendable {
  package var layer: String

  /// How often the bias flows in, compared with the analog network: 1 as it should be, 0 lost, 2
  /// twice.
  ///
  /// With the mean current I of a neuron behind analog activations, which should equal z, and its
  /// bias b: `1 + Σ (I - z)·b / Σ b²`.
  package var applied: Double?

  /// How far a channel's bias balances its mean input in the trained network, from the mean m of
  /// `W x` and the bias b of each channel: the slope of m over b.
  ///
  /// Batch normalization centres every channel, so that after folding the bias takes back the mean
  /// input, and the slope is near -1; biases that were doubled afterwards halve it.
  package var balance: Double?

  /// How closely m follows b, from 0 to 1: the square of their correlation.
  package var fit: Double?
}

/// What the bias checks sum up, image by image.
struct BiasSums: Sendable {
  /// Per layer: Σ (I - z)·b and Σ b² over neurons.
  private var excess: [Double]
  private var square: [Double]

  /// Per layer and channel: Σ of the driving operator's output over positions and images.
  private var outputs: [[Double]]
  private var count = 0

  init(layers: Int) {
    excess = Array(repeating: 0, count: layers)
    square = excess
    outputs = Array(repeating: [], count: layers)
  }

  mutating func add(_ context: DiagnosisContext, image: Tensor, pass: ForwardPass) {
    count += 1
    let layers = context.comparedLayers
    let network = context.packed.network
    let activations = Dictionary(
      uniqueKeysWithValues: layers.map { ($0, network.layers[$0].activation(in: pass)) })
    for (position, layer) in layers.enumerated() {
      guard let node = network.layers[layer].activationNode else { continue }
      let current = context.packed.meanCurrent(of: layer, stimulus: .image(image)) { source in
        context.packed.activation(of: source) { activations[$0] } ?? []
      }
      let description = network.layers[layer]
      let shape = description.shape
      let z = shape.populationOrder(
        description.scaled(pass.values(of: context.analog.nodes[node].inputs[0])))
      var bias = context.analog.channelBias(into: node)
      if !description.channelScale.isEmpty {
        for channel in bias.indices { bias[channel] /= description.channelScale[channel] }
      }
      guard !bias.isEmpty else { continue }
      for unit in current.indices {
        let b = Double(bias[unit % shape.channels])
        excess[position] += Double(current[unit] - z[unit]) * b
        square[position] += b * b
      }
      addOutputs(of: context.analog.driver(of: node), position, context.analog, pass)
    }
  }

  private mutating func addOutputs(
    of node: Int?, _ position: Int, _ analog: AnalogNetwork, _ pass: ForwardPass
  ) {
    guard let node else { return }
    let shape = analog.nodes[node].shape
    if outputs[position].isEmpty {
      outputs[position] = Array(repeating: 0, count: shape.channels)
    }
    for (unit, value) in pass.values(of: node).enumerated() {
      outputs[position][unit / shape.pixels] += Double(value) / Double(shape.pixels)
    }
  }

  func checks(of context: DiagnosisContext) -> [BiasCheck] {
    context.comparedLayers.enumerated().map { position, layer in
      let description = context.packed.network.layers[layer]
      var check = BiasCheck(layer: description.name)
      if square[position] > 0 { check.applied = 1 + excess[position] / square[position] }
      guard let node = description.activationNode, !outputs[position].isEmpty else { return check }
      let bias = context.analog.channelBias(into: node).map { Double($0) }
      let input = zip(outputs[position], bias).map { $0 / Double(count) - $1 }
      let (slope, fit) = line(through: input, over: bias)
      check.balance = slope
      check.fit = fit
      return check
    }
  }
}

/// The slope of a least squares line and the square of the correlation; `nil` without spread.
private func line(through y: [Double], over x: [Double]) -> (slope: Double?, fit: Double?) {
  let count = Double(max(x.count, 1))
  let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
  let (xx, xy, yy) = zip(x, y).reduce((0.0, 0.0, 0.0)) { sums, point in
    let (dx, dy) = (point.0 - meanX, point.1 - meanY)
    return (sums.0 + dx * dx, sums.1 + dx * dy, sums.2 + dy * dy)
  }
  guard xx > 0, yy > 0 else { return (nil, nil) }
  return (xy / xx, xy * xy / (xx * yy))
}

extension AnalogNetwork {
  /// The operator with weights whose result an activation receives, alone or first in a sum.
  func driver(of activation: Int) -> Int? {
    var node = nodes[activation].inputs[0]
    while true {
      let traits = nodes[node].operation.traits
      if traits.weights != nil { return node }
      guard traits.role == .routing else { return nil }
      node = nodes[node].inputs[0]
    }
  }

  /// The biases of that operator, one per channel; empty without one.
  func channelBias(into activation: Int) -> [Float] {
    driver(of: activation).flatMap { nodes[$0].operation.weights?.bias.elements } ?? []
  }
}
