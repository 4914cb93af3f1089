import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Testing

/// Max pools between spiking layers.
@Suite struct MaxPoolTests {
  struct Window: Sendable, CustomTestStringConvertible {
    var name: String
    var pooling: Pooling

    var testDescription: String { name }
  }

  static let windows = [
    Window(name: "2x2", pooling: Pooling(kernel: Grid(2, 2), stride: Grid(2, 2))),
    Window(name: "overlapping", pooling: Pooling(kernel: Grid(3, 3), stride: Grid(1, 1))),
    Window(
      name: "padded",
      pooling: Pooling(
        kernel: Grid(3, 3), stride: Grid(2, 2),
        padding: Margins(top: 1, left: 1, bottom: 1, right: 1))),
    Window(name: "sparse", pooling: Pooling(kernel: Grid(1, 2), stride: Grid(3, 2))),
    Window(
      name: "dilated",
      pooling: Pooling(kernel: Grid(2, 2), stride: Grid(1, 2), dilation: Grid(2, 1))),
  ]

  private func network(_ window: Window, seed: Int) -> AnalogNetwork {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 6, width: 5), seed: seed)
    let active = builder.activation(builder.convolution(0, channels: 3))
    let pooled = builder.maxPool(active, window.pooling)
    let last = builder.activation(builder.convolution(pooled, channels: 4))
    _ = builder.affine(builder.flatten(last), outputs: 4)
    return builder.network("pooled")
  }

  /// The inputs under each window, by walking the padded map.
  private func members(_ pooling: Pooling, source: MapShape, target: MapShape) -> [[Int]] {
    (0..<target.count).map { window in
      let (channel, row, column) = target.coordinates(ofIndex: window)
      var members: [Int] = []
      for y in 0..<pooling.kernel.rows {
        for x in 0..<pooling.kernel.columns {
          let sourceRow =
            row * pooling.stride.rows - pooling.padding.top + y * pooling.dilation.rows
          let sourceColumn =
            column * pooling.stride.columns - pooling.padding.left + x * pooling.dilation.columns
          guard (0..<source.height).contains(sourceRow), (0..<source.width).contains(sourceColumn)
          else { continue }
          members.append(
            source.populationIndex(channel: channel, row: sourceRow, column: sourceColumn))
        }
      }
      return members
    }
  }

  private func add(_ events: SpikeEvents, to totals: inout [Double]) {
    for event in events.indices.indices {
      totals[Int(events.indices[event])] += Double(events.values[event])
    }
  }

  /// Σ out = max Σ x after every step, and nothing is ever taken back.
  @Test(arguments: windows, ["robust", "burst", "half"])
  func losslessWindowsSendWhatTheirStrongestInputSent(window: Window, method: String) throws {
    for seed in 1...4 {
      let recipe = try ConversionRecipe.named(method)
      let run = try ExampleRun(
        network(window, seed: seed), recipe: recipe, seed: seed, headroom: 0.6)
      let layers = run.network.layers
      let members = members(window.pooling, source: layers[0].shape, target: layers[1].shape)
      var simulation = run.simulation
      var received = Array(repeating: 0.0, count: layers[0].shape.count)
      var sent = Array(repeating: 0.0, count: layers[1].shape.count)
      for _ in 0..<40 {
        simulation.advance()
        add(simulation.populations[0].output, to: &received)
        add(simulation.populations[1].output, to: &sent)
        #expect(simulation.populations[1].output.values.allSatisfy { $0 > 0 })
        for (total, members) in zip(sent, members) {
          let largest = members.map { received[$0] }.max() ?? 0
          #expect(abs(total - largest) <= 1e-5 * largest)
        }
      }
      #expect(sent.contains { $0 > 0 })
    }
  }

  /// Σ out = min Σ x in channels of minima after every step, whatever the rule.
  @Test(arguments: windows, MaxPoolRule.allCases)
  func windowsOfMinimaSendWhatTheirWeakestInputSent(window: Window, rule: MaxPoolRule) throws {
    var turned = window
    turned.pooling.minima = [true, false, true]
    var recipe = ConversionRecipe(method: Robust())
    recipe.maxPool = rule
    let run = try ExampleRun(network(turned, seed: 3), recipe: recipe, headroom: 0.6)
    let layers = run.network.layers
    let members = members(window.pooling, source: layers[0].shape, target: layers[1].shape)
    var simulation = run.simulation
    var received = Array(repeating: 0.0, count: layers[0].shape.count)
    var sent = Array(repeating: 0.0, count: layers[1].shape.count)
    for _ in 0..<60 {
      simulation.advance()
      add(simulation.populations[0].output, to: &received)
      add(simulation.populations[1].output, to: &sent)
      for (index, members) in members.enumerated() {
        guard layers[1].shape.coordinates(ofIndex: index).channel != 1 else { continue }
        let smallest = members.map { received[$0] }.min() ?? 0
        #expect(abs(sent[index] - smallest) <= 1e-5 * smallest)
      }
    }
    #expect(sent.contains { $0 > 0 })
  }

  /// A window passes on the spikes of the input that has sent the most, the first of equal ones.
  @Test(arguments: windows)
  func gatedWindowsFollowTheStrongestInput(window: Window) throws {
    var recipe = ConversionRecipe(method: Robust())
    recipe.maxPool = .gated
    let run = try ExampleRun(network(window, seed: 2), recipe: recipe, headroom: 0.6)
    let layers = run.network.layers
    let members = members(window.pooling, source: layers[0].shape, target: layers[1].shape)
    var simulation = run.simulation
    var received = Array(repeating: 0.0, count: layers[0].shape.count)
    for _ in 0..<40 {
      simulation.advance()
      var arriving = Array(repeating: 0.0, count: layers[0].shape.count)
      var sent = Array(repeating: 0.0, count: layers[1].shape.count)
      add(simulation.populations[0].output, to: &arriving)
      add(simulation.populations[0].output, to: &received)
      add(simulation.populations[1].output, to: &sent)
      for (value, members) in zip(sent, members) {
        let largest = members.map { received[$0] }.max() ?? 0
        let winner = members.first { received[$0] == largest }
        #expect(value == (winner.map { arriving[$0] } ?? 0))
      }
    }
  }

  /// With bistable neurons the window totals of complete cycles are pooled exactly.
  @Test(arguments: windows, MaxPoolRule.allCases)
  func bistableWindowsPoolWholeNumbers(window: Window, rule: MaxPoolRule) throws {
    var recipe = ConversionRecipe(method: Bistable(phases: 6))
    recipe.maxPool = rule
    let run = try ExampleRun(network(window, seed: 3), recipe: recipe, headroom: 1.1)
    let layers = run.network.layers
    #expect(layers[1].delay == layers[0].delay && layers[2].delay == layers[0].delay + 1)
    let members = members(window.pooling, source: layers[0].shape, target: layers[1].shape)
    var simulation = run.simulation
    var received = Array(repeating: 0.0, count: layers[0].shape.count)
    var sent = Array(repeating: 0.0, count: layers[1].shape.count)
    for _ in 0..<(2 * 6) {
      simulation.advance()
      add(simulation.populations[0].output, to: &received)
      add(simulation.populations[1].output, to: &sent)
    }
    for (total, members) in zip(sent, members) {
      let largest = members.map { received[$0] }.max() ?? 0
      // Gated windows pass on what leads digit by digit, which ends at the same number.
      #expect(total == largest)
    }
  }

  @Test(arguments: [("robust", 3000, 0.02), ("bistable", 600, 0.02), ("burst", 3000, 0.02)])
  func ratesConvergeToTheAnalogNetwork(method: String, steps: Int, tolerance: Double) throws {
    let recipe = try ConversionRecipe.named(method)
    for window in MaxPoolTests.windows {
      let run = try ExampleRun(network(window, seed: 5), recipe: recipe, headroom: 1.05)
      var simulation = run.simulation
      for _ in 0..<steps { simulation.advance() }
      let time = Float(run.network.outputTime(atStep: steps))
      #expect(
        relativeDistance(simulation.readout.map { $0 / time }, run.logits) < tolerance,
        "\(window.name)")
    }
  }

  @Test func aCopyGoesOnAsItWouldHave() throws {
    let run = try ExampleRun(network(MaxPoolTests.windows[1], seed: 6), headroom: 0.6)
    var simulation = run.simulation
    for _ in 0..<17 { simulation.advance() }
    var copy = simulation
    for _ in 0..<23 { simulation.advance() }
    for _ in 0..<23 { copy.advance() }

    #expect(copy.readout == simulation.readout)
    #expect(copy.populations.map(\.output) == simulation.populations.map(\.output))
  }
}
