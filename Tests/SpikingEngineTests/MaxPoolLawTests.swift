import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Testing

/// Both rules of max pooling, against scalar forms of their definitions, for all that neurons send.
@Suite struct MaxPoolLawTests {
  /// What is pooled: one spike a step, several, spikes that are taken back, binary digits.
  enum Source: String, CaseIterable, Sendable {
    case spikes, bursts, negativeSpikes, digits
  }

  @Test(arguments: ExampleWindow.allCases, Source.allCases)
  func losslessWindowsSendTheLargestTotal(window: ExampleWindow, source: Source) throws {
    var pool = try PooledRun(window, source: source, rule: .lossless, seed: 3)
    var rests = pool.members.map { $0.map { _ in 0.0 } }
    for step in 1...120 {
      pool.advance()
      for (window, members) in pool.members.enumerated() {
        for (place, unit) in members.enumerated() { rests[window][place] += pool.arrived[unit] }
        let expected = try #require(rests[window].max())
        for place in members.indices { rests[window][place] -= expected }
        #expect(pool.left[window] == expected, "window \(window) at step \(step)")
      }
    }

    #expect(pool.totalLeft.contains { $0 > 0 })
    for (window, members) in pool.members.enumerated() {
      #expect(pool.totalLeft[window] == members.map { pool.totalArrived[$0] }.max())
    }
    #expect(source == .negativeSpikes || pool.smallestLeft >= 0)
  }

  @Test(arguments: ExampleWindow.allCases, Source.allCases)
  func gatedWindowsPassOnTheirWinner(window: ExampleWindow, source: Source) throws {
    var pool = try PooledRun(window, source: source, rule: .gated, seed: 3)
    var withheld = 0
    for step in 1...120 {
      pool.advance()
      for (window, members) in pool.members.enumerated() {
        let totals = members.map { pool.totalArrived[$0] }
        let winner = try #require(totals.firstIndex(of: totals.max() ?? 0))
        let expected = pool.arrived[members[winner]]
        #expect(pool.left[window] == expected, "window \(window) at step \(step)")
        withheld += members.count { pool.arrived[$0] != 0 && $0 != members[winner] }
      }
    }

    #expect(pool.totalLeft.contains { $0 > 0 })
    #expect((withheld > 0) == (pool.members.contains { $0.count > 1 }))
  }

  /// The negative spikes above are there, so that the tests with them mean something.
  @Test func someWindowsTakeSpikesBack() throws {
    var pool = try PooledRun(.overlapping, source: .negativeSpikes, rule: .lossless, seed: 3)
    for _ in 1...120 { pool.advance() }

    #expect(pool.smallestArrived < 0)
    #expect(pool.smallestLeft < 0)
  }

  /// Of equal inputs the first in the order of the window wins, and stays the winner.
  @Test func theFirstOfEqualInputsWins() throws {
    var pool = try PooledRun(.apart, source: .spikes, rule: .gated, seed: 3, isUniform: true)
    for step in 1...40 {
      pool.advance()
      for (window, members) in pool.members.enumerated() {
        #expect(pool.left[window] == pool.arrived[members[0]], "step \(step)")
      }
    }
    #expect(pool.totalLeft.contains { $0 > 0 })
  }

  /// The state of a pool travels with a checkpoint.
  @Test(arguments: MaxPoolExample.allCases, MaxPoolRule.allCases)
  func aCopyGoesOnAsTheOriginal(example: MaxPoolExample, rule: MaxPoolRule) throws {
    for method: any ConversionMethod in [Robust(), Burst(), Bistable(phases: 5)] {
      let run = try ExampleRun(example.network(seed: 4), method: method, headroom: 0.8)
      var original = Simulation(
        PackedNetwork(run.network.pooling(by: rule)), stimulus: .image(run.image))
      for _ in 0..<37 { original.advance() }
      var copy = original
      var expected: [[SpikeEvents]] = []
      for _ in 0..<60 {
        original.advance()
        expected.append(original.populations.map(\.output))
      }

      for step in 0..<60 {
        copy.advance()
        #expect(copy.populations.map(\.output) == expected[step])
      }
      #expect(copy.readout == original.readout)
    }
  }

  /// A pool by itself behind recorded spikes sends what it sends in the whole network.
  @Test(arguments: MaxPoolExample.allCases, MaxPoolRule.allCases)
  func aPoolRunByItselfSendsTheSame(example: MaxPoolExample, rule: MaxPoolRule) throws {
    for method: any ConversionMethod in [Robust(), Burst(), Bistable(phases: 5)] {
      let run = try ExampleRun(example.network(seed: 5), method: method, headroom: 0.8)
      let packed = PackedNetwork(run.network.pooling(by: rule))
      var simulation = Simulation(packed, stimulus: .image(run.image))
      var trains = run.network.layers.map { SpikeTrains(neurons: $0.shape.count) }
      for _ in 0..<80 {
        simulation.advance()
        for layer in trains.indices { trains[layer].append(simulation.populations[layer].output) }
      }

      for layer in trains.indices {
        let alone = LayerRun(packed, layer: layer, stimulus: .image(run.image))
          .spikes(steps: 80) { trains[$0] }
        for step in 1...80 {
          #expect(alone.events(atStep: step) == trains[layer].events(atStep: step))
        }
      }
    }
  }
}

extension SpikeTrains {
  fileprivate func events(atStep step: Int) -> SpikeEvents {
    var events = SpikeEvents()
    read(step: step, into: &events)
    return events
  }
}

/// Neurons behind a random image, and one max pool behind them.
///
/// Thresholds are short binary fractions, so that every total is exact.
private struct PooledRun {
  let members: [[Int]]
  private(set) var arrived: [Double] = []
  private(set) var left: [Double] = []
  private(set) var totalArrived: [Double]
  private(set) var totalLeft: [Double]
  private(set) var smallestArrived = 0.0
  private(set) var smallestLeft = 0.0

  /// The position of what is pooled; the pool is next.
  private let pooled: Int
  private var simulation: Simulation

  init(
    _ window: ExampleWindow, source: MaxPoolLawTests.Source, rule: MaxPoolRule, seed: Int,
    isUniform: Bool = false
  ) throws {
    var builder = NetworkBuilder(input: MapShape(channels: 3, height: 7, width: 6), seed: seed)
    var stream = 0
    for _ in 0..<source.depth {
      stream = builder.activation(
        isUniform
          ? builder.convolution(stream, channels: 3, kernel: Grid(1, 1), padding: Margins())
          : builder.convolution(stream, channels: 3))
    }
    _ = builder.flatten(builder.maxPool(stream, window.pooling))
    let analog = builder.network("pooled")
    var network = try source.method.spikingNetwork(
      from: analog, thresholds: Array(repeating: source.threshold, count: source.depth)
    )
    .pooling(by: rule)
    if source == .negativeSpikes { network.corrector = .negativeSpikes(allowance: 0) }
    var image = analog.randomImage(seed: seed)
    if isUniform { image.elements = image.elements.map { _ in 0.75 } }

    pooled = source.depth - 1
    let (neurons, pool) = (network.layers[pooled].shape, network.layers[pooled + 1].shape)
    members = window.members(source: neurons, target: pool)
    totalArrived = Array(repeating: 0, count: neurons.count)
    totalLeft = Array(repeating: 0, count: pool.count)
    simulation = Simulation(PackedNetwork(network), stimulus: .image(image))
  }

  mutating func advance() {
    simulation.advance()
    arrived = simulation.populations[pooled].output.charges(of: totalArrived.count)
    left = simulation.populations[pooled + 1].output.charges(of: totalLeft.count)
    totalArrived = zip(totalArrived, arrived).map { $0 + $1 }
    totalLeft = zip(totalLeft, left).map { $0 + $1 }
    smallestArrived = min(smallestArrived, arrived.min() ?? 0)
    smallestLeft = min(smallestLeft, left.min() ?? 0)
  }
}

extension MaxPoolLawTests.Source {
  fileprivate var method: any ConversionMethod {
    switch self {
    case .spikes, .negativeSpikes: Robust()
    case .bursts: Burst(maximumSpikes: 4)
    case .digits: Bistable(phases: 6)
    }
  }

  /// Only behind other neurons do neurons ever stop spiking, and take spikes back.
  fileprivate var depth: Int { self == .negativeSpikes ? 2 : 1 }

  fileprivate var threshold: Float { self == .bursts ? 0.3125 : 0.8125 }
}

extension SpikeEvents {
  /// What each unit sends.
  fileprivate func charges(of units: Int) -> [Double] {
    var charges = Array(repeating: 0.0, count: units)
    for event in indices.indices { charges[Int(indices[event])] += Double(values[event]) }
    return charges
  }
}
