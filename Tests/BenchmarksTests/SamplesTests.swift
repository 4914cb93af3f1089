import Benchmarks
import Testing

@Suite struct SamplesTests {
  @Test(arguments: [
    ([5.0], 5.0, 5.0, 5.0),
    ([2, 1], 1.5, 2, 1),
    ([3, 1, 2], 2, 3, 1),
    ([9, 1, 4, 2], 3, 9, 1),
    ([7, 1, 3, 5, 9], 5, 9, 1),
  ])
  func aFewValuesGiveMedianP90AndBest(
    values: [Double], median: Double, p90: Double, best: Double
  ) {
    let samples = Samples(values)

    #expect(samples.median == median && samples.p90 == p90 && samples.best == best)
  }

  /// Nine tenths of n values are `ceil(0.9 n)` of them.
  @Test(arguments: 1..<60)
  func nineTenthsDoNotExceedP90AndFewerDoNotExceedLess(count: Int) {
    let values = (1...count).map(Double.init).shuffled()

    let p90 = Samples(values).p90

    #expect(values.count { $0 <= p90 } * 10 >= count * 9)
    #expect(values.count { $0 < p90 } * 10 < count * 9)
  }

  @Test func samplesInOtherUnitsHaveTheSameOrder() {
    let samples = Samples([3, 1, 2]).map { $0 * 1000 }

    #expect(samples == Samples([1000, 2000, 3000]))
  }
}
