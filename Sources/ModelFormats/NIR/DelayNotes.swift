import Networks

extension SpikingNetwork {
  /// Delays of what is no spikes, whose values are counted as spikes all the same.
  var delayNotes: [String] {
    layers.indices.filter(delaysNumbers).map { index in
      "'\(layers[index].name)' delays numbers, not spikes: its spikes and rates count the steps in "
        + "which they are not 0"
    }
  }

  private func delaysNumbers(_ index: Int) -> Bool {
    guard case .delayLine = layers[index].neuron else { return false }
    return layers[index].projections.contains { projection in
      guard case .layer(let source) = projection.source else { return true }
      return projection.stages.contains { !$0.operation.traits.movesOnly }
        || sendsNumbers(source, before: index)
    }
  }

  /// - Parameter delay: A delay behind it; a loop of delays alone holds nothing.
  private func sendsNumbers(_ layer: Int, before delay: Int) -> Bool {
    let neuron = layers[layer].neuron
    if case .delayLine = neuron { return layer < delay && delaysNumbers(layer) }
    return neuron.sendsPotential
  }
}
