import Networks

extension AnalogNetwork {
  /// The same network without nodes that no output is made of; the input stays.
  ///
  /// Where two forms of a value are possible, an import makes one before it knows which is read.
  func withoutUnusedNodes() -> AnalogNetwork {
    var isUsed = Array(repeating: false, count: nodes.count)
    isUsed[0] = true
    for output in outputs { isUsed[output.node] = true }
    for index in nodes.indices.reversed() where isUsed[index] {
      for input in nodes[index].inputs { isUsed[input] = true }
    }
    var newIndex: [Int] = []
    var network = self
    network.nodes = []
    for (index, node) in nodes.enumerated() {
      newIndex.append(network.nodes.count)
      guard isUsed[index] else { continue }
      var node = node
      node.inputs = node.inputs.map { newIndex[$0] }
      network.nodes.append(node)
    }
    network.outputs = outputs.map { AnalogOutput(name: $0.name, node: newIndex[$0.node]) }
    return network
  }
}
