import Networks

extension SpikingNetwork {
  /// What every spike of each layer delivers; `nil` where that differs, or several of them may
  /// arrive at once where they are pooled.
  ///
  /// - Precondition: The network has its stages.
  var spikeUnits: [Float?] { layers.indices.map(spikeUnit) }

  private func spikeUnit(of layer: Int) -> Float? {
    let (neuron, projections) = (layers[layer].neuron, layers[layer].projections)
    guard neuron.pool != nil else {
      return neuron.wholeNumberObstacle == nil ? neuron.threshold : nil
    }
    guard projections.count == 1, case .layer(let source) = projections[0].source, source < layer,
      projections[0].stages.allSatisfy(\.operation.traits.movesOnly)
    else { return nil }
    return spikeUnit(of: source)
  }
}
