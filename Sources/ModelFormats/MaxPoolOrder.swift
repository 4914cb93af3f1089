import Networks

extension AnalogNetwork {
  /// The same network with every activation in front of the max pools that it follows.
  ///
  /// An activation never falls, so it commutes with a maximum: `f(max x) = max f(x)`, bit by bit.
  /// Spikes can be pooled, the currents before an activation cannot. A normalization between the
  /// two moves along; where its factor is negative, it turns the maximum into a minimum:
  /// `γ max x = min γ x`. A pool that other nodes read too stays where it is.
  package func activatingBeforeMaxPools() -> AnalogNetwork {
    var order = MaxPoolOrder(self)
    for index in nodes.indices {
      guard case .activation = nodes[index].operation else { continue }
      order.raise(activation: index)
    }
    return order.network
  }
}

/// Exchanges the nodes of chains; which node reads which stays the same by position.
private struct MaxPoolOrder {
  private(set) var network: AnalogNetwork

  /// How many nodes read each one; an exchange leaves it as it is.
  private let useCounts: [Int]

  init(_ network: AnalogNetwork) {
    self.network = network
    var useCounts = Array(repeating: 0, count: network.nodes.count)
    for input in network.nodes.flatMap(\.inputs) { useCounts[input] += 1 }
    for output in network.outputs { useCounts[output.node] += 1 }
    self.useCounts = useCounts
  }

  /// Lets an activation pass pool after pool.
  mutating func raise(activation: Int) {
    var index = activation
    while true {
      let before = network.nodes[index].inputs[0]
      if isPassable(pool: before) {
        exchange(pool: before, with: index)
      } else if let (pool, falls) = poolOfCurrents(before: before) {
        exchange(pool: pool, with: before)
        turn(pool: before, in: falls)
        exchange(pool: before, with: index)
      } else {
        return
      }
      index = before
    }
  }

  private func isPassable(pool: Int) -> Bool {
    guard case .maxPool = network.nodes[pool].operation else { return false }
    return useCounts[pool] == 1
  }

  /// The max pool of weighted sums that a normalization can pass, and the channels in which the
  /// normalization falls; spikes would be lost before it.
  private func poolOfCurrents(before normalization: Int) -> (pool: Int, falls: [Bool])? {
    guard case .channelAffine(let layer) = network.nodes[normalization].operation,
      useCounts[normalization] == 1
    else { return nil }
    let pool = network.nodes[normalization].inputs[0]
    guard isPassable(pool: pool) else { return nil }
    switch network.nodes[network.nodes[pool].inputs[0]].operation.traits.role {
    case .input, .weighing: return (pool, layer.factor.map { $0 < 0 })
    case .activation, .routing, .joining, .answer: return nil
    }
  }

  private mutating func turn(pool: Int, in channels: [Bool]) {
    guard case .maxPool(let pooling) = network.nodes[pool].operation else { return }
    network.nodes[pool].operation = .maxPool(pooling.turned(in: channels))
  }

  private mutating func exchange(pool: Int, with later: Int) {
    let (first, second) = (network.nodes[pool], network.nodes[later])
    network.nodes[pool].name = second.name
    network.nodes[pool].fileName = second.fileName
    network.nodes[pool].operation = second.operation
    network.nodes[pool].shape = network.nodes[first.inputs[0]].shape
    network.nodes[later].name = first.name
    network.nodes[later].fileName = first.fileName
    network.nodes[later].operation = first.operation
  }
}
