import AnalogPass

/// Where answers about calibration images are kept between runs of the program.
///
/// Whoever makes one answers for the same network, the same images and the same arithmetic only.
/// Nothing fails: what is not there is found out anew.
package struct CalibrationMemory: Sendable {
  /// How large the activations are, for percentiles from a lowest one on.
  package let statistics: @Sendable (_ lowestPercentile: Double) -> ActivationStatistics?
  package let keepStatistics: @Sendable (ActivationStatistics, _ lowestPercentile: Double) -> Void

  /// What came of a conversion, by all that was asked for.
  package let conversion: @Sendable (_ question: String) -> KeptConversion?
  package let keepConversion: @Sendable (KeptConversion, _ question: String) -> Void

  package init(
    statistics: @escaping @Sendable (_ lowestPercentile: Double) -> ActivationStatistics?,
    keepStatistics: @escaping @Sendable (ActivationStatistics, _ lowestPercentile: Double) -> Void,
    conversion: @escaping @Sendable (_ question: String) -> KeptConversion?,
    keepConversion: @escaping @Sendable (KeptConversion, _ question: String) -> Void
  ) {
    self.statistics = statistics
    self.keepStatistics = keepStatistics
    self.conversion = conversion
    self.keepConversion = keepConversion
  }
}
