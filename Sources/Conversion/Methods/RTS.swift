import AnalogPass
import Networks

/// Threshold balancing with shifted biases: `θ/2T` flows into every neuron in every step (Deng and
/// Gu, ICLR 2021).
///
/// The flooring error of a rate over T steps lies in `(-θ/T, 0]`; the shift centres it. Thresholds
/// are the largest activations.
package struct RTS: StatisticsMethod {
  package static let descriptor = MethodDescriptor(
    "rts", summary: "largest activation as threshold, bias shift theta/2T", isTied: true
  ) { RTS(steps: $1) }

  /// T, positive; never `nil`.
  package let steps: Int?

  private let duration: Int

  package init(steps: Int) {
    precondition(steps > 0, "\(steps) steps")
    self.steps = steps
    duration = steps
  }

  package var title: String { "\(name) T=\(duration)" }

  package func thresholds(
    for network: AnalogNetwork, statistics: ActivationStatistics
  ) throws(ConversionError) -> [Float] {
    try Max().thresholds(for: network, statistics: statistics)
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.shiftedSpiking(thresholds: thresholds, steps: duration)
  }
}

extension AnalogNetwork {
  /// Integrate-and-fire neurons with reset by subtraction and the bias shift `θ/2T`.
  func shiftedSpiking(
    thresholds: [Float], steps: Int
  ) throws(ConversionError) -> SpikingNetwork {
    var spiking = try spiking(coding: .rate) { index in
      .integrateAndFire(threshold: thresholds[index], reset: .bySubtraction)
    }
    spiking.shiftBiases(steps: steps)
    return spiking
  }
}

extension SpikingNetwork {
  /// Lets `θ/2T` flow into every neuron that stands for an activation in every step.
  mutating func shiftBiases(steps: Int) {
    for (index, layer) in layers.enumerated() where layer.activationNode != nil {
      guard let threshold = layer.neuron.threshold else { continue }
      layers[index].biasCurrent = Array(
        repeating: threshold / Float(2 * steps), count: layer.shape.channels)
    }
  }
}
