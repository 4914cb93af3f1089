import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Pointwise convolutions that are multiplied into the convolutions behind them.
///
/// Weights are eighths and thresholds quarters, so that all products and sums are exact, in
/// whatever order.
@Suite struct FusedStagesTests {
  private struct Chain: CustomStringConvertible {
    var channels = [6, 2, 20]
    var kernel = Grid(1, 1)
    var stride = Grid(1, 1)
    var dilation = Grid(1, 1)

    static let source = Grid(5, 4)

    var description: String { "\(channels), \(kernel) by \(stride), dilated by \(dilation)" }

    /// The pointwise convolution, and the one behind it.
    func layers(_ random: inout SeededGenerator) -> (Conv2dLayer, Conv2dLayer) {
      let margin = kernel.rows / 2
      return (
        Conv2dLayer(
          weight: random.eighths([channels[1], channels[0], 1, 1]),
          bias: random.eighths([channels[1]])),
        Conv2dLayer(
          weight: random.eighths([channels[2], channels[1], kernel.rows, kernel.columns]),
          bias: random.eighths([channels[2]]), stride: stride, dilation: dilation,
          padding: Margins(top: margin, left: margin, bottom: margin, right: margin))
      )
    }
  }

  private static let chains = [
    Chain(), Chain(channels: [16, 2, 96]), Chain(channels: [18, 2, 130]),
    Chain(channels: [6, 3, 8], kernel: Grid(3, 3)),
    Chain(channels: [6, 3, 40], kernel: Grid(3, 3), stride: Grid(2, 2)),
    Chain(channels: [6, 3, 40], kernel: Grid(3, 3), dilation: Grid(2, 1)),
  ]

  /// The plain sums over the synapses of one stage after the other say who fires, and when.
  @Test(arguments: chains.indices, [1, 2])
  private func fusedStagesDeliverWhatTheStagesDo(index: Int, threads: Int) throws {
    let chain = Self.chains[index]
    var random = SeededGenerator(seed: 70 + index)
    let (first, second) = chain.layers(&random)
    let network = network(first, second)
    let packed = PackedNetwork(network)
    let image = Tensor(
      shape: [chain.channels[0], 5, 4], elements: random.floats(chain.channels[0] * 20, in: 0...1))
    var simulation = Simulation(packed, stimulus: .image(image))
    let (engine, steps) = (Engine(threads: threads), 8)
    let bias = network.layers[1].shape.indices.map { packed.bias(of: $0, in: 1) }
    let synapses = synapses(of: network)
    var potentials = bias.map { _ in Float(0) }

    for _ in 0..<steps {
      simulation.advance(by: 1, on: engine)
      var currents = bias
      var hasFired = Array(repeating: false, count: network.layers[0].shape.count)
      for index in simulation.populations[0].output.indices { hasFired[Int(index)] = true }
      for (unit, incoming) in synapses.enumerated() {
        for synapse in incoming where hasFired[synapse.source] {
          currents[unit] += 0.25 * synapse.weight
        }
      }
      var output = SpikeEvents()
      fire(
        potentials: &potentials, currents: &currents, threshold: 0.75, reset: .bySubtraction,
        output: &output)
      #expect(simulation.populations[1].output == output, "\(chain)")
      #expect(simulation.populations[1].membranePotential == potentials, "\(chain)")
    }

    // At a time or one by one, seen or not.
    for isObserved in [false, true] {
      var other = Simulation(packed, stimulus: .image(image))
      if isObserved {
        other.advance(by: steps, on: engine) { _, _, _ in }
      } else {
        other.advance(by: steps, on: engine)
      }
      #expect(other.populations[1].membranePotential == potentials, "\(chain)")
    }
    #expect(packed.kernelNames(of: 1)[0].count == 1, "\(chain)")
  }

  /// Operations stay those of the network as it is described: a spike reaches the channels of the
  /// first stage.
  @Test func fusingChangesNoCosts() {
    var random = SeededGenerator(seed: 79)
    let (first, second) = Chain().layers(&random)

    let fanOut = PackedNetwork(network(first, second)).fanOut(of: 0)

    #expect(fanOut == Array(repeating: 2, count: 6 * 20))
  }

  /// Of many inputs and few channels in between, the stages have less to add.
  @Test func whatWouldBeMoreWorkStaysAsItIs() {
    var random = SeededGenerator(seed: 80)
    let (first, second) = Chain(channels: [64, 1, 64]).layers(&random)

    #expect(PackedNetwork(network(first, second)).kernelNames(of: 1)[0].count == 2)
  }

  private func network(_ first: Conv2dLayer, _ second: Conv2dLayer) -> SpikingNetwork {
    let source = MapShape(
      channels: first.inputChannels, height: Chain.source.rows, width: Chain.source.columns)
    let middle = first.outputShape(of: source)
    let target = second.outputShape(of: middle)
    let stages = [
      SynapticStage(.convolution(first), shape: middle),
      SynapticStage(.convolution(second), shape: target),
    ]
    return SpikingNetwork(
      name: "chain", inputShape: source,
      layers: [
        SpikingLayer(
          name: "first", shape: source,
          neuron: .integrateAndFire(threshold: 0.25, reset: .bySubtraction),
          projections: [Projection(source: .input, stages: [])]),
        SpikingLayer(
          name: "second", shape: target,
          neuron: .integrateAndFire(threshold: 0.75, reset: .bySubtraction),
          projections: [Projection(source: .layer(0), stages: stages)]),
      ], coding: .rate)
  }

  /// Onto each unit of the second layer, from the first, stage by stage.
  private func synapses(of network: SpikingNetwork) -> [[Synapse]] {
    let stages = network.layers[1].projections[0].stages
    let first = stages[0].packed(source: network.layers[0].shape)
    let second = stages[1].packed(source: stages[0].shape)
    return (0..<network.layers[1].shape.count).map { unit in
      second.incoming(of: unit).flatMap { later in
        first.incoming(of: later.source).map {
          Synapse(source: $0.source, weight: $0.weight * later.weight)
        }
      }
    }
  }
}

extension SeededGenerator {
  fileprivate mutating func eighths(_ shape: [Int]) -> Tensor {
    let elements = (0..<shape.reduce(1, *)).map { _ in
      Float(Int.random(in: -8...8, using: &self)) / 8
    }
    return Tensor(shape: shape, elements: elements)
  }
}

extension MapShape {
  fileprivate var indices: Range<Int> { 0..<count }
}
