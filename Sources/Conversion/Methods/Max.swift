import AnalogPass
import Networks

/// Threshold = the largest activation on the calibration images; reset by subtraction.
///
/// Data-based normalisation (Diehl et al. 2015) in the form of threshold balancing.
package struct Max: StatisticsMethod {
  package static let descriptor = MethodDescriptor(
    "max", summary: "threshold: the largest activation"
  ) { _, _ in Max() }

  package init() {}

  package func thresholds(
    for network: AnalogNetwork, statistics: ActivationStatistics
  ) throws(ConversionError) -> [Float] {
    try statistics.thresholds { layer throws(ConversionError) in layer.maximum }
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    try network.spiking(coding: .rate) { index in
      .integrateAndFire(threshold: thresholds[index], reset: .bySubtraction)
    }
  }
}
