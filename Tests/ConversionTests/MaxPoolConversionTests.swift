import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Testing

/// Networks with max pools, converted.
@Suite struct MaxPoolConversionTests {
  @Test func aMaxPoolIsALayerThatStandsForNoActivation() throws {
    let network = try ExampleRun(MaxPoolExample.branch.network(seed: 1)).network

    #expect(network.layers.map(\.name) == ["conv1", "conv2", "maxpool1", "add1", "fc1"])
    let pool = network.layers[2]
    #expect(pool.shape == MapShape(channels: 4, height: 4, width: 3))
    #expect(pool.activationNode == nil && pool.neuron.threshold == nil && pool.delay == 0)
    #expect(pool.projections == [Projection(source: .layer(0), stages: [])])
    #expect(network.layers[3].projections.map(\.source) == [.layer(1), .layer(2)])
  }

  /// A pool takes no window of its own, so the shortcut with it needs no more synchronous neurons
  /// than one without.
  @Test func inCyclesAPoolKeepsTheDelayOfItsSource() throws {
    let method = Bistable(phases: 5)
    let network = try ExampleRun(MaxPoolExample.branch.network(seed: 1), method: method).network

    #expect(
      network.layers.map(\.name) == ["conv1", "conv2", "maxpool1", "sync1", "add1", "fc1"])
    #expect(network.layers.map(\.delay) == [1, 2, 1, 2, 3, 0])
    #expect(network.layers[3].projections.map(\.source) == [.layer(2)])
    #expect(network.layers[3].shape == network.layers[2].shape)
    #expect(network.layers[3].neuron.threshold == network.layers[0].neuron.threshold)
    #expect(network.firstReadout == 5 * 4)
  }

  /// The accumulated output per step tends to the logits.
  ///
  /// Lossless windows are as near as their neurons. Gated ones pass on too much while inputs take
  /// turns in the lead, and near ties last long, so they may be three times as far.
  @Test(arguments: MaxPoolExample.allCases, MaxPoolRule.allCases)
  func theReadoutConvergesToTheLogits(example: MaxPoolExample, rule: MaxPoolRule) throws {
    for method: any ConversionMethod in [Robust(), Burst(), RTS(steps: 3200)] {
      let run = try ExampleRun(
        example.network(seed: 2), method: method, seed: 2, headroom: 1.05)
      let network = PackedNetwork(run.network.pooling(by: rule))
      var simulation = Simulation(network, stimulus: .image(run.image))
      var distances: [Double] = []
      for step in 1...3200 {
        simulation.advance()
        guard step == 100 || step == 3200 else { continue }
        let output = simulation.readout.map { $0 / Float(step) }
        distances.append(relativeDistance(output, run.logits))
      }

      #expect(distances[1] < (rule == .lossless ? 0.01 : 0.03), "\(method.name)")
      #expect(distances[1] < distances[0], "\(method.name)")
    }
  }

  /// A neuron's total is within one threshold of T times its activation, and so is the largest.
  @Test(arguments: ExampleWindow.allCases, [1, 2, 3])
  func aLosslessPoolIsAsPreciseAsItsNeurons(window: ExampleWindow, seed: Int) throws {
    let run = try ExampleRun(pooledOnce(window, seed: seed), seed: seed)
    let oracle = AnalogOracle(run.analog, image: run.image)
    let threshold = Double(try #require(run.network.layers[0].neuron.threshold))
    let shape = run.network.layers[1].shape
    let expected = shape.populationOrder(oracle.values[3])
    var simulation = Simulation(
      PackedNetwork(run.network.pooling(by: .lossless)), stimulus: .image(run.image))
    var totals = Array(repeating: 0.0, count: shape.count)
    for step in 1...200 {
      simulation.advance()
      let output = simulation.populations[1].output
      for event in output.indices.indices {
        totals[Int(output.indices[event])] += Double(output.values[event])
      }
      let isNear = zip(totals, expected).allSatisfy {
        abs($0 - Double(step) * $1) <= threshold * 1.001
      }
      #expect(isNear, "step \(step)")
    }
  }

  /// The digits of a cycle say the largest activation to within the last of them.
  @Test(arguments: ExampleWindow.allCases, [1, 2])
  func aCycleOfBinaryDigitsPoolsToTheirPrecision(window: ExampleWindow, seed: Int) throws {
    let phases = 8
    let run = try ExampleRun(
      pooledOnce(window, seed: seed), method: Bistable(phases: phases), seed: seed,
      headroom: 1.02)
    let expected = run.network.layers[1].shape.populationOrder(
      AnalogOracle(run.analog, image: run.image).values[3])
    let threshold = try #require(run.network.layers[0].neuron.threshold)
    var simulation = Simulation(
      PackedNetwork(run.network.pooling(by: .lossless)), stimulus: .image(run.image))
    var totals = expected.map { _ in 0.0 }
    for cycle in 1...5 {
      for _ in 0..<(2 * phases) {
        simulation.advance()
        let output = simulation.populations[1].output
        for event in output.indices.indices {
          totals[Int(output.indices[event])] += Double(output.values[event])
        }
      }
      let quantum = Double(threshold) / 256
      let isNear = zip(totals, expected).allSatisfy {
        abs($0 - Double(cycle) * $1) <= quantum * 1.01
      }
      #expect(isNear, "cycle \(cycle)")
    }
  }

  /// Calibration runs layers by themselves, pools among them; that must be the same as correcting
  /// one layer after the other in whole simulations.
  @Test(arguments: MaxPoolExample.allCases, MaxPoolRule.allCases)
  func layerwiseCalibrationEqualsWholeSimulations(
    example: MaxPoolExample, rule: MaxPoolRule
  ) throws {
    let network = example.network(seed: 6)
    var calibration = Calibration(network: network, count: 3, threads: 2) {
      network.randomImage(seed: $0)
    }
    let advanced = ConversionRecipe(method: Advanced(steps: 12), maxPool: rule)
    let found = try advanced.converted(network, calibration: &calibration)

    let plain = ConversionRecipe(method: MMSE(steps: 12), maxPool: rule)
    var expected = try plain.converted(network, calibration: &calibration)
    for layer in expected.layers.indices where expected.layers[layer].activationNode != nil {
      expected.layers[layer].initialPotential = .perNeuron(
        missingCharge(of: layer, in: expected, network, steps: 12, images: 3))
    }

    for (layer, other) in zip(found.layers, expected.layers) {
      for unit in 0..<layer.shape.count {
        let difference =
          layer.initialPotential.value(of: unit) - other.initialPotential.value(of: unit)
        #expect(abs(difference) < 1e-4, "\(layer.name) \(unit)")
      }
    }
  }

  /// What the neurons of a layer deliver too little on average, by simulating the whole network.
  private func missingCharge(
    of layer: Int, in spiking: SpikingNetwork, _ network: AnalogNetwork, steps: Int, images: Int
  ) -> [Float] {
    let (packed, description) = (PackedNetwork(spiking), spiking.layers[layer])
    var missing = Array(repeating: 0.0, count: description.shape.count)
    for seed in 0..<images {
      let image = network.randomImage(seed: seed)
      var simulation = Simulation(packed, stimulus: .image(image))
      for _ in 0..<steps {
        simulation.advance()
        let events = simulation.populations[layer].output
        for event in events.indices.indices {
          missing[Int(events.indices[event])] -= Double(events.values[event])
        }
      }
      guard let node = description.activationNode else { continue }
      let values = AnalogOracle(network, image: image).values[node]
      for (unit, value) in description.shape.populationOrder(values).enumerated() {
        missing[unit] += value * Double(steps)
      }
    }
    return missing.map { Float($0 / Double(images)) }
  }

  @Test(arguments: MaxPoolExample.allCases, [1, 2])
  func theFirstReadoutInCyclesIsNearTheLogits(example: MaxPoolExample, seed: Int) throws {
    let run = try ExampleRun(
      example.network(seed: seed), method: Bistable(phases: 12), seed: seed, headroom: 1.02)
    let network = run.network.pooling(by: .lossless)
    var simulation = Simulation(PackedNetwork(network), stimulus: .image(run.image))
    for _ in 0..<network.firstReadout { simulation.advance() }

    #expect(relativeDistance(simulation.readout, run.logits) < 0.01)
    for _ in 0..<48 { simulation.advance() }
    #expect(relativeDistance(simulation.readout.map { $0 / 3 }, run.logits) < 0.01)
  }

  /// In channels of its own the image is pooled once, and the spikes beside it as ever.
  @Test func theImageBesideSpikesIsPooledByItself() throws {
    for window in [ExampleWindow.overlapping, .padded] {
      var builder = NetworkBuilder(input: MapShape(channels: 2, height: 7, width: 6), seed: 4)
      let active = builder.activation(builder.convolution(0, channels: 3))
      let both = builder.concatenate([0, active, 0])
      let pooled = builder.maxPool(both, window.pooling)
      let last = builder.activation(builder.convolution(pooled, channels: 4))
      _ = builder.affine(builder.flatten(last), outputs: 4)
      let run = try ExampleRun(builder.network("beside"), seed: 2, headroom: 1.05)

      let pool = try #require(run.network.layers.first { $0.neuron.pool != nil })
      #expect(pool.projections.map(\.source) == [.layer(0)])
      #expect(run.network.layers[2].projections.map(\.source) == [.input, .input, .layer(1)])
      var simulation = run.simulation
      simulation.advance(by: 1600, on: Engine())
      #expect(relativeDistance(simulation.meanOutputs?[0] ?? [], run.logits) < 0.01)
    }
  }

  @Test func aSumOfImageAndSpikesCannotBePooled() throws {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 7, width: 6), seed: 4)
    let active = builder.activation(builder.convolution(0, channels: 2))
    let pooled = builder.maxPool(builder.merge(0, active), ExampleWindow.apart.pooling)
    _ = builder.affine(builder.flatten(pooled), outputs: 4)

    #expect {
      try ExampleRun(builder.network("sum"))
    } throws: {
      "\($0)".contains("a sum of the image and of spikes")
    }
  }

  /// conv1, its activation and a pool, which is the answer.
  private func pooledOnce(_ window: ExampleWindow, seed: Int) -> AnalogNetwork {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 7, width: 6), seed: seed)
    let active = builder.activation(builder.convolution(0, channels: 4))
    _ = builder.flatten(builder.maxPool(active, window.pooling))
    return builder.network("pooledOnce")
  }
}
