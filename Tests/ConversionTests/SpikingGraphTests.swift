import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

@Suite struct SpikingGraphTests {
  /// Activations as one list of events, through the projections and their biases, are the
  /// pre-activations: proves paths, orders, concatenation, sums and the bookkeeping of biases.
  @Test(arguments: Example.allCases, [1, 2, 3])
  func projectionsMeanWhatTheAnalogNetworkComputes(example: Example, seed: Int) throws {
    let run = try ExampleRun(example.network(seed: seed), seed: seed)
    let image = run.network.inputShape.populationOrder(run.image.elements)
    for (index, layer) in run.network.layers.enumerated() where !layer.isMaxPool {
      var z = Array(repeating: Float(0), count: layer.shape.count)
      for projection in layer.projections {
        var (values, shape) = (image, run.network.inputShape)
        if case .layer(let source) = projection.source {
          values = try #require(
            run.packed.activation(of: source) { run.references[$0]?.activation })
          shape = run.network.layers[source].shape
        }
        for stage in projection.stages {
          let synapses = stage.packed(source: shape)
          var events = SpikeEvents()
          events.read(values)
          values = Array(repeating: 0, count: synapses.target.count)
          synapses.deliver(events, to: &values)
          synapses.addBias(to: &values)
          shape = stage.shape
        }
        z = zip(z, values).map { $0 + $1 }
      }
      let expected =
        run.references[index].map { $0.preactivation.map(Double.init) }
        ?? layer.shape.populationOrder(run.logits)
      #expect(relativeDistance(z, expected) < 1e-5, "\(layer.name)")
    }
  }

  @Test(arguments: Example.allCases)
  func thereIsOneLayerPerActivationAndAReadout(example: Example) throws {
    let analog = example.network(seed: 1)

    let network = try ExampleRun(analog).network

    #expect(network.layers.compactMap(\.activationNode) == analog.activations)
    #expect(network.layers.last?.neuron == .readout)
    #expect(network.layers.count { !$0.isMaxPool } == analog.activations.count + 1)
    #expect(Set(network.layers.map(\.name)).count == network.layers.count)
    #expect(network.coding == .rate)
    #expect(network.firstReadout == 1)
  }

  /// The accumulated output per step tends to the logits as 1/T.
  @Test(arguments: Example.allCases)
  func theReadoutConvergesToTheLogits(example: Example) throws {
    let run = try ExampleRun(example.network(seed: 2), headroom: 1.05)
    var simulation = run.simulation
    var distances: [Double] = []
    for step in 1...3200 {
      simulation.advance()
      guard [50, 400, 3200].contains(step) else { continue }
      let output = simulation.readout.map { $0 / Float(step) }
      distances.append(relativeDistance(output, run.logits))
    }

    #expect(distances[2] < 0.01)
    #expect(distances[1] < distances[0] && distances[2] < distances[1])
  }

  @Test func aNetworkThatEndsInAnActivationHasAReadoutOfItsSpikes() throws {
    var builder = NetworkBuilder(input: MapShape(channels: 4), seed: 3)
    let hidden = builder.activation(builder.affine(0, outputs: 6))
    _ = builder.activation(builder.affine(hidden, outputs: 5))
    let run = try ExampleRun(builder.network("active"), headroom: 1.05)
    var simulation = run.simulation

    for _ in 0..<2000 { simulation.advance() }

    #expect(run.network.layers.map(\.name) == ["fc1", "fc2", "out"])
    #expect(relativeDistance(simulation.readout.map { $0 / 2000 }, run.logits) < 0.01)
  }

  @Test func aMaxPoolIsALayerOfItsOwn() throws {
    let network = Example.maxPooled.network(seed: 1)
    let spiking = try Robust().spikingNetwork(from: network, thresholds: [1, 2, 3])

    let pools = spiking.layers.filter { $0.name.hasPrefix("maxpool") }
    #expect(pools.count == 4 && pools.allSatisfy { $0.activationNode == nil })
    #expect(spiking.layers.compactMap(\.neuron.threshold) == [1, 2, 3])
    for rule in MaxPoolRule.allCases {
      let rules = spiking.pooling(by: rule).layers.compactMap { layer in
        if case .maximum(let pool) = layer.neuron { pool.rule } else { nil }
      }
      #expect(rules == Array(repeating: rule, count: 4))
    }
  }

  /// The image is the same in every step, so its largest values are too.
  @Test func spikesAndTheImageCanBePooledByTheirMaximum() throws {
    let pooling = Pooling(kernel: Grid(2, 2), stride: Grid(2, 2))
    var currents = NetworkBuilder(input: MapShape(channels: 1, height: 4, width: 4), seed: 1)
    let active = currents.activation(currents.convolution(0, channels: 2))
    let pooled = currents.maxPool(currents.convolution(active, channels: 2), pooling)
    _ = currents.affine(currents.flatten(pooled), outputs: 2)
    var image = NetworkBuilder(input: MapShape(channels: 1, height: 4, width: 4), seed: 1)
    let small = image.activation(image.convolution(image.maxPool(0, pooling), channels: 2))
    _ = image.affine(image.flatten(small), outputs: 2)

    expectUnsupported(
      currents.network("currents"), node: "maxpool1", saying: "behind a convolution")
    let layers = try ExampleRun(image.network("image")).network.layers
    #expect(layers.map(\.name) == ["conv1", "fc1"])
    #expect(layers[0].projections[0].stages.first?.operation == .maxPool(pooling))
  }

  @Test func aClipWithAMinimumHasNoSpikingForm() throws {
    var builder = NetworkBuilder(input: MapShape(channels: 3), seed: 1)
    let clip = Activation.clamp(minimum: -1, maximum: 1)
    _ = builder.affine(builder.activation(builder.affine(0, outputs: 4), clip), outputs: 2)

    expectUnsupported(builder.network("clip"), node: "act1", saying: "-1.0…1.0")
  }

  @Test func softmaxMayOnlyStandAtTheEnd() throws {
    var builder = NetworkBuilder(input: MapShape(channels: 3), seed: 1)
    let active = builder.activation(builder.affine(0, outputs: 4))
    let soft = builder.add(
      "softmax", .answer(.softmax), inputs: [active], shape: MapShape(channels: 4))
    _ = builder.affine(soft, outputs: 2)

    expectUnsupported(builder.network("soft"), node: "softmax1", saying: "before the end")
  }

  @Test func aNetworkWithoutActivationCannotSpike() throws {
    var builder = NetworkBuilder(input: MapShape(channels: 3), seed: 1)
    _ = builder.affine(builder.affine(0, outputs: 4), outputs: 2)
    let network = builder.network("linear")

    #expect(throws: ConversionError.noSpikingLayer) {
      try Robust().spikingNetwork(from: network, thresholds: [])
    }
  }

  private func expectUnsupported(
    _ network: AnalogNetwork, node: String, saying text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(sourceLocation: sourceLocation) {
      try Robust().spikingNetwork(from: network, thresholds: [1, 1])
    } throws: { error in
      guard case .unsupported(node, _, let reason)? = error as? ConversionError else {
        return false
      }
      return reason.contains(text)
    }
  }
}

extension SpikingLayer {
  fileprivate var isMaxPool: Bool {
    if case .maximum = neuron { true } else { false }
  }
}
