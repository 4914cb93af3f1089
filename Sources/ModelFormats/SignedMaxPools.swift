import Networks

extension AnalogNetwork {
  /// The same network with a signed activation in front of each max pool of what is no spikes.
  ///
  /// Spikes can be pooled, currents cannot: weighted sums that no activation follows, before or
  /// behind the pool (ResNet V2, Xception), and sums of the image and of spikes. The leaky ReLU of
  /// slope 1, `f(z) = z`, gives these neurons whose spikes have a sign, and changes no number.
  func signingBeforeMaxPools() -> AnalogNetwork {
    let pooled = poolsOfCurrents
    guard !pooled.isEmpty else { return self }
    var network = self
    network.nodes = []
    var newIndex: [Int] = []
    // By the value that is pooled, which several pools may read.
    var signed: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      var node = node
      node.inputs = node.inputs.map { newIndex[$0] }
      if pooled.contains(index) {
        let value = node.inputs[0]
        let position = signed[value] ?? network.nodes.count
        if position == network.nodes.count {
          network.nodes.append(
            AnalogNode(
              name: "", fileName: node.fileName, operation: .activation(.leaky(slopes: [1])),
              inputs: [value], shape: network.nodes[value].shape))
          signed[value] = position
        }
        node.inputs = [position]
      }
      newIndex.append(network.nodes.count)
      network.nodes.append(node)
    }
    network.outputs = outputs.map { AnalogOutput(name: $0.name, node: newIndex[$0.node]) }
    let names = listed(pooled.sorted().map { "'\(nodes[$0].fileName)'" })
    network.notes.append(
      "max pools of numbers of both signs, which no activation follows (\(names)): neurons that "
        + "send negative spikes stand for these numbers (own extension)")
    return network
  }

  /// The max pools of anything but spikes as they are, shares of them, and the image.
  private var poolsOfCurrents: Set<Int> {
    var pools: Set<Int> = []
    var contents: [PooledContent] = []
    for (index, node) in nodes.enumerated() {
      let inputs = node.inputs.map { contents[$0] }
      if case .maxPool = node.operation, let content = inputs.first, !content.canBePooled {
        pools.insert(index)
        contents.append(.spikes)
        continue
      }
      contents.append(Self.content(of: node.operation, inputs))
    }
    return pools
  }

  private static func content(
    of operation: AnalogOperation, _ inputs: [PooledContent]
  ) -> PooledContent {
    switch operation.traits.role {
    case .input: return .image
    case .weighing, .answer: return .currents
    case .activation: return .spikes
    case .joining: return inputs.allSatisfy(\.canBePooled) ? inputs.first ?? .currents : .currents
    case .routing:
      guard let first = inputs.first, first.canBePooled else { return .currents }
      // Spikes may be summed; the image is the same in every step, and has no neurons.
      return inputs.count == 1 || inputs.allSatisfy { $0 == .spikes } ? first : .currents
    }
  }
}

/// What a max pool would take.
private enum PooledContent {
  case image, spikes, currents

  var canBePooled: Bool { self != .currents }
}
