import Networks

extension PackedNetwork {
  /// What the analog network has behind a max pool: the largest of what arrives in each window, in
  /// channels-last order; `nil` for neurons.
  ///
  /// - Parameter sources: The activations that a layer stands for; `nil` where there are none, and
  ///   then there is no answer.
  package func pooledActivation(
    of layer: Int, sources: (Int) -> [Float]?
  ) -> [Float]? {
    guard let pool = network.layers[layer].neuron.pool,
      let windows = layers[layer].windows
    else { return nil }
    var arriving = Array(repeating: Float(0), count: pool.source.count)
    for projection in layers[layer].projections {
      guard case .layer(let source) = projection.source, let activation = sources(source)
      else { return nil }
      projection.deliver(
        SpikeEvents(nonzero: activation), to: &arriving)
    }
    return (0..<network.layers[layer].shape.count).map { window in
      windows.extremum(under: window) { arriving[$0] }
    }
  }
}
