import Networks

extension AnalogNetwork {
  /// The same network with every per-channel factor and offset that directly follows weights, and
  /// is all that reads them, taken into these weights.
  ///
  ///     W[o] ← W[o] · factor[o]
  ///     b[o] ← b[o] · factor[o] + offset[o]
  ///
  /// This folds batch normalizations in evaluation mode, and biases that a file keeps in a node of
  /// their own. A normalization elsewhere, such as before an activation of DenseNet, stays.
  package func foldingBatchNormalization() -> AnalogNetwork {
    var useCounts = Array(repeating: 0, count: nodes.count)
    for input in nodes.flatMap(\.inputs) { useCounts[input] += 1 }
    for output in outputs { useCounts[output.node] += 1 }

    var kept: [AnalogNode] = []
    var newIndex: [Int] = []
    for node in nodes {
      if case .channelAffine(let layer) = node.operation, useCounts[node.inputs[0]] == 1,
        let absorbed = kept[newIndex[node.inputs[0]]].operation.absorbing(layer)
      {
        kept[newIndex[node.inputs[0]]].operation = absorbed
        newIndex.append(newIndex[node.inputs[0]])
      } else {
        var node = node
        node.inputs = node.inputs.map { newIndex[$0] }
        newIndex.append(kept.count)
        kept.append(node)
      }
    }
    var network = self
    network.nodes = kept
    network.outputs = outputs.map { AnalogOutput(name: $0.name, node: newIndex[$0.node]) }
    return network
  }
}

extension AnalogOperation {
  /// The operation followed by a factor and an offset per channel, or `nil` if it has no weights.
  fileprivate func absorbing(_ layer: ChannelAffine) -> AnalogOperation? {
    if case .channelAffine(var first) = self {
      for channel in first.factor.indices {
        first.offset[channel] =
          first.offset[channel] * layer.factor[channel] + layer.offset[channel]
        first.factor[channel] *= layer.factor[channel]
      }
      return .channelAffine(first)
    }
    guard var weights else { return nil }
    scale(&weights.weight.elements, &weights.bias.elements, by: layer)
    var result = self
    result.weights = weights
    return result
  }
}

/// - Parameters:
///   - weight: As many numbers per channel as there are inputs to it, channel by channel.
///   - bias: One number per channel.
private func scale(_ weight: inout [Float], _ bias: inout [Float], by layer: ChannelAffine) {
  let perChannel = weight.count / bias.count
  for channel in bias.indices {
    let factor = layer.factor[channel]
    for index in (channel * perChannel)..<((channel + 1) * perChannel) { weight[index] *= factor }
    bias[channel] = bias[channel] * factor + layer.offset[channel]
  }
}
