import Networks

extension PackedNetwork {
  /// The analog activation that a layer stands for, in channels-last order.
  ///
  /// A synchronous neuron stands for that of its source, a max pool for the largest in each window.
  ///
  /// - Parameter known: The activations of layers that have one of their own.
  /// - Returns: `nil` where nothing is known.
  package func activation(of layer: Int, known: (Int) -> [Float]?) -> [Float]? {
    if let values = known(layer) { return values }
    let windows = layers[layer].windows
    guard windows != nil || network.isRelay(layer) else { return nil }
    var arriving: [Float] = []
    for projection in layers[layer].projections {
      guard case .layer(let source) = projection.source,
        let values = activation(of: source, known: known)
      else { return nil }
      if arriving.isEmpty {
        arriving = Array(repeating: 0, count: projection.last.map.target.count)
      }
      projection.deliver(SpikeEvents(nonzero: values), to: &arriving)
    }
    guard let windows else { return arriving }
    return (0..<network.layers[layer].shape.count).map { window in
      var largest = -Float.infinity
      windows.forEachPosition(under: window) { largest = max(largest, arriving[$0]) }
      return largest
    }
  }
}

extension SpikingNetwork {
  /// Whether a layer repeats another one: a synchronous neuron, or a passage without windows.
  fileprivate func isRelay(_ layer: Int) -> Bool {
    let neuron = layers[layer].neuron
    switch neuron.code {
    case .phase: guard layers[layer].activationNode == nil else { return false }
    case .rate, .differential: return false
    case nil: guard neuron.role.isPassage, neuron.pool == nil else { return false }
    }
    return layers[layer].projections.count == 1 && layers[layer].projections[0].stages.isEmpty
  }
}
