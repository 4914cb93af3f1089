extension AnalogNetwork {
  /// Whether an output still depends on the image when some activations stay 0.
  ///
  /// - Parameter silent: The nodes of these activations.
  package func reachesOutputs(around silent: Set<Int>) -> Bool {
    var isReached = nodes.map { _ in false }
    isReached[0] = true
    for node in nodes.indices.dropFirst() where !silent.contains(node) {
      isReached[node] = nodes[node].inputs.contains { isReached[$0] }
    }
    return outputs.contains { isReached[$0.node] }
  }
}
