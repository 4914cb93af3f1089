import Networks
import Tensors

/// The thresholds of a network, as methods choose them.
package struct ThresholdBalance: Equatable, Sendable {
  /// θ of each spiking layer, in the order of `AnalogNetwork.activations`; of a layer whose
  /// channels have their own the largest of these; 0 of a layer that was silent on all images.
  package var thresholds: [Float]

  /// By layer, in the same order: θ_c/θ of each channel; empty for no layer.
  package var channelScales: [[Float]]

  package init(thresholds: [Float], channelScales: [[Float]]) {
    self.thresholds = thresholds
    self.channelScales = channelScales
  }

  /// One threshold for each layer.
  init(_ thresholds: [Float]) {
    self.init(thresholds: thresholds, channelScales: [])
  }

  /// One threshold for each channel.
  ///
  /// - Parameter channels: By layer, positive, or all of them 0.
  package init(channels: [[Float]]) {
    thresholds = channels.map { $0.max() ?? 0 }
    channelScales = zip(channels, thresholds).map { channels, largest in
      channels.map { largest > 0 ? $0 / largest : 1 }
    }
  }

  /// Whether these can be the thresholds of a network.
  func suits(_ network: AnalogNetwork) -> Bool {
    let nodes = network.activations.map { network.nodes[$0] }
    guard thresholds.count == nodes.count,
      thresholds.allSatisfy({ $0 == 0 || $0.suitsThresholds })
    else { return false }
    guard !channelScales.isEmpty else { return true }
    return channelScales.count == nodes.count
      && zip(channelScales, nodes).allSatisfy { scales, node in
        scales.count == node.shape.channels && scales.allSatisfy { $0 > 0 && $0 <= 1 }
      }
  }
}

extension SpikingNetwork {
  /// The same network with thresholds that differ from channel to channel.
  ///
  /// Each neuron of channel c is put into units of `g = θ_c/θ`: what flows in is divided by g, what
  /// it sends is multiplied with g on its way, so that θ remains the threshold of all and one spike
  /// of the layer is like another. By the last weights before a layer and the first behind it, as
  /// far as these know channels; else by a stage of its own.
  ///
  /// - Parameter balance: By layer that stands for an activation, in the order of the network.
  package func scaled(by balance: ThresholdBalance) -> SpikingNetwork {
    guard !balance.channelScales.isEmpty else { return self }
    let positions = layers.indices.filter { layers[$0].activationNode != nil }
    var network = self
    for (index, scale) in zip(positions, balance.channelScales) {
      network.layers[index].channelScale = scale
    }
    for index in layers.indices {
      for number in layers[index].projections.indices {
        network.layers[index].projections[number] = scaled(
          layers[index].projections[number], onto: index, in: network)
      }
    }
    return network
  }

  private func scaled(
    _ original: Projection, onto target: Int, in network: SpikingNetwork
  ) -> Projection {
    // What relays a layer counts in its units.
    if isRelay(target) { return original }
    var projection = original
    if case .layer(let source) = projection.source {
      let scale = network.layers[relayed(source)].channelScale
      if !scale.isEmpty { projection.multiplySource(by: scale, shape: layers[source].shape) }
    }
    let scale = network.layers[target].channelScale
    if !scale.isEmpty {
      projection.multiplyTarget(by: scale.map { 1 / $0 }, shape: layers[target].shape)
    }
    return projection
  }

  /// Whether a layer repeats another one: a synchronous neuron.
  private func isRelay(_ layer: Int) -> Bool {
    layers[layer].activationNode == nil && layers[layer].neuron.quantum != nil
  }

  /// The layer that a layer repeats; itself if it is no relay.
  private func relayed(_ layer: Int) -> Int {
    var layer = layer
    while isRelay(layer), case .layer(let source)? = layers[layer].projections.first?.source {
      layer = source
    }
    return layer
  }
}

extension Projection {
  /// Multiplies what the channels of the source send.
  ///
  /// - Parameters:
  ///   - factors: One per channel.
  ///   - shape: Of the source.
  fileprivate mutating func multiplySource(by factors: [Float], shape: MapShape) {
    var (position, shape) = (0, shape)
    // Pools and margins leave channels what they are.
    while position < stages.count, stages[position].operation.keepsChannels {
      shape = stages[position].shape
      position += 1
    }
    if position < stages.count,
      let changed = stages[position].operation.multiplyingInputs(by: factors, shape: shape)
    {
      stages[position].operation = changed
    } else {
      let stage = SynapticStage(.scaling(channels: factors), shape: shape)
      stages.insert(stage, at: position)
    }
  }

  /// Multiplies what flows into the channels of the target.
  fileprivate mutating func multiplyTarget(by factors: [Float], shape: MapShape) {
    if let last = stages.last,
      let changed = last.operation.multiplyingOutputs(by: factors, shape: last.shape)
    {
      stages[stages.count - 1].operation = changed
    } else {
      stages.append(SynapticStage(.scaling(channels: factors), shape: shape))
    }
  }
}

extension SynapticOperation {
  fileprivate static func scaling(channels factors: [Float]) -> SynapticOperation {
    .channelAffine(ChannelAffine(factor: factors, offset: factors.map { _ in 0 }))
  }

  /// Whether each channel of the result is made of the same channel alone, by a linear map.
  fileprivate var keepsChannels: Bool {
    switch self {
    case .averagePool, .sumPool, .pad: true
    case .convolution, .affine, .channelAffine, .maxPool, .unitAffine, .scale, .flatten, .sparse,
      .place:
      false
    }
  }

  /// The operation behind inputs that are multiplied; `nil` where it has no factors to do it.
  ///
  /// - Parameter shape: Of what it takes.
  fileprivate func multiplyingInputs(by factors: [Float], shape: MapShape) -> SynapticOperation? {
    switch self {
    case .convolution(var layer):
      let sides = layer.weight.shape
      let (inputs, taps) = (sides[1], sides[2] * sides[3])
      let outputsPerGroup = sides[0] / layer.groups
      for index in layer.weight.elements.indices {
        let (output, input) = (index / (inputs * taps), index / taps % inputs)
        layer.weight.elements[index] *= factors[output / outputsPerGroup * inputs + input]
      }
      return .convolution(layer)
    case .affine(var layer):
      let inputs = layer.inputCount
      for index in layer.weight.elements.indices {
        layer.weight.elements[index] *= factors[index % inputs / shape.pixels]
      }
      return .affine(layer)
    case .channelAffine(var layer):
      for channel in factors.indices { layer.factor[channel] *= factors[channel] }
      return .channelAffine(layer)
    case .unitAffine(var layer):
      for unit in layer.factor.indices { layer.factor[unit] *= factors[unit / shape.pixels] }
      return .unitAffine(layer)
    case .averagePool, .maxPool, .sumPool, .scale, .pad, .flatten, .sparse, .place: return nil
    }
  }

  /// The operation whose results are multiplied; `nil` where it has no factors to do it.
  ///
  /// - Parameter shape: Of the result.
  fileprivate func multiplyingOutputs(by factors: [Float], shape: MapShape) -> SynapticOperation? {
    switch self {
    case .convolution, .affine:
      guard var weights else { return nil }
      let (outputs, fanIn) = (weights.bias.count, weights.weight.count / weights.bias.count)
      let unitsPerFactor = outputs / factors.count
      for output in 0..<outputs {
        let factor = factors[output / unitsPerFactor]
        weights.bias.elements[output] *= factor
        for tap in output * fanIn..<(output + 1) * fanIn { weights.weight.elements[tap] *= factor }
      }
      var changed = self
      changed.weights = weights
      return changed
    case .channelAffine(var layer):
      for channel in factors.indices {
        layer.factor[channel] *= factors[channel]
        layer.offset[channel] *= factors[channel]
      }
      return .channelAffine(layer)
    case .unitAffine(var layer):
      for unit in layer.factor.indices {
        layer.factor[unit] *= factors[unit / shape.pixels]
        layer.offset[unit] *= factors[unit / shape.pixels]
      }
      return .unitAffine(layer)
    case .averagePool, .maxPool, .sumPool, .scale, .pad, .flatten, .sparse, .place: return nil
    }
  }
}
