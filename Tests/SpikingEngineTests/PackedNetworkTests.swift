import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Testing

@Suite struct PackedNetworkTests {
  /// Feeding activations through the projections of a layer, plus its bias, is its pre-activation.
  @Test(arguments: Example.allCases, [1, 2])
  func incomingSynapsesAndBiasGiveThePreactivation(example: Example, seed: Int) throws {
    let run = try ExampleRun(example.network(seed: seed))
    let image = run.network.inputShape.populationOrder(run.image.elements)
    for (layer, reference) in run.references.enumerated() {
      guard let reference else { continue }
      for unit in reference.preactivation.indices {
        var z = Double(run.packed.bias(of: unit, in: layer))
        for incoming in run.packed.incoming(of: unit, in: layer) {
          let values = run.activation(of: incoming.source) ?? image
          z += incoming.synapses.reduce(0) { $0 + Double($1.weight) * Double(values[$1.source]) }
        }
        #expect(abs(z - Double(reference.preactivation[unit])) < 1e-5)
      }
    }
  }

  /// What a store has laid out for one method serves the others, and other weights are not mixed
  /// up with it.
  @Test(arguments: Example.allCases)
  func aStoreChangesNothing(example: Example) throws {
    let analog = example.network(seed: 4)
    let image = analog.randomImage(seed: 4)
    let thresholds = Array(repeating: Float(0.5), count: analog.activations.count)
    let methods: [any ConversionMethod] = [Robust(), Half(), Bistable(phases: 4)]
    var store = SynapseStore()
    for method in methods {
      for seed in [4, 5] {
        let network = try method.spikingNetwork(
          from: example.network(seed: seed), thresholds: thresholds)
        var shared = Simulation(PackedNetwork(network, store: &store), stimulus: .image(image))
        var own = Simulation(PackedNetwork(network), stimulus: .image(image))
        for _ in 0..<20 {
          shared.advance()
          own.advance()
          #expect(shared.readout == own.readout)
        }
      }
    }
  }

  @Test func aStoreHoldsEqualWeightsOnce() throws {
    let analog = Example.residual.network(seed: 4)
    var store = SynapseStore()
    var counts: [Int] = []
    for threshold in [Float(0.5), 1, 2] {
      let thresholds = Array(repeating: threshold, count: analog.activations.count)
      let network = try Robust().spikingNetwork(from: analog, thresholds: thresholds)
      _ = PackedNetwork(network, store: &store)
      counts.append(store.count)
    }

    #expect(counts[0] > 0 && counts.allSatisfy { $0 == counts[0] })
  }

  @Test(arguments: Example.allCases)
  func incomingSynapsesAscend(example: Example) throws {
    let run = try ExampleRun(example.network(seed: 3))
    for layer in run.network.layers.indices {
      for unit in 0..<run.network.layers[layer].shape.count {
        for incoming in run.packed.incoming(of: unit, in: layer) {
          let sources = incoming.synapses.map(\.source)
          #expect(zip(sources, sources.dropFirst()).allSatisfy { $0 < $1 })
        }
      }
    }
  }

  /// Additions of one spike: the pools and parts before the first weights route it, each arrival
  /// costs as many additions as it reaches units.
  @Test(arguments: Example.allCases)
  func fanOutCountsTheAdditionsOfOneSpike(example: Example) throws {
    let run = try ExampleRun(example.network(seed: 1))
    for layer in run.network.layers.indices {
      var expected = Array(repeating: 0, count: run.network.layers[layer].shape.count)
      for target in run.network.layers {
        for projection in target.projections where projection.source == .layer(layer) {
          for unit in expected.indices {
            expected[unit] += additions(of: unit, through: projection, in: run.network)
          }
        }
      }
      #expect(run.packed.fanOut(of: layer) == expected)
    }
  }

  /// What arrives by several ways leaves once: behind pools that overlap, a spike costs no more
  /// than all units there, however many pools there are.
  @Test(arguments: [1, 2, 40])
  func noSpikeCostsMoreThanAllUnits(pools: Int) throws {
    let window = Pooling(
      kernel: Grid(3, 3), stride: Grid(1, 1),
      padding: Margins(top: 1, left: 1, bottom: 1, right: 1))
    var builder = NetworkBuilder(input: MapShape(channels: 1, height: 6, width: 6), seed: 1)
    var node = builder.activation(builder.convolution(0, channels: 2))
    for _ in 0..<pools { node = builder.averagePool(node, window) }
    _ = builder.affine(builder.flatten(node), outputs: 5)
    let analog = builder.network("pools")
    let network = try Robust().spikingNetwork(
      from: analog, thresholds: Array(repeating: 1, count: analog.activations.count))

    let fanOut = PackedNetwork(network).fanOut(of: 0)

    let all = 5 * 2 * 6 * 6
    #expect(fanOut.allSatisfy { $0 > 0 && $0 <= all })
    #expect(pools < 40 || fanOut.allSatisfy { $0 == all })
  }

  private func additions(
    of unit: Int, through projection: Projection, in network: SpikingNetwork
  ) -> Int {
    var shape = network.shape(of: projection.source)
    var arrivals = [unit]
    for (index, stage) in projection.stages.enumerated() {
      let synapses = stage.packed(source: shape)
      let reached = arrivals.flatMap { source in
        (0..<synapses.target.count).flatMap { target in
          synapses.incoming(of: target).filter { $0.source == source }.map { _ in target }
        }
      }
      if synapses.isWeighted || index == projection.stages.count - 1 { return reached.count }
      (shape, arrivals) = (synapses.target, reached)
    }
    return arrivals.count
  }
}

extension ExampleRun {
  /// `nil` for the image.
  fileprivate func activation(of source: ProjectionSource) -> [Float]? {
    guard case .layer(let layer) = source else { return nil }
    return packed.activation(of: layer) { references[$0]?.activation }
  }
}
