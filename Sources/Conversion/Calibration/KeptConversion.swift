import Networks
import Tensors

/// What a conversion has learned from calibration images, apart from what follows without them.
package struct KeptConversion: Equatable, Sendable {
  package struct Layer: Equatable, Sendable {
    /// As in `SpikingLayer`.
    package var biasCurrent: [Float]
    package var initialPotential: InitialPotential

    /// The weights that were fitted, by the number of the stage that has them, counted over all
    /// projections.
    package var weights: [Int: [Float]]

    /// The burst neurons that were chosen by simulation; `nil` where they are as before it.
    package var bursts: BurstNeuron?

    /// As in `SpikingLayer`, of a layer whose neurons were chosen.
    package var channelScale: [Float]

    package init(
      biasCurrent: [Float], initialPotential: InitialPotential, weights: [Int: [Float]],
      bursts: BurstNeuron? = nil, channelScale: [Float] = []
    ) {
      self.biasCurrent = biasCurrent
      self.initialPotential = initialPotential
      self.weights = weights
      self.bursts = bursts
      self.channelScale = channelScale
    }
  }

  /// The thresholds.
  package var balance: ThresholdBalance

  /// One per layer of the spiking network; empty where the images have changed none.
  package var layers: [Layer]

  package init(_ balance: ThresholdBalance, layers: [Layer]) {
    self.balance = balance
    self.layers = layers
  }

  /// Whether the thresholds can be those of this network.
  func suits(_ network: AnalogNetwork) -> Bool { balance.suits(network) }

  /// - Parameter plain: The network before calibration images have changed it.
  /// - Returns: `nil` where the network could not be made of it again, bit by bit.
  init?(_ balance: ThresholdBalance, of network: SpikingNetwork, before plain: SpikingNetwork) {
    self.balance = balance
    guard network != plain else {
      layers = []
      return
    }
    guard network.layers.count == plain.layers.count else { return nil }
    layers = zip(network.layers, plain.layers).map { layer, plain in
      Layer(
        biasCurrent: layer.biasCurrent, initialPotential: layer.initialPotential,
        weights: layer.weights.filter { $1 != plain.weights[$0] },
        bursts: layer.neuron == plain.neuron ? nil : layer.neuron.bursts,
        channelScale: layer.neuron == plain.neuron ? [] : layer.channelScale)
    }
    guard applied(to: plain) == network else { return nil }
  }

  /// The network after the calibration.
  ///
  /// - Parameter plain: The network with these thresholds before it.
  /// - Returns: `nil` where this is of another network.
  func applied(to plain: SpikingNetwork) -> SpikingNetwork? {
    guard !layers.isEmpty else { return plain }
    guard layers.count == plain.layers.count else { return nil }
    var network = plain
    for (index, kept) in layers.enumerated() {
      guard network.layers[index].take(kept) else { return nil }
    }
    return network
  }
}

extension NeuronParameters {
  fileprivate var bursts: BurstNeuron? {
    if case .burst(let neuron) = self { neuron } else { nil }
  }
}

extension SpikingLayer {
  /// The weights of all stages that have any, by their numbers.
  fileprivate var weights: [Int: [Float]] {
    var weights: [Int: [Float]] = [:]
    for (number, stage) in projections.flatMap(\.stages).enumerated() {
      weights[number] = stage.operation.weights?.weight.elements
    }
    return weights
  }

  /// - Returns: Whether it suits the layer; else the layer is of no more use.
  fileprivate mutating func take(_ kept: KeptConversion.Layer) -> Bool {
    guard kept.biasCurrent.isEmpty || kept.biasCurrent.count == shape.channels,
      kept.biasCurrent.allSatisfy(\.isFinite)
    else { return false }
    switch kept.initialPotential {
    case .rest: break
    case .uniform(let potential): guard potential.isFinite else { return false }
    case .perNeuron(let potentials):
      guard potentials.count == shape.count, potentials.allSatisfy(\.isFinite) else { return false }
    }
    if let chosen = kept.bursts {
      guard chosen.fault(in: shape) == nil, kept.channelScale.count == channelScale.count,
        kept.channelScale.allSatisfy({ $0 > 0 && $0 <= 1 })
      else { return false }
      (neuron, channelScale) = (.burst(chosen), kept.channelScale)
    }
    biasCurrent = kept.biasCurrent
    initialPotential = kept.initialPotential
    var number = 0
    var taken = 0
    for projection in projections.indices {
      for stage in projections[projection].stages.indices {
        defer { number += 1 }
        guard let elements = kept.weights[number] else { continue }
        guard var weights = projections[projection].stages[stage].operation.weights,
          weights.weight.count == elements.count, elements.allSatisfy(\.isFinite)
        else { return false }
        weights.weight = Tensor(shape: weights.weight.shape, elements: elements)
        projections[projection].stages[stage].operation.weights = weights
        taken += 1
      }
    }
    return taken == kept.weights.count
  }
}
