import Networks

/// How many neurons of a layer lead or lag by how much: the distribution of D.
package struct DeviationHistogram: Equatable, Sendable {
  /// What each bin counts: D in units of `binWidth`, the outermost with all beyond.
  package static let bins = -5...5

  /// Neurons by D, in the order of `bins`; a bin reaches half a width to each side.
  package private(set) var counts = Array(repeating: 0, count: DeviationHistogram.bins.count)

  /// In spikes: 1 in rate coding; in cycle coding the power of two with which the largest D fits.
  package let binWidth: Float

  /// Counts the neurons of a layer by D at its last evaluation; costs O(neurons).
  package init(_ phase: PhaseStatistics, coding: SpikeCoding) {
    let outermost = Float(DeviationHistogram.bins.upperBound)
    switch coding {
    case .rate, .differential:
      binWidth = 1
    case .cycles:
      var width: Float = 1
      let largest = phase.deviation.reduce(0) { max($0, abs($1)) }
      while width > 1.0 / 256, largest <= outermost * width / 2 { width /= 2 }
      binWidth = width
    }
    for deviation in phase.deviation where deviation.isFinite {
      let bin = Int(min(max((deviation / binWidth).rounded(), -outermost), outermost))
      counts[bin - DeviationHistogram.bins.lowerBound] += 1
    }
  }
}
