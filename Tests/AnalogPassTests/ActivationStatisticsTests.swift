import AnalogPass
import ExampleNetworks
import Networks
import Testing

@Suite struct ActivationStatisticsTests {
  private static let images = 60

  /// A network of two layers, of which only the sizes matter.
  private var network: AnalogNetwork { randomPerceptron(widths: [2, 400, 3, 2], seed: 1) }

  /// Many ties, zeros and negative numbers.
  private func randomData(seed: Int) -> [[Float]] {
    var random = SeededGenerator(seed: seed)
    return (0..<Self.images).map { _ in
      random.floats(400).map { seed % 2 == 0 ? ($0 * 300).rounded() / 16 : $0 * $0 * $0 }
    }
  }

  /// - Parameter parts: How many threads share the images.
  private func statistics(
    of data: [[Float]], lowestPercentile: Double, parts: Int
  ) -> ActivationStatistics {
    let empty = ActivationStatistics(
      for: network, lowestPercentile: lowestPercentile, imageCount: data.count)
    var statistics = Array(repeating: empty, count: parts)
    for (index, values) in data.enumerated() {
      statistics[index % parts].add(layer: 0, activations: values)
      statistics[index % parts].countImage()
    }
    var total = empty
    for part in statistics { total.merge(part) }
    return total
  }

  @Test(arguments: [0, 50, 97, 99.9, 100], [1, 2, 7])
  func percentileEqualsSortingEverything(lowest: Double, parts: Int) throws {
    for seed in 0..<4 {
      let data = randomData(seed: seed)
      let positive = data.flatMap(\.self).filter { $0 > 0 }.sorted()
      let layer = statistics(of: data, lowestPercentile: lowest, parts: parts).layers[0]

      #expect(layer.positiveCount == positive.count)
      #expect(layer.maximum == positive.last)
      for percentile in [0.1, 33, 50, 90, 97, 97.3, 99, 99.9, 99.99, 100]
      where percentile >= lowest {
        // In thousandths of a percent, so that the rounding of 99.9 plays no part.
        let parts = Int((percentile * 1000).rounded()) * positive.count
        let position = (parts + 99_999) / 100_000
        #expect(try layer.percentile(Percentile(percentile)) == positive[position - 1])
      }
    }
  }

  @Test func addingAfterAMergeKeepsTheTail() throws {
    let data = randomData(seed: 1)
    var statistics = statistics(of: data, lowestPercentile: 98, parts: 3)
    let extra = randomData(seed: 3).prefix(10).map { $0.map { $0 * 1.5 } }
    var all = data.flatMap(\.self)
    for values in extra {
      statistics.add(layer: 0, activations: values)
      all += values
    }

    let positive = all.filter { $0 > 0 }.sorted()

    let position = (positive.count * 99 + 99) / 100
    #expect(try statistics.layers[0].percentile(Percentile(99)) == positive[position - 1])
  }

  /// 99.9 % of 1000 values are 999, although 99.9 is no binary fraction.
  @Test(arguments: [(99.9, 1000), (99, 100), (99.5, 200), (99.9, 3000), (70, 10)])
  func wholePositionsAreNotRoundedUp(percentile: Double, count: Int) throws {
    var statistics = ActivationStatistics(for: network, lowestPercentile: 0, imageCount: 10)
    statistics.add(layer: 0, activations: (1...count).map { Float($0) })

    let value = try statistics.layers[0].percentile(Percentile(percentile))

    #expect(value == Float((percentile * Double(count) / 100).rounded()))
  }

  @Test func percentilesBelowTheLowestWereNotKept() throws {
    let layer = statistics(of: randomData(seed: 1), lowestPercentile: 99, parts: 1).layers[0]

    #expect(throws: PercentileNotKept(percentile: 98, lowest: 99)) {
      try layer.percentile(Percentile(98))
    }
  }
}
