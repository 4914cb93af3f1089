/// Bins of rates, each as wide as a whole number of the least difference that two rates can have.
///
/// After t steps a neuron has fired 0, 1, ... times, so that its rate is a multiple of 1/t: in bins
/// of any other width some hold one such rate more than others, and a smooth distribution looks
/// like a comb. Each of these holds as many as every other one; only the last holds fewer where it
/// ends before them, with the highest rate. (This project's own.)
package struct RateBins: Equatable, Sendable {
  /// The width of a bin, in the unit of the rates.
  package let width: Double

  /// How many there are; at least one.
  package let count: Int

  /// Where the last one ends: the highest rate.
  package let end: Double

  /// Two rates that differ by less than this part of the least difference are the same.
  private static let tolerance = 1e-3

  /// - Parameters:
  ///   - highest: The largest rate, above 0.
  ///   - quantum: The least difference of two rates; `nil` where any rate can be.
  ///   - most: How many bins there are room for.
  package init(highest: Double, quantum: Double?, most: Int) {
    let most = max(most, 1)
    end = highest
    guard let quantum, quantum > 0, (highest / quantum).isFinite, highest / quantum < 1e9 else {
      (width, count) = (max(highest, .leastNormalMagnitude) / Double(most), most)
      return
    }
    let levels = max(Int((highest / quantum - Self.tolerance).rounded(.up)), 1)
    let levelsPerBin = (levels + most - 1) / most
    width = quantum * Double(levelsPerBin)
    count = (levels + levelsPerBin - 1) / levelsPerBin
  }

  /// The bin of a rate above 0: the first one ends with the width, which is part of it.
  package func bin(of rate: Double) -> Int {
    let place = (rate / width - Self.tolerance / Double(max(count, 1))).rounded(.up) - 1
    return Int(min(max(place, 0), Double(count - 1)))
  }

  /// How many rates each bin holds; those of 0, which would dwarf all others, are left out, as are
  /// those that are not finite.
  package func counts(of rates: some Sequence<Double>) -> [Int] {
    var counts = Array(repeating: 0, count: count)
    for rate in rates where rate > 0 && rate.isFinite { counts[bin(of: rate)] += 1 }
    return counts
  }
}
