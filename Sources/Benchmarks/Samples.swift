/// Measurements of the same thing, in any unit.
package struct Samples: Equatable, Sendable {
  /// Ascending; at least one.
  private let values: [Double]

  /// - Precondition: There is at least one value.
  package init(_ values: [Double]) {
    precondition(!values.isEmpty, "no samples")
    self.values = values.sorted()
  }

  package var best: Double { values[0] }

  /// The value in the middle, or the mean of the two there.
  package var median: Double {
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  }

  /// The smallest value that nine tenths of them do not exceed.
  package var p90: Double {
    // In integers, because 0.9 is a little more than nine tenths in binary.
    values[(values.count * 9 + 9) / 10 - 1]
  }

  package func map(_ transform: (Double) -> Double) -> Samples {
    Samples(values.map(transform))
  }
}
