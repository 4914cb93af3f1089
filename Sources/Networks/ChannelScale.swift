// What follows from thresholds that differ from channel to channel.
extension SpikingLayer {
  /// Values of the analog network in the units of the layer's neurons.
  ///
  /// - Parameter values: In the order of unit numbers, which does not change.
  package func scaled(_ values: [Float]) -> [Float] {
    guard !channelScale.isEmpty else { return values }
    return values.indices.map { values[$0] / channelScale[$0 / shape.pixels] }
  }

  /// The values of the analog network that are these in the units of the layer's neurons.
  ///
  /// - Parameter values: In the order of unit numbers, which does not change.
  package func unscaled(_ values: [Float]) -> [Float] {
    guard !channelScale.isEmpty else { return values }
    return values.indices.map { values[$0] * channelScale[$0 / shape.pixels] }
  }

  /// The threshold of each channel; empty where all have that of the layer.
  package var channelThresholds: [Float] {
    guard let threshold = neuron.threshold else { return [] }
    return channelScale.map { $0 * threshold }
  }

  /// θ_c of one neuron; `nil` where there is none, or none of its own.
  ///
  /// - Parameter unit: In channels-last order.
  package func channelThreshold(of unit: Int) -> Float? {
    channelScale.isEmpty ? nil : channelThresholds[unit % shape.channels]
  }
}

extension Activation {
  /// The function of `x/divisor` whose result is divided by it, too.
  ///
  /// - Parameter divisor: Positive.
  package func divided(by divisor: Float) -> Activation {
    switch self {
    case .relu, .leaky: self
    case .clipped(let maximum): .clipped(maximum: maximum / divisor)
    case .quantized(let maximum, let levels):
      .quantized(maximum: maximum / divisor, levels: levels)
    case .clamp(let minimum, let maximum):
      .clamp(minimum: minimum / divisor, maximum: maximum / divisor)
    }
  }
}
