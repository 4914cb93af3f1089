/// The statistics were collected for higher percentiles only.
package struct PercentileNotKept: Error, Equatable {
  /// What was asked for, in percent.
  package var percentile: Double
  /// The lowest that can be answered, in percent.
  package var lowest: Double

  package init(percentile: Double, lowest: Double) {
    self.percentile = percentile
    self.lowest = lowest
  }
}

extension PercentileNotKept: CustomStringConvertible {
  /// What happened, and what the user can do about it.
  package var description: String {
    "percentile \(percentile) of the activations, but only those from \(lowest) up were kept; "
      + "choose one of those"
  }
}
