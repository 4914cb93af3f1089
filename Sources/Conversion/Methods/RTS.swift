import AnalogPass
import Networks

/// Threshold balancing with shifted biases: `θ/2T` flows into every neuron in every step (Deng and
/// Gu, ICLR 2021).
///
/// The flooring error of a rate over T steps lies in `(-θ/T, 0]`; the shift centres it. Thresholds
/// are the largest activations.
package struct RTS: StatisticsMethod {
  package static let descriptor = MethodDescriptor("rts", isTied: true) { RTS(steps: $1) }

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
    for (index, layer) in spiking.layers.enumerated() where layer.activationNode != nil {
      guard let threshold = layer.neuron.threshold else { continue }
      spiking.layers[index].biasCurrent = Array(
        repeating: threshold / Float(2 * steps), count: layer.shape.channels)
    }
    return spiking
  }
}
