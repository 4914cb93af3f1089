import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Max pools of spikes that are all worth the same, which whole numbers count.
@Suite struct PoolCountsTests {
  /// However many steps are taken at a time, on however many threads, in every precision.
  @Test(arguments: MaxPoolExample.allCases.filter { $0 != .sum }, MaxPoolRule.allCases)
  func anySplitGivesTheSameSpikes(example: MaxPoolExample, rule: MaxPoolRule) throws {
    let run = try ExampleRun(example.network(seed: 7), headroom: 0.8)
    let packed = PackedNetwork(run.network.pooling(by: rule))
    for precision in Precision.allCases {
      expectTheSameInAnySplit(try packed.rounded(to: precision), image: run.image)
      let condensed = try PackedNetwork(
        condensing: run.network.pooling(by: rule), precision: precision)
      expectTheSameInAnySplit(condensed, image: run.image)
    }
  }

  /// Maps so large that threads share them, with numbers of channels that fill no word.
  @Test(
    arguments: [
      Pooling(kernel: Grid(2, 2), stride: Grid(2, 2)),
      Pooling(
        kernel: Grid(3, 3), stride: Grid(2, 2),
        padding: Margins(top: 1, left: 1, bottom: 1, right: 1)),
      Pooling(
        kernel: Grid(13, 5), stride: Grid(1, 1),
        padding: Margins(top: 6, left: 2, bottom: 6, right: 2)),
      Pooling(kernel: Grid(1, 1), stride: Grid(3, 2)),
    ], MaxPoolRule.allCases)
  func largeMapsEqualTheDefinition(pooling: Pooling, rule: MaxPoolRule) throws {
    for channels in [64, 20] {
      let run = try LargeRun(pooling, channels: channels, rule: rule)
      let expected = run.expected(steps: 12)
      for threads in 1...3 {
        var simulation = run.simulation
        simulation.advance(by: 5, on: Engine(threads: threads))
        #expect(simulation.populations[1].output == expected[4])
        simulation.advance(by: 7, on: Engine(threads: threads))
        #expect(simulation.populations[1].output == expected[11])
      }
      #expect(!expected[11].indices.isEmpty)
    }
  }
}

/// A convolution and a max pool on a map of 40x36.
private struct LargeRun {
  let simulation: Simulation
  private let rule: MaxPoolRule

  /// The inputs under each window, in the order of the window.
  private let members: [[Int]]

  init(_ pooling: Pooling, channels: Int, rule: MaxPoolRule) throws {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 40, width: 36), seed: 5)
    let active = builder.activation(builder.convolution(0, channels: channels))
    _ = builder.flatten(builder.maxPool(active, pooling))
    let analog = builder.network("large")
    let network = try Robust().spikingNetwork(from: analog, thresholds: [0.8125])
      .pooling(by: rule)
    simulation = Simulation(
      PackedNetwork(network), stimulus: .image(analog.randomImage(seed: 6)))
    self.rule = rule
    let (source, target) = (network.layers[0].shape, network.layers[1].shape)
    members = (0..<target.count).map { window in
      let (channel, row, column) = target.coordinates(ofIndex: window)
      let rows = (0..<pooling.kernel.rows).map {
        row * pooling.stride.rows - pooling.padding.top + $0
      }
      let columns = (0..<pooling.kernel.columns).map {
        column * pooling.stride.columns - pooling.padding.left + $0
      }
      return rows.filter((0..<source.height).contains).flatMap { y in
        columns.filter((0..<source.width).contains).map {
          source.populationIndex(channel: channel, row: y, column: $0)
        }
      }
    }
  }

  /// What leaves in each step, from what the neurons send in single steps.
  func expected(steps: Int) -> [SpikeEvents] {
    var simulation = simulation
    var totals = Array(repeating: 0, count: simulation.populations[0].membranePotential.count)
    var largest = Array(repeating: 0, count: members.count)
    return (0..<steps).map { _ in
      simulation.advance()
      let sent = simulation.populations[0].output
      var isSent = Array(repeating: false, count: totals.count)
      for index in sent.indices {
        totals[Int(index)] += 1
        isSent[Int(index)] = true
      }
      var events = SpikeEvents()
      for (window, members) in members.enumerated() {
        let most = members.map { totals[$0] }.max() ?? 0
        let passes =
          switch rule {
          case .lossless: most > largest[window]
          case .gated: members.first { totals[$0] == most }.map { isSent[$0] } ?? false
          }
        if passes { events.append(window, 0.8125) }
        largest[window] = most
      }
      return events
    }
  }
}
