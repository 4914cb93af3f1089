import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

@Suite struct CalibrationTests {
  private func calibration(
    of network: AnalogNetwork, count: Int = 6, threads: Int = 2
  ) -> Calibration {
    Calibration(network: network, count: count, threads: threads) { network.randomImage(seed: $0) }
  }

  private func recipe(
    _ name: String, steps: Int = 16, options: OptionValues = [:]
  ) throws -> ConversionRecipe {
    try ConversionRecipe.named(name, steps: steps, options: options)
  }

  /// The threshold by least squares, by trying all candidates one activation at a time.
  @Test(arguments: [1, 4, 16, 64])
  func leastSquaresThresholdsHaveTheSmallestError(steps: Int) throws {
    let network = Example.convolutional.network(seed: 3)
    var calibration = calibration(of: network)
    let found = try MMSE(steps: steps).thresholds(for: network, calibration: &calibration)

    for (layer, node) in network.activations.enumerated() {
      let values = (0..<6).flatMap { seed in
        AnalogOracle(network, image: network.randomImage(seed: seed)).values[node]
      }
      let maximum = try #require(values.max())
      let error = { (threshold: Double) in
        values.reduce(0.0) { sum, a in
          let level = min(max(a * Double(steps) / threshold, 0), Double(steps)).rounded(.down)
          let difference = level * threshold / Double(steps) - a
          return sum + difference * difference
        }
      }
      let smallest = (0..<95).map { error(maximum * (1 - 0.01 * Double($0))) }.min() ?? 0
      // The largest activation stands on a step of the error where the threshold equals it, and the
      // pass in floats rounds it otherwise than the oracle does, by what the processor's BLAS does.
      let threshold = Double(found[layer])
      let own = [threshold, threshold * (1 - 1e-6)].map(error).min() ?? .infinity
      #expect(own <= smallest * 1.001 + 1e-9, "layer \(layer)")
    }
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    for name in ["mmse", "light", "advanced"] {
      let network = Example.projected.network(seed: 5)
      let recipe = try recipe(name, options: ["calibrate-weights": .flag(true)])

      let results = try [1, 3].map { threads in
        var calibration = calibration(of: network, threads: threads)
        return try recipe.converted(network, calibration: &calibration)
      }

      #expect(results[0] == results[1], "\(name)")
    }
  }

  /// What calibration is for: afterwards the mean rates are those of the analog network.
  @Test(arguments: [Example.perceptron, .convolutional, .residual, .concatenated])
  func calibrationBringsTheMeanRatesToTheMeanActivations(example: Example) throws {
    let network = example.network(seed: 7)
    let error = { (name: String) in
      var calibration = self.calibration(of: network, count: 40)
      let spiking = try self.recipe(name, steps: 8).converted(network, calibration: &calibration)
      return meanError(of: spiking, network, steps: 8, images: 40)
    }

    let (plain, light, advanced) = try (error("mmse"), error("light"), error("advanced"))

    #expect(light < plain)
    #expect(advanced < plain)
  }

  @Test func lightMovesOnlyBiasesAndAdvancedOnlyPotentials() throws {
    let network = Example.residual.network(seed: 2)
    var calibration = calibration(of: network)
    let plain = try recipe("mmse").converted(network, calibration: &calibration)
    var light = try recipe("light").converted(network, calibration: &calibration)
    var advanced = try recipe("advanced").converted(network, calibration: &calibration)

    #expect(light != plain && advanced != plain)
    for layer in plain.layers.indices {
      light.layers[layer].biasCurrent = plain.layers[layer].biasCurrent
      advanced.layers[layer].initialPotential = plain.layers[layer].initialPotential
    }
    #expect(light == plain)
    #expect(advanced == plain)
  }

  /// Calibration simulates layer by layer; that must be the same as correcting one layer after the
  /// other in whole simulations.
  @Test(arguments: [Example.residual, .projected, .concatenated, .depthwise])
  func layerwiseCalibrationEqualsWholeSimulations(example: Example) throws {
    let (network, steps) = (example.network(seed: 11), 12)
    var calibration = calibration(of: network, count: 3)
    let found = try recipe("advanced", steps: steps).converted(network, calibration: &calibration)

    var expected = try recipe("mmse", steps: steps).converted(network, calibration: &calibration)
    for layer in expected.layers.indices where expected.layers[layer].activationNode != nil {
      let shortfall = meanShortfall(of: layer, in: expected, network, steps: steps, images: 3)
      expected.layers[layer].initialPotential = .perNeuron(
        shortfall.map { Float($0 * Double(steps)) })
    }

    for (layer, other) in zip(found.layers, expected.layers) {
      for unit in 0..<layer.shape.count {
        let difference =
          layer.initialPotential.value(of: unit) - other.initialPotential.value(of: unit)
        #expect(abs(difference) < 1e-4, "\(layer.name) \(unit)")
      }
    }
  }

  @Test func theShiftIsHalfAThresholdOverAllSteps() throws {
    let network = Example.convolutional.network(seed: 1)
    var calibration = calibration(of: network)
    let spiking = try recipe("rts", steps: 20).converted(network, calibration: &calibration)

    for layer in spiking.layers where layer.activationNode != nil {
      let threshold = try #require(layer.neuron.threshold)
      #expect(layer.biasCurrent == Array(repeating: threshold / 40, count: layer.shape.channels))
    }
  }

  @Test func calibratedWeightsFitTheSpikesBetter() throws {
    let network = Example.convolutional.network(seed: 4)
    var calibration = calibration(of: network, count: 40)
    let plain = try recipe("mmse", steps: 8).converted(network, calibration: &calibration)
    let fitted = try recipe("advanced", steps: 8, options: ["calibrate-weights": .flag(true)])
      .converted(network, calibration: &calibration)

    #expect(fitted.layers.map(\.projections) != plain.layers.map(\.projections))
    #expect(fitted.layers.last == plain.layers.last)
    #expect(
      meanError(of: fitted, network, steps: 8, images: 40)
        < meanError(of: plain, network, steps: 8, images: 40))
  }

  @Test func trainedThresholdsNeedATrainedClip() throws {
    let network = Example.perceptron.network(seed: 1)
    var calibration = Calibration(network: network)

    #expect(throws: ConversionError.self) {
      try self.recipe("trained").converted(network, calibration: &calibration)
    }
    #expect(!Trained.suits(network))
  }
}

/// Mean of a minus mean of θ·N/T of one layer, by simulating the whole network.
private func meanShortfall(
  of layer: Int, in spiking: SpikingNetwork, _ analog: AnalogNetwork, steps: Int, images: Int
) -> [Double] {
  let packed = PackedNetwork(spiking)
  let description = spiking.layers[layer]
  var shortfall = Array(repeating: 0.0, count: description.shape.count)
  for seed in 0..<images {
    let image = analog.randomImage(seed: seed)
    var simulation = Simulation(packed, stimulus: .image(image))
    for _ in 0..<steps {
      simulation.advance()
      let events = simulation.populations[layer].output
      for event in events.indices.indices {
        shortfall[Int(events.indices[event])] -=
          Double(events.values[event]) / Double(steps * images)
      }
    }
    guard let node = description.activationNode else { continue }
    let values = description.shape.populationOrder(
      AnalogOracle(analog, image: image).values[node])
    for unit in shortfall.indices { shortfall[unit] += values[unit] / Double(images) }
  }
  return shortfall
}

/// The root mean square of what the mean rates of all layers lack.
private func meanError(
  of spiking: SpikingNetwork, _ analog: AnalogNetwork, steps: Int, images: Int
) -> Double {
  let errors = spiking.layers.indices.filter { spiking.layers[$0].activationNode != nil }
    .flatMap { meanShortfall(of: $0, in: spiking, analog, steps: steps, images: images) }
  return (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
}
