import Networks

extension AnalogNetwork {
  /// The same network with every activation in front of the max pool that it follows.
  ///
  /// An activation never falls, so it commutes with a maximum: `f(max x) = max f(x)`, bit by bit.
  /// Spikes can be pooled, the currents before an activation cannot. A pool that other nodes read
  /// too stays where it is.
  package func activatingBeforeMaxPools() -> AnalogNetwork {
    var useCounts = Array(repeating: 0, count: nodes.count)
    for input in nodes.flatMap(\.inputs) { useCounts[input] += 1 }
    useCounts[output] += 1

    var result = self
    for index in nodes.indices {
      guard case .activation = result.nodes[index].operation else { continue }
      let pool = result.nodes[index].inputs[0]
      guard case .maxPool = result.nodes[pool].operation, useCounts[pool] == 1 else { continue }
      result.exchange(pool: pool, activation: index)
    }
    return result
  }

  private mutating func exchange(pool: Int, activation: Int) {
    let (first, second) = (nodes[pool], nodes[activation])
    nodes[pool].name = second.name
    nodes[pool].fileName = second.fileName
    nodes[pool].operation = second.operation
    nodes[pool].shape = nodes[first.inputs[0]].shape
    nodes[activation].name = first.name
    nodes[activation].fileName = first.fileName
    nodes[activation].operation = first.operation
  }
}
