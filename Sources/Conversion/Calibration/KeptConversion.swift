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

    package init(
      biasCurrent: [Float], initialPotential: InitialPotential, weights: [Int: [Float]]
    ) {
      self.biasCurrent = biasCurrent
      self.initialPotential = initialPotential
      self.weights = weights
    }
  }

  /// One per spiking layer, in the order of `AnalogNetwork.activations`.
  package var thresholds: [Float]

  /// One per layer of the spiking network; empty where the images have changed none.
  package var layers: [Layer]

  package init(thresholds: [Float], layers: [Layer]) {
    self.thresholds = thresholds
    self.layers = layers
  }

  /// - Parameter plain: The network before calibration images have changed it.
  /// - Returns: `nil` where the network could not be made of it again, bit by bit.
  init?(thresholds: [Float], of network: SpikingNetwork, before plain: SpikingNetwork) {
    self.thresholds = thresholds
    guard network != plain else {
      layers = []
      return
    }
    guard network.layers.count == plain.layers.count else { return nil }
    layers = zip(network.layers, plain.layers).map { layer, plain in
      Layer(
        biasCurrent: layer.biasCurrent, initialPotential: layer.initialPotential,
        weights: layer.weights.filter { $1 != plain.weights[$0] })
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
