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

  /// How long loops through delays take.
  var loopNotes: [String] {
    let delays = layers.indices.filter { index in
      if case .delayLine = layers[index].neuron { isInLoop(index) } else { false }
    }
    guard !delays.isEmpty else { return [] }
    let names = delays.prefix(3).map { "'\(layers[$0].name)'" }.joined(separator: ", ")
    let rest = delays.count > 3 ? " and \(delays.count - 3) more" : ""
    return [
      "loops through \(names)\(rest): they take max(d, 1) steps for a delay of d steps, neuron by "
        + "neuron; NIR's Delay is y(t) = x(t - delay), and what has none comes back a step later"
    ]
  }

  /// Whether a layer feeds itself, over others as well.
  private func isInLoop(_ layer: Int) -> Bool {
    var (seen, open) = (Set<Int>(), [layer])
    while let next = open.popLast() {
      for projection in layers[next].projections {
        guard case .layer(let source) = projection.source else { continue }
        if source == layer { return true }
        if seen.insert(source).inserted { open.append(source) }
      }
    }
    return false
  }
}
