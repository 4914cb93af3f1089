/// Running means and products of pairs of numbers, for their correlation.
///
/// Welford's updates, because the difference of two large sums would lose what matters.
package struct PairMoments: Equatable, Sendable {
  /// How many pairs were taken in.
  package private(set) var count = 0
  private var meanX = 0.0
  private var meanY = 0.0
  private var squaresX = 0.0
  private var squaresY = 0.0
  private var products = 0.0

  package init() {}

  /// Takes in a pair; costs O(1).
  package mutating func add(_ x: Double, _ y: Double) {
    count += 1
    let (dx, dy) = (x - meanX, y - meanY)
    meanX += dx / Double(count)
    meanY += dy / Double(count)
    squaresX += dx * (x - meanX)
    squaresY += dy * (y - meanY)
    products += dx * (y - meanY)
  }

  /// Pearson's correlation; `nil` where either side does not vary.
  package var correlation: Double? {
    guard squaresX > 0, squaresY > 0 else { return nil }
    return min(max(products / (squaresX * squaresY).squareRoot(), -1), 1)
  }
}
