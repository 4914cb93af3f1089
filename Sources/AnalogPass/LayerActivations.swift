/// The positive activations of one layer.
package struct LayerActivations: Sendable {
  /// What drives the activation, as `conv1`.
  package let name: String

  /// The largest activation; 0 when none was positive.
  package private(set) var maximum: Float = 0

  /// How many activations were positive.
  package private(set) var positiveCount = 0

  /// How many activations there were.
  package private(set) var count = 0

  private let lowestPercentile: Double

  /// The number of largest values that must survive.
  private let capacity: Int

  /// At least the `capacity` largest values, in no order.
  private var tail: [Float] = []

  /// Nothing at or below this value can still be among the largest.
  private var cut: Float = 0

  init(name: String, lowestPercentile: Double, valueCount: Int) {
    self.name = name
    self.lowestPercentile = lowestPercentile
    capacity = Int((Double(valueCount) * (1 - lowestPercentile / 100)).rounded(.up)) + 1
  }

  /// The smallest value that is not exceeded by a percentage of the activations.
  ///
  /// The value at position `ceil(p · n)` of n values in ascending order; 0 of none.
  package func percentile(_ percentile: Percentile) throws(PercentileNotKept) -> Float {
    guard percentile.percent >= lowestPercentile else {
      throw PercentileNotKept(percentile: percentile.percent, lowest: lowestPercentile)
    }
    let population =
      switch percentile.population {
      case .positive: positiveCount
      case .all: count
      }
    // 99.9 is a little more than 99.9 % in binary; without the two ulps 999 of 1000 would be 1000.
    let exact = percentile.percent * Double(population) / 100
    let position = max(1, Int((exact - 2 * exact.ulp).rounded(.up)))
    let fromAbove = population - min(position, population)
    return fromAbove < positiveCount ? tail.sorted(by: >)[fromAbove] : 0
  }

  /// What was found, without what it was found for.
  package struct Findings: Equatable, Sendable {
    package var maximum: Float
    package var positiveCount: Int
    package var count: Int
    /// The largest first.
    package var tail: [Float]

    package init(maximum: Float, positiveCount: Int, count: Int, tail: [Float]) {
      self.maximum = maximum
      self.positiveCount = positiveCount
      self.count = count
      self.tail = tail
    }
  }

  package var findings: Findings {
    Findings(
      maximum: maximum, positiveCount: positiveCount, count: count, tail: tail.sorted(by: >))
  }

  /// Takes over what was found earlier of the same layer.
  ///
  /// - Returns: Whether it can be that; else nothing has changed.
  mutating func take(_ findings: Findings) -> Bool {
    let positive = findings.positiveCount
    guard findings.count >= positive, findings.tail.count == min(positive, capacity),
      findings.tail.allSatisfy({ $0 > 0 && $0 <= findings.maximum }),
      findings.tail.max() ?? 0 == findings.maximum
    else { return false }
    maximum = findings.maximum
    positiveCount = positive
    count = findings.count
    tail = findings.tail
    cut = 0
    compact()
    return true
  }

  mutating func add(_ values: some Collection<Float>) {
    count += values.count
    for value in values where value > 0 {
      positiveCount += 1
      if value > cut { tail.append(value) }
    }
    maximum = max(maximum, values.max() ?? 0)
    if tail.count > 2 * capacity + 1024 { compact() }
  }

  mutating func merge(_ other: LayerActivations) {
    maximum = max(maximum, other.maximum)
    positiveCount += other.positiveCount
    count += other.count
    tail += other.tail
    compact()
  }

  private mutating func compact() {
    guard tail.count > capacity else { return }
    tail.sort(by: >)
    tail.removeLast(tail.count - capacity)
    // Values equal to the last one are as good as it, so nothing is lost by skipping them.
    cut = tail.last ?? 0
  }
}
