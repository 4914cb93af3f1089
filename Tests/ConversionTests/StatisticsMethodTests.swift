import AnalogPass
import Conversion
import ExampleNetworks
import Networks
import Testing

/// Thresholds by the size of activations.
@Suite struct StatisticsMethodTests {
  /// A network of two layers, of which only the sizes matter.
  private var network: AnalogNetwork { randomPerceptron(widths: [2, 400, 3, 2], seed: 1) }

  private let data: [[Float]] = {
    var random = SeededGenerator(seed: 1)
    return (0..<60).map { _ in random.floats(400).map { $0 * $0 * $0 } }
  }()

  /// Those of the first layer; the second stays silent.
  private func statistics(lowestPercentile: Double) -> ActivationStatistics {
    var statistics = ActivationStatistics(
      for: network, lowestPercentile: lowestPercentile, imageCount: data.count)
    for values in data {
      statistics.add(layer: 0, activations: values)
      statistics.countImage()
    }
    return statistics
  }

  @Test func aSilentLayerHasNoScale() throws {
    let statistics = statistics(lowestPercentile: 99)

    for method in [Max(), Robust(), Hard(), Bistable()] as [any StatisticsMethod] {
      let thresholds = try method.thresholds(for: network, statistics: statistics)
      #expect(thresholds[0] > 0 && thresholds[1] == 0)
    }
  }

  @Test func methodsTakeTheirThresholdsFromThePositiveActivations() throws {
    var statistics = statistics(lowestPercentile: 90)
    statistics.add(layer: 1, activations: [0.5, -2, 0.25])
    let positive = data.flatMap(\.self).filter { $0 > 0 }.sorted()
    let position = (positive.count * 95 + 99) / 100

    let largest = try Max().thresholds(for: network, statistics: statistics)
    let high = try Robust(percentile: Percentile(95)).thresholds(
      for: network, statistics: statistics)

    #expect(largest == [positive.last, 0.5])
    #expect(high == [positive[position - 1], 0.5])
  }
}
