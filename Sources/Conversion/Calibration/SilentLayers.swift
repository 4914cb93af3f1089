import Networks

extension ThresholdBalance {
  /// The same with a threshold for each layer that was silent on all calibration images.
  ///
  /// A layer without an activation has no scale. Where the answer reaches around it, as around the
  /// part `max(b - a, 0)` of `max(a, b)` or around a branch of a residual block, nothing is lost
  /// while it is silent, and it gets the largest threshold of all layers, so that it can fire on
  /// other images (this project's own rule).
  ///
  /// - Throws: `silentLayer` where no output depends on the image any more.
  func settled(in network: AnalogNetwork) throws(ConversionError) -> ThresholdBalance {
    let silent = Set(zip(network.activations, thresholds).filter { $1 == 0 }.map(\.0))
    guard let first = silent.min() else { return self }
    guard network.reachesOutputs(around: silent), let largest = thresholds.max(), largest > 0 else {
      throw .silentLayer(name: network.layerName(of: first))
    }
    var settled = self
    for layer in thresholds.indices where thresholds[layer] == 0 {
      settled.thresholds[layer] = largest
    }
    return settled
  }

  /// The names of the layers that were silent.
  func silentLayers(in network: AnalogNetwork) -> [String] {
    zip(network.activations, thresholds).filter { $1 == 0 }.map { network.layerName(of: $0.0) }
  }
}

extension AnalogNetwork {
  /// The name of what drives an activation, as `conv1`.
  func layerName(of activation: Int) -> String {
    nodes[nodes[activation].inputs[0]].name
  }
}
